"""The command line. ``paperchat --help`` is its manual."""

from paperchat.cli.main import main

__all__ = ["main"]
