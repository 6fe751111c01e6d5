"""Recognising a record as a paper we have, and joining what two sources say about it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from paperchat.text.identity import slug, title_key
from paperchat.types import Paper, Record

_PLAIN_ID = re.compile(r"[\w.:/+-]{1,120}")

_FILLED = (
    "author_count",
    "published",
    "url",
    "code_url",
    "project_url",
    "arxiv_id",
    "doi",
    "comment_count",
)
"""What a later source may add or correct, but never erase."""


def keys_of(record: Record) -> tuple[str, ...]:
    """Return the names under which ``record`` is known, the most telling first."""
    keys = []
    if record.record_id:
        keys.append(f"id:{record.record_id}")
    if record.arxiv_id:
        keys.append(f"arxiv:{record.arxiv_id}")
    if record.doi:
        keys.append(f"doi:{record.doi.casefold()}")
    keys.append(f"title:{title_key(record.title)}")
    return tuple(keys)


def same_paper(record: Record, paper: Paper, record_id: str | None) -> bool:
    """Tell whether two papers of one title may be the same paper.

    Sources that number their records know better than titles: two ids are two papers.
    """
    if record.arxiv_id and paper.arxiv_id:
        return record.arxiv_id == paper.arxiv_id
    return not (record.record_id and record_id) or record.record_id == record_id


def new_paper_id(record: Record, taken: Iterable[str]) -> str:
    """Return an id for a paper not yet known: the source's own, its arXiv id, or its title."""
    given = record.record_id if _PLAIN_ID.fullmatch(record.record_id or "") else None
    wanted = given or record.arxiv_id or slug(record.title)
    used = set(taken)
    paper_id, copy = wanted, 2
    while paper_id in used:
        paper_id, copy = f"{wanted}-{copy}", copy + 1
    return paper_id


def merged(paper: Paper, record: Record) -> Paper:
    """Return ``paper`` with what ``record`` adds; the authors' abstract beats a digest."""
    record_leads = not (paper.text_kind == "abstract" and record.text_kind == "digest")
    changes: dict[str, object] = {}
    for name in _FILLED:
        old, new = getattr(paper, name), getattr(record, name)
        if new is not None and (record_leads or old is None):
            changes[name] = new
    if record.authors and (record_leads or not paper.authors):
        changes["authors"] = record.authors
        changes.setdefault("author_count", record.author_count or len(record.authors))
    if record_leads and (record.title, record.text) != (paper.title, paper.text):
        changes |= {
            "title": record.title,
            "text": record.text,
            "text_kind": record.text_kind,
            "source": record.source,
        }
    return dataclasses.replace(paper, **changes)  # type: ignore[arg-type]  # names checked above
