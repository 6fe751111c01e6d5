"""Figures of many papers, computed by the database: how many, from when, by how many authors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Literal

from sqlalchemy import Connection, Select, func, select

from paperchat.library.filters import Condition, to_sql
from paperchat.library.rows import to_paper
from paperchat.library.tables import papers
from paperchat.text.dates import month_is_known
from paperchat.types import Paper

Measure = Literal["published", "author_count"]
"""What papers can be ordered by."""

_MOST_TIED = 100


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of some papers: ``months`` counts them by (year, month), in order, where it is known.

    ``years_alone`` counts those of which only the year is known by year, in order, and
    ``author_counts`` are the known numbers of authors, ascending.
    """

    count: int
    months: tuple[tuple[int, int, int], ...]
    author_counts: tuple[int, ...]
    years_alone: tuple[tuple[int, int], ...] = ()

    @property
    def by_year_only(self) -> int:
        """The number of papers of which only the year is known."""
        return sum(count for _, count in self.years_alone)

    @property
    def dated(self) -> int:
        """The number of papers with a date."""
        return self.by_year_only + sum(count for _, _, count in self.months)

    def years(self) -> dict[int, int]:
        """Return how many papers are of each year, in order."""
        found: Counter[int] = Counter(dict(self.years_alone))
        for year, _, count in self.months:
            found[year] += count
        return dict(sorted(found.items()))

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
    days = Counter(paper.published for paper in found)
    counts = tuple(sorted(p.author_count for p in found if p.author_count is not None))
    return _figures(days, counts)


def _figures(days: Mapping[date | None, int], author_counts: tuple[int, ...]) -> Figures:
    """Return the figures of papers by the number that each day has."""
    months: Counter[tuple[int, int]] = Counter()
    years: Counter[int] = Counter()
    for day, count in days.items():
        if day is None:
            continue
        if month_is_known(day):
            months[day.year, day.month] += count
        else:
            years[day.year] += count
    return Figures(
        count=sum(days.values()),
        months=tuple((*month, count) for month, count in sorted(months.items())),
        author_counts=author_counts,
        years_alone=tuple(sorted(years.items())),
    )


def read_figures(connection: Connection, conditions: Sequence[Condition]) -> Figures:
    """Return the figures of the papers that meet all conditions."""
    met = [to_sql(condition) for condition in conditions]
    by_day = connection.execute(
        select(papers.c.published, func.count()).where(*met).group_by(papers.c.published)
    )
    days = {row[0]: row[1] for row in by_day}
    by_authors = connection.execute(
        select(papers.c.author_count, func.count())
        .where(*met, papers.c.author_count.is_not(None))
        .group_by(papers.c.author_count)
        .order_by(papers.c.author_count)
    )
    return _figures(days, tuple(value for value, count in by_authors for _ in range(count)))


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
