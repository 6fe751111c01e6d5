"""Setting the records of papers against each other: which is newer, are both of one year."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from paperchat.answering.catalogue_answer import counted_authors, date_of
from paperchat.answering.catalogue_forms import Wanted
from paperchat.types import Paper

_SAME: dict[Wanted, tuple[str, Callable[[Paper], tuple[int, ...]]]] = {
    "same_year": ("year", lambda paper: _day(paper)[:1]),
    "same_month": ("month", lambda paper: _day(paper)[:2]),
    "same_day": ("day", lambda paper: _day(paper)[:3]),
}


def compose_order(wanted: Wanted, papers: Sequence[Paper]) -> str | None:
    """Say which paper is newer or older, or has more or fewer authors; None if nobody knows."""
    by_date = wanted in ("newer_of", "older_of")
    if len(papers) == 1:
        fact = date_of(papers[0]) if by_date else counted_authors(papers[0])
        return f"“{papers[0].title}” is the only paper spoken of ({fact})."
    known = [p for p in papers if (p.published if by_date else p.author_count) is not None]
    if len(known) < 2:
        return None
    values = [_day(paper) if by_date else (paper.author_count or 0,) for paper in known]
    best = max(values) if wanted in ("newer_of", "more_authors_of") else min(values)
    winners = [paper for paper, value in zip(known, values, strict=True) if value == best]
    facts = [date_of(paper) if by_date else counted_authors(paper) for paper in known]
    listed = "; ".join(f"“{paper.title}”: {fact}" for paper, fact in zip(known, facts, strict=True))
    silent = _unknown(papers, known, "date" if by_date else "number of authors")
    if len(winners) == len(known):
        what = "have the same date" if by_date else "have equally many authors"
        return f"Neither: they {what} ({listed}).{silent}"
    word = {
        "newer_of": "newer" if len(known) == 2 else "newest",
        "older_of": "older" if len(known) == 2 else "oldest",
        "more_authors_of": "the one with more authors",
        "fewer_authors_of": "the one with fewer authors",
    }[wanted]
    names = " and ".join(f"“{paper.title}”" for paper in winners)
    verb = "is" if len(winners) == 1 else "are"
    return f"{names} {verb} {word} ({listed}).{silent}"


def compose_same(wanted: Wanted, papers: Sequence[Paper]) -> str | None:
    """Say whether papers are of the same year, month or day; None if their dates are not known."""
    known = [paper for paper in papers if paper.published is not None]
    if len(known) < 2:
        return None
    unit, part = _SAME[wanted]
    listed = "; ".join(f"“{paper.title}”: {date_of(paper)}" for paper in known)
    same = len({part(paper) for paper in known}) == 1
    answer = f"Yes, the same {unit}" if same else f"No, not the same {unit}"
    return f"{answer} ({listed}).{_unknown(papers, known, 'date')}"


def _unknown(papers: Sequence[Paper], known: Sequence[Paper], what: str) -> str:
    missing = [f"“{paper.title}”" for paper in papers if paper not in known]
    return f" No {what} is known of {' and '.join(missing)}." if missing else ""


def _day(paper: Paper) -> tuple[int, ...]:
    day = paper.published
    return (day.year, day.month, day.day) if day else ()
