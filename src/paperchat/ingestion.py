"""The door from Paperchat to the ``ingest`` package, opened only when papers come in."""

from __future__ import annotations

from functools import cache

from ingest.chunking import cut
from ingest.pipeline import OnProgress, Progress, ingest, use_current_rules
from ingest.report import to_json, to_text
from ingest.sources import ReadOptions, Source, open_source, read_source
from paperchat.starter import starter_path
from paperchat.types import Record

__all__ = [
    "OnProgress",
    "Progress",
    "ReadOptions",
    "Source",
    "cut",
    "ingest",
    "open_source",
    "starter_records",
    "starter_sources",
    "to_json",
    "to_text",
    "use_current_rules",
]


def starter_sources() -> tuple[Source, ...]:
    """Return the packaged starter library as a source."""
    return (Source.from_path(starter_path()),)


@cache
def starter_records() -> tuple[Record, ...]:
    """Return the papers of the packaged starter library."""
    (source,) = starter_sources()
    return tuple(item for item in read_source(source) if isinstance(item, Record))
