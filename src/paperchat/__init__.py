"""Paperchat: ask a corpus of paper abstracts, and get answers quoted from named papers."""

__version__ = "0.1.0"
