"""The files of a tantivy index, handled without tantivy."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from paperchat.library.builds import seal

_LOCK_FILES = (".tantivy",)
_WORN = 0.05
"""Share of deleted documents from which on an index is written anew."""


def seal_of(folder: Path) -> str:
    """Return the seal of an index: every file but tantivy's locks."""
    return seal(folder, ignore=_LOCK_FILES)


def worn(folder: Path) -> bool:
    """Tell whether deleted documents distort BM25's statistics, in which they still count.

    An index whose list of segments cannot be read is worn as well.
    """
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        counts = [
            (segment["max_doc"], (segment["deletes"] or {}).get("num_deleted_docs", 0))
            for segment in meta["segments"]
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return True
    documents, deleted = (sum(column) for column in zip((0, 0), *counts, strict=True))
    return bool(deleted > _WORN * documents)


def passing_copy(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """Copy the files of ``folder`` to where they may be written to, until it is cleaned up."""
    copy = tempfile.TemporaryDirectory(prefix="paperchat-", ignore_cleanup_errors=True)
    try:
        for path in folder.iterdir():
            shutil.copyfile(path, Path(copy.name) / path.name)
    except BaseException:
        copy.cleanup()
        raise
    return copy
