"""Hugging Face's Daily Papers: a list for each day, in pages where it is long.

https://huggingface.co/docs/hub/api
"""

from __future__ import annotations

import json
from datetime import date, timedelta

from ingest.fetching.pages import OnTaken, Pages, Taken
from ingest.fetching.requests import DailyPapers
from ingest.fetching.service import BrokenReply

PAGE = 100
PATH = "/api/daily_papers"

_MOST_PAGES = 50


def take_days(
    request: DailyPapers, pages: Pages, today: date, on_taken: OnTaken = lambda *_: None
) -> Taken:
    """Take the lists of all days asked for.

    Raises:
        FetchError: a page cannot be had.
        LibraryError: a page cannot be kept.
    """
    days = ((request.last or today) - request.first).days + 1
    papers = empty = 0
    for number in range(days):
        listed = _take_day(request.first + timedelta(number), pages)
        papers += listed
        empty += not listed
        on_taken(number + 1, days)
    if not papers:
        return Taken(0, (f"There are no papers in {request.name}.",))
    return Taken(papers, (f"{empty} of {days} days have no papers.",) if empty else ())


def _take_day(day: date, pages: Pages) -> int:
    """Take the list of one day; returns its length."""
    source, count, before = f"Hugging Face Daily Papers of {day}", 0, ""
    for number in range(_MOST_PAGES):
        parameters = {"date": day.isoformat(), "limit": str(PAGE), "p": str(number)}
        papers, digest = pages.take(f"{day}-{number:02}", source, parameters, _list)
        if digest == before:  # of a mirror that knows no pages
            pages.taken.pop()
            break
        count, before = count + papers, digest
        if papers < PAGE:
            break
    return count


def _list(body: bytes) -> tuple[int, str]:
    """Return how many papers a reply lists, and what tells it from another."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BrokenReply(_kind(body)) from error
    if not isinstance(found, list) or not all(isinstance(paper, dict) for paper in found):
        raise BrokenReply("JSON that is no list of papers")
    return len(found), json.dumps(found, sort_keys=True) if found else ""


def _kind(body: bytes) -> str:
    start = body[:200].lstrip()
    if not start:
        return "an empty reply"
    return "a web page instead of JSON" if start.startswith(b"<") else "JSON that is cut off"
