"""Asking arXiv and Hugging Face for papers; what they reply is read like any other source."""

from ingest.fetching.fetch import Fetched, Fetcher, Services, Watching
from ingest.fetching.report import fetched_to_json, fetched_to_text
from ingest.fetching.requests import (
    ArxivIds,
    ArxivSearch,
    DailyPapers,
    Request,
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
