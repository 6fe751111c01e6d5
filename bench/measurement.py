"""What a measurement is, and the medians, percentiles and ratios taken from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

from paperchat.evaluation.measures import percentile

Unit = Literal["abstracts/s", "s", "ms"]

FEW = 20
"""Up to so many values, their whole range is told; of more, the middle half."""


@dataclass(frozen=True, slots=True)
class Side:
    """The values of one side; the n-th value of every side of a measurement is one pair."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Measurement:
    """One thing measured on Paperchat and on the alternatives, in pairs.

    ``parts`` are of ours and tell where its time goes; no ratio is taken of them.
    """

    title: str
    unit: Unit
    ours: Side
    others: tuple[Side, ...]
    parts: tuple[Side, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Hold the sides to being pairs."""
        sizes = {len(side.values) for side in (self.ours, *self.others, *self.parts)}
        if len(sizes) != 1 or sizes == {0}:
            raise ValueError(f"the sides of {self.title!r} are no pairs: {sorted(sizes)} values")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report.

    ``speed`` says how many times as fast as this side Paperchat is (below 1: slower): the median
    over all pairs, with ``speed_low`` and ``speed_high`` around it (the range of up to ``FEW``
    pairs, the quartiles of more). ``speed_p95`` compares the slowest 5 %.
    """

    side: str
    count: int
    median: float
    low: float
    high: float
    p95: float | None = None
    speed: float | None = None
    speed_low: float | None = None
    speed_high: float | None = None
    speed_p95: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A measurement, reduced to what is reported."""

    title: str
    unit: Unit
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = field(default=())


def tabulate(measurement: Measurement) -> Table:
    """Reduce ``measurement`` to medians, ranges and ratios."""
    rows = [_row(measurement.ours)]
    rows += [_row(part) for part in measurement.parts]
    rows += [_compared(measurement, other) for other in measurement.others]
    return Table(measurement.title, measurement.unit, tuple(rows), measurement.notes)


def speeds(unit: Unit, ours: Sequence[float], other: Sequence[float]) -> list[float]:
    """Return how many times as fast as ``other`` ours was, pair by pair."""
    pairs = zip(ours, other, strict=True)
    if unit == "abstracts/s":
        return [mine / theirs for mine, theirs in pairs]
    return [theirs / mine for mine, theirs in pairs]


def _row(side: Side) -> Row:
    low, high = _range(side.values)
    p95 = percentile(side.values, 0.95) if len(side.values) > FEW else None
    return Row(side.name, len(side.values), median(side.values), low, high, p95)


def _compared(measurement: Measurement, other: Side) -> Row:
    row, ours = _row(other), _row(measurement.ours)
    found = speeds(measurement.unit, measurement.ours.values, other.values)
    low, high = _range(found)
    slowest = None
    if row.p95 is not None and ours.p95 is not None:
        slowest = speeds(measurement.unit, [ours.p95], [row.p95])[0]
    return Row(
        side=row.side,
        count=row.count,
        median=row.median,
        low=row.low,
        high=row.high,
        p95=row.p95,
        speed=median(found),
        speed_low=low,
        speed_high=high,
        speed_p95=slowest,
    )


def _range(values: Sequence[float]) -> tuple[float, float]:
    if len(values) <= FEW:
        return min(values), max(values)
    return percentile(values, 0.25), percentile(values, 0.75)
