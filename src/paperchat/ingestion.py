"""The door from Paperchat to the ``ingest`` package, opened only when papers come in."""

from __future__ import annotations

from ingest.chunking import cut
from ingest.pipeline import OnProgress, Progress, ingest, use_current_rules
from ingest.report import to_json, to_text
from ingest.sources import ReadOptions, Source, open_source
from paperchat.starter import starter_path

__all__ = [
    "OnProgress",
    "Progress",
    "ReadOptions",
    "Source",
    "cut",
    "ingest",
    "open_source",
    "starter_sources",
    "to_json",
    "to_text",
    "use_current_rules",
]


def starter_sources() -> tuple[Source, ...]:
    """Return the packaged starter library as a source."""
    return (Source.from_path(starter_path()),)
