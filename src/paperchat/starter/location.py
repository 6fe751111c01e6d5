"""Where the starter library's file is, however the package was installed."""

from __future__ import annotations

import atexit
from contextlib import ExitStack
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

STARTER_FILE = "papers.jsonl"


@cache
def starter_path() -> Path:
    """Return the path of the starter library, a JSON Lines file with one paper a line.

    The path stays good for the life of the process: a package that is imported from an archive
    has the file unpacked to a passing folder, which is removed at exit.
    """
    unpacked = ExitStack()
    atexit.register(unpacked.close)
    return unpacked.enter_context(as_file(files("paperchat.starter") / STARTER_FILE))
