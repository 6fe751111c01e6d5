"""What is told of sources whose text is older than UTF-8."""

from __future__ import annotations

from ingest.sources.base import Head


def older_encoding_note(head: Head) -> str:
    """Return a note where bytes were read as Windows-1252."""
    if head.text is None and head.older_text is not None:
        return "it is not UTF-8, and was read as Windows-1252"
    return ""
