"""arXiv's API: which pages to ask for, and whether a reply is whole.

https://info.arxiv.org/help/api/user-manual.html
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.fetching.pages import OnTaken, Pages, Taken
from ingest.fetching.requests import ArxivIds, ArxivSearch
from ingest.fetching.service import BrokenReply, Refused
from ingest.sources.base import Source
from ingest.sources.xml_entries import xml_entries
from paperchat.errors import SourceError
from paperchat.text.identity import arxiv_id

Known = Callable[[Sequence[str]], frozenset[str]]
"""Of some arXiv ids, those of papers that the library has."""

PAGE = 100
PATH = "/api/query"

_TOTAL = re.compile(rb"totalResults[^>]{0,200}>\s*(\d{1,9})\s*<")
_ERRORS = "arxiv.org/api/errors"


@dataclass(frozen=True, slots=True)
class Reply:
    """The papers on a page, by id, and how many the search has in all."""

    ids: tuple[str, ...]
    total: int


def take_search(
    search: ArxivSearch,
    pages: Pages,
    today: date,
    stop_at: Known | None = None,
    on_taken: OnTaken = lambda *_: None,
) -> Taken:
    """Take the pages of a search, newest papers first.

    With ``stop_at``, a page whose papers are all known is the last one.

    Raises:
        FetchError: a page cannot be had.
        LibraryError: a page cannot be kept.
    """
    start, total = 0, 1
    while start < min(total, search.limit):
        asked = min(PAGE, search.limit - start)
        parameters = {
            "search_query": search.expression(today),
            "start": str(start),
            "max_results": str(asked),
            "sortBy": "submittedDate",
            "sortOrder": "descending",
        }
        reply = pages.take(f"{start:06}", search.name, parameters, _checker(start))
        total = reply.total
        start += len(reply.ids)
        on_taken(start, min(total, search.limit))
        if not reply.ids or (stop_at and stop_at(reply.ids) >= frozenset(reply.ids)):
            break
    if not total:
        return Taken(0, ("arXiv finds no papers for this search.",))
    if search.limit < total and start >= search.limit:
        note = f"the newest {start:,} were taken, and --limit takes more"
        return Taken(start, (f"arXiv has {total:,} papers for this search; {note}.",))
    return Taken(start)


def take_ids(
    request: ArxivIds,
    pages: Pages,
    known: Known | None = None,
    on_taken: OnTaken = lambda *_: None,
) -> Taken:
    """Take papers by their ids, without those that are ``known``.

    Raises:
        FetchError: a page cannot be had.
        LibraryError: a page cannot be kept.
    """
    there = known(request.ids) if known else frozenset()
    wanted = [each for each in request.ids if each not in there]
    found: set[str] = set()
    for first in range(0, len(wanted), PAGE):
        some = wanted[first : first + PAGE]
        parameters = {"id_list": ",".join(some), "start": "0", "max_results": str(len(some))}
        # By what is asked for: once some papers are known, a page is of others.
        key = hashlib.sha256(parameters["id_list"].encode()).hexdigest()[:16]
        found.update(pages.take(key, request.name, parameters, _checker(0)).ids)
        on_taken(len(found), len(wanted))
    missing = [each for each in wanted if each not in found]
    shown = ", ".join(missing[:10]) + (" ..." if missing[10:] else "")
    return Taken(len(found), (f"arXiv has no paper {shown}.",) if missing else ())


def _checker(start: int) -> Callable[[bytes], Reply]:
    def check(body: bytes) -> Reply:
        reply = reply_of(body)
        if not reply.ids and reply.total > start:
            raise BrokenReply(f"an empty page, although {reply.total - start} papers should follow")
        return reply

    return check


def reply_of(body: bytes) -> Reply:
    """Return what a reply of the API holds.

    Raises:
        BrokenReply: it is no whole feed of the API.
        Refused: it is a feed that tells an error.
    """
    source = Source.from_bytes("the reply", body)
    ids = []
    try:
        for entry in xml_entries(source, ("entry",)):
            if _ERRORS in entry.text("id"):
                said = " ".join(entry.text("summary").split())[:200].rstrip(".")
                raise Refused(said or "it does not say why")
            if found := arxiv_id(entry.text("id")):
                ids.append(found)
    except SourceError as error:
        raise BrokenReply(_kind(body)) from error
    total = _TOTAL.search(body)
    if total is None:
        raise BrokenReply(_kind(body))
    return Reply(tuple(ids), int(total[1]))


def _kind(body: bytes) -> str:
    start = body[:500].lstrip().lower()
    if not start:
        return "an empty reply"
    if start.startswith(b"<!doctype html") or b"<html" in start:
        return "a web page instead of a feed"
    return "a feed that is damaged or cut off"
