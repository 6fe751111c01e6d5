"""Readers of sources: one module per format, detection by content, and one way to read them all."""

from ingest.sources.base import Reader, ReadOptions, Source
from ingest.sources.detect import READERS, detect
from ingest.sources.reading import OnFormat, open_source, read_source

__all__ = [
    "READERS",
    "OnFormat",
    "ReadOptions",
    "Reader",
    "Source",
    "detect",
    "open_source",
    "read_source",
]
