"""The one way to read a source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.sources.base import ReadOptions, Source
from ingest.sources.detect import detect
from paperchat.errors import SourceError
from paperchat.types import Record, Rejected


def open_source(path: Path | str) -> Source:
    """Return the source at ``path`` after making sure that a reader takes it.

    Raises:
        SourceError: it is missing, empty, unreadable, or of no format that is read.
    """
    source = Source.from_path(path)
    detect(source)
    return source


def read_source(source: Source, options: ReadOptions | None = None) -> Iterator[Record | Rejected]:
    """Yield the papers of a source, and its bad records with the reason.

    The format is detected at the call; reading goes on as the result is consumed. A fault that
    makes the whole source unusable is raised before the first record is yielded.

    Raises:
        SourceError: the source cannot be read, or holds no paper.
    """
    reader = detect(source)
    return _with_a_record(source, reader.read(source, options or ReadOptions()))


def _with_a_record(
    source: Source, items: Iterator[Record | Rejected]
) -> Iterator[Record | Rejected]:
    records = rejected = 0
    reason = ""
    for item in items:
        if isinstance(item, Record):
            records += 1
        else:
            rejected += 1
            reason = reason or (f"line {item.line}: {item.reason}" if item.line else item.reason)
        yield item
    if records:
        return
    if rejected:
        raise SourceError(f"None of the {rejected} records in {source.name} is a paper ({reason}).")
    raise SourceError(f"{source.name} holds no papers.")
