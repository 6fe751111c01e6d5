"""Paperchat: ask a corpus of paper abstracts, and get every sentence quoted from a named paper."""

__version__ = "0.1.0"
