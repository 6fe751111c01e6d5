"""Filters that keep about so many of a library's papers, found among those that people use."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from paperchat.library.catalogue import Catalogue
from paperchat.library.filters import Condition, parse_condition

SHARES = (0.75, 0.1, 0.01, 0.001)
"""Of the papers, that a filter is wanted to keep."""
_AUTHORS = 30
"""Names tried, from the most frequent one to the rare ones."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions that keep about ``wanted`` (a share) of the papers."""

    wanted: float
    conditions: tuple[Condition, ...]

    @property
    def name(self) -> str:
        """A name for it that holds for libraries of the same kind of papers."""
        return f"about {self.wanted:g}"

    def __str__(self) -> str:
        return ", ".join(map(str, self.conditions))


def filters_for(catalogue: Catalogue) -> tuple[Filter, ...]:
    """Return for each of ``SHARES`` the filter that comes nearest to it; none below one paper."""
    total = catalogue.count()
    counted = {asked: catalogue.count(asked) for asked in _candidates(catalogue)}
    found: list[Filter] = []
    for share in SHARES:
        if total * share >= 1:
            wanted = total * share
            nearest = min(counted, key=lambda asked: _distance(counted[asked], wanted))
            found.append(Filter(share, nearest))
    return tuple(found)


def _distance(count: int, wanted: float) -> float:
    return abs(math.log(count / wanted)) if count else math.inf


def _candidates(catalogue: Catalogue) -> Iterator[tuple[Condition, ...]]:
    figures = catalogue.figures()
    code = parse_condition("code=yes")
    yield (code,)
    for year in sorted(figures.years()):
        for sign in (">=", "="):
            condition = parse_condition(f"year{sign}{year}")
            yield (condition,)
            yield condition, code
    for year, month, _ in figures.months:
        yield (parse_condition(f"published>={year}-{month:02}"),)
    for name in _authors(catalogue):
        yield (parse_condition(f"author={name}"),)


def _authors(catalogue: Catalogue) -> Iterator[str]:
    names = Counter(
        name
        for batch in catalogue.all_papers()
        for paper in batch
        for name in dict.fromkeys(paper.authors)
        if " " in name and name.replace(" ", "").isalpha()
    )
    ranked = [name for name, _ in names.most_common()]
    ranks = {round(len(ranked) ** (step / _AUTHORS)) for step in range(_AUTHORS)}
    yield from (ranked[rank - 1] for rank in sorted(ranks) if 0 < rank <= len(ranked))
