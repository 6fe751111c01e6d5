"""Figures of many papers, computed by the database: how many, from when, by how many authors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Literal

from sqlalchemy import Connection, Select, func, select

from paperchat.library.filters import Condition, to_sql
from paperchat.library.rows import to_paper
from paperchat.library.tables import papers
from paperchat.types import Paper

Measure = Literal["published", "author_count"]
"""What papers can be ordered by."""

_MOST_TIED = 100


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of some papers: ``months`` counts the dated ones by (year, month), in order.

    ``author_counts`` are the known numbers of authors, ascending.
    """

    count: int
    months: tuple[tuple[int, int, int], ...]
    author_counts: tuple[int, ...]

    @property
    def dated(self) -> int:
        """The number of papers with a date."""
        return sum(count for _, _, count in self.months)

    def years(self) -> dict[int, int]:
        """Return how many papers are of each year."""
        found: dict[int, int] = {}
        for year, _, count in self.months:
            found[year] = found.get(year, 0) + count
        return found

    def mean_authors(self) -> float:
        """Return the mean number of authors; some have to be known."""
        return sum(self.author_counts) / len(self.author_counts)

    def median_authors(self) -> float:
        """Return the median number of authors; some have to be known."""
        return float(median(self.author_counts))


@dataclass(frozen=True, slots=True)
class Ranked:
    """The first papers by a measure; ``ties`` counts further ones that equal the last of them."""

    papers: tuple[Paper, ...]
    ties: int
    unknown: int
    """Papers whose measure is not known."""


def figures_of(found: Sequence[Paper]) -> Figures:
    """Return the figures of papers that are at hand."""
    dates = [(paper.published.year, paper.published.month) for paper in found if paper.published]
    return Figures(
        count=len(found),
        months=tuple((*month, dates.count(month)) for month in sorted(set(dates))),
        author_counts=tuple(sorted(p.author_count for p in found if p.author_count is not None)),
    )


def read_figures(connection: Connection, conditions: Sequence[Condition]) -> Figures:
    """Return the figures of the papers that meet all conditions."""
    met = [to_sql(condition) for condition in conditions]
    by_day = connection.execute(
        select(papers.c.published, func.count()).where(*met).group_by(papers.c.published)
    )
    days = {row[0]: row[1] for row in by_day}
    months: dict[tuple[int, int], int] = {}
    for day, count in days.items():
        if day is not None:
            months[day.year, day.month] = months.get((day.year, day.month), 0) + count
    by_authors = connection.execute(
        select(papers.c.author_count, func.count())
        .where(*met, papers.c.author_count.is_not(None))
        .group_by(papers.c.author_count)
        .order_by(papers.c.author_count)
    )
    return Figures(
        count=sum(days.values()),
        months=tuple((*month, months[month]) for month in sorted(months)),
        author_counts=tuple(value for value, count in by_authors for _ in range(count)),
    )


def read_ranked(
    connection: Connection,
    measure: Measure,
    conditions: Sequence[Condition],
    limit: int | None,
    *,
    largest: bool,
) -> Ranked:
    """Return the papers with the largest or smallest ``measure``.

    They are ``limit`` many, or, without a limit, all that share the first place, 100 at most.
    """
    column = papers.c[measure]
    met = [to_sql(condition) for condition in conditions]
    known = select(papers).where(*met, column.is_not(None))
    order = column.desc() if largest else column.asc()
    first = connection.execute(known.order_by(order, papers.c.number).limit(limit or 1)).all()
    if not first:
        everything = select(func.count()).select_from(papers).where(*met)
        return Ranked((), 0, _count(connection, everything))
    last = getattr(first[-1], measure)
    level = known.where(column == last)
    if limit is None:
        first = connection.execute(level.order_by(papers.c.number).limit(_MOST_TIED)).all()
    of_level = _count(connection, select(func.count()).select_from(level.subquery()))
    listed = sum(1 for row in first if getattr(row, measure) == last)
    unknown = _count(
        connection, select(func.count()).select_from(papers).where(*met, column.is_(None))
    )
    return Ranked(tuple(to_paper(row) for row in first), of_level - listed, unknown)


def ranked(found: Sequence[Paper], measure: Measure, limit: int | None, *, largest: bool) -> Ranked:
    """Return the same as :func:`read_ranked`, of papers that are at hand."""
    known = [(value, paper) for paper in found if (value := _value(paper, measure)) is not None]
    unknown = len(found) - len(known)
    if not known:
        return Ranked((), 0, unknown)
    known.sort(key=lambda pair: pair[0], reverse=largest)
    last = known[min(limit or 1, len(known)) - 1][0]
    reach = limit or min(sum(1 for value, _ in known if value == last), _MOST_TIED)
    ties = sum(1 for value, _ in known[reach:] if value == last)
    return Ranked(tuple(paper for _, paper in known[:reach]), ties, unknown)


def _value(paper: Paper, measure: Measure) -> int | None:
    if measure == "author_count":
        return paper.author_count
    day: date | None = paper.published
    return None if day is None else day.toordinal()


def _count(connection: Connection, query: Select[int]) -> int:
    return connection.scalar(query) or 0
