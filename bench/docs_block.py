"""Results within a document: what stands between two marks is replaced, the rest stays."""

from __future__ import annotations

from pathlib import Path


def replace_block(path: Path, begin_mark: str, end_mark: str, told: str) -> None:
    """Put ``told`` between the marks of the document at ``path``.

    Raises:
        ValueError: the document does not hold both marks, in this order.
    """
    text = path.read_text("utf-8")
    head, begin, rest = text.partition(begin_mark)
    _, end, tail = rest.partition(end_mark)
    if not (begin and end):
        raise ValueError(f"{path.name} does not hold the lines {begin_mark!r} and {end_mark!r}")
    path.write_text(f"{head}{begin_mark}\n\n{told.rstrip()}\n\n{end_mark}{tail}", "utf-8")
