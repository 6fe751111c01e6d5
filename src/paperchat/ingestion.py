"""The one door from Paperchat to the ``ingest`` package, opened only when papers come in."""

from __future__ import annotations

from ingest.pipeline import OnProgress, Progress, ingest, use_current_rules
from ingest.report import to_json, to_text
from ingest.sources import ReadOptions, Source

__all__ = [
    "OnProgress",
    "Progress",
    "ReadOptions",
    "Source",
    "ingest",
    "to_json",
    "to_text",
    "use_current_rules",
]
