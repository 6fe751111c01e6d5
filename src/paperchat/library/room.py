"""Whether the disk has room for the library's next change."""

from __future__ import annotations

import shutil
from pathlib import Path

_FULL = 256 * 1024
"""Bytes below which a disk is called full: a conversation or two."""
_SPARE = 1024 * 1024
"""Bytes for the log of the catalogue, beside a new index."""
_MEGABYTE = 1_000_000


def folder_size(folder: Path) -> int:
    """Return how many bytes the files below ``folder`` have."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue  # It went away meanwhile.
    return total


def want_of_room(home: Path) -> str:
    """Say in a sentence that the disk has no room for a change; empty where it has.

    A change of an index is written beside the old one, which is removed afterwards.
    """
    try:
        free = shutil.disk_usage(home).free
    except OSError:
        return ""  # Told by whoever reads the library.
    if free < _FULL:
        return (
            f"The disk with the library at {home} is full: make room; until then what is stored "
            "can be read, and nothing new is kept."
        )
    needed = _SPARE + sum(folder_size(path) for path in home.iterdir() if path.is_dir())
    if free < needed:
        return (
            f"The disk with the library at {home} has {_megabytes(free)} left, and adding a paper "
            f"may take {_megabytes(needed)}: make room."
        )
    return ""


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:,.1f} MB"
