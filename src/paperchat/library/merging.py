"""Recognising a record as a paper we have, and joining what two sources say about it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from paperchat.text.folding import fold
from paperchat.text.identity import slug, title_key
from paperchat.types import Paper, Record

_PLAIN_ID = re.compile(r"[\w.:/+-]{1,120}")
_WORD = re.compile(r"\w{4,}")
_ALIKE = 0.4
"""Words that two versions of one abstract share: 0.5 and more in 99 of 100 of the pairs that two
conference lists hold, and below 0.36 in each of 20,000 pairs of different papers."""

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
        keys.append(arxiv_key(record.arxiv_id))
    if record.doi:
        keys.append(f"doi:{record.doi.casefold()}")
    keys.append(f"title:{title_key(record.title)}")
    return tuple(keys)


def arxiv_key(arxiv_id: str) -> str:
    """Return the name under which the paper with this arXiv id is known."""
    return f"arxiv:{arxiv_id}"


def same_paper(key: str, record: Record, paper: Paper, record_id: str | None) -> bool:
    """Tell whether ``record`` is ``paper``, with which it shares ``key``.

    An arXiv id or a DOI settles it, but a paper may have several DOIs: that of its preprint, and
    that of the journal. A source's own numbers mean something within that source only: another one
    may use the same number for another paper, and another number for this one.
    ``record_id`` is the number under which the paper first came.
    """
    kind = key.partition(":")[0]
    if kind in ("arxiv", "doi"):
        return True
    if _differ(record.arxiv_id, paper.arxiv_id) or (
        _differ(record.doi, paper.doi) and not _alike(record.text, paper.text)
    ):
        return False
    if kind == "id":
        if record.source == paper.source or title_key(record.title) == title_key(paper.title):
            return True
        return _alike(record.text, paper.text)
    if record.record_id and record_id and record.record_id != record_id:
        return record.source != paper.source and _alike(record.text, paper.text)
    return True


def _differ(left: str | None, right: str | None) -> bool:
    return bool(left and right and left.casefold() != right.casefold())


def _alike(left: str, right: str) -> bool:
    one, other = (frozenset(_WORD.findall(fold(text))) for text in (left, right))
    return len(one & other) >= _ALIKE * min(len(one), len(other)) > 0


def new_paper_id(record: Record, taken: Iterable[str]) -> str:
    """Return an id for a paper not yet known: the source's own, its arXiv id, or its title."""
    given = record.record_id if _PLAIN_ID.fullmatch(record.record_id or "") else None
    wanted = given or record.arxiv_id or slug(record.title)
    used = set(taken)
    paper_id, copy = wanted, 2
    while paper_id in used:
        paper_id, copy = f"{wanted}-{copy}", copy + 1
    return paper_id


def leads(paper: Paper, record: Record, *, settled: bool) -> bool:
    """Tell whether what ``record`` says counts more than what the library says of ``paper``.

    The authors' abstract beats a digest. Of two texts of one kind the longer one counts, which is
    the whole one where another source cuts it off; but the source of the library's own text may
    correct it at any length. In one run only the first record of a source counts (``settled``
    tells that there was one), else those that differ would take turns at every run.
    """
    if record.text_kind != paper.text_kind:
        return record.text_kind == "abstract"
    if settled:
        return False
    return record.source == paper.source or len(record.text) > len(paper.text)


def merged(paper: Paper, record: Record, *, leading: bool) -> Paper:
    """Return ``paper`` with what ``record`` adds; it only fills gaps unless it is ``leading``."""
    changes: dict[str, object] = {}
    for name in _FILLED:
        old, new = getattr(paper, name), getattr(record, name)
        if new is not None and (leading or old is None):
            changes[name] = new
    if record.authors and (leading or not paper.authors):
        changes["authors"] = record.authors
        changes.setdefault("author_count", record.author_count or len(record.authors))
    said = (record.title, record.text, record.text_kind)
    if leading and said != (paper.title, paper.text, paper.text_kind):
        changes |= {
            "title": record.title,
            "text": record.text,
            "text_kind": record.text_kind,
            "source": record.source,
        }
    return dataclasses.replace(paper, **changes)  # type: ignore[arg-type]  # names checked above
