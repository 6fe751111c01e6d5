"""The door from Paperchat to ``ingest.fetching``, opened only when papers are fetched.

It is apart from :mod:`paperchat.ingestion`, since what speaks HTTP takes most of a second to load.
"""

from __future__ import annotations

from ingest.fetching import (
    ArxivIds,
    ArxivSearch,
    DailyPapers,
    Fetched,
    Fetcher,
    Request,
    Services,
    Watching,
    fetched_to_json,
    fetched_to_text,
    request_from_text,
    request_to_text,
)

__all__ = [
    "ArxivIds",
    "ArxivSearch",
    "DailyPapers",
    "Fetched",
    "Fetcher",
    "Request",
    "Services",
    "Watching",
    "fetched_to_json",
    "fetched_to_text",
    "request_from_text",
    "request_to_text",
]
