"""Which numbers of a written sentence the cited passages do not bear out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from paperchat.text.terms import terms
from paperchat.verification.quantities import (
    Quantity,
    loose_numbers,
    plain_numbers,
    quantities,
)

_TOLERANCE = 1e-6
_SHARE = ("%", "points")
_COUNTED_WITHIN = 60
_COUNTED_WORDS = 3
_LARGEST_COUNT = 12
"""A count in words up to this may be the writer's own: "two data sets" for "A and B"."""


@dataclass(frozen=True, slots=True)
class PassageNumbers:
    """The numbers of a passage: as stated, and the digits that stand in its names and the like."""

    stated: tuple[Quantity, ...]
    loose: frozenset[float]

    def bear_out(self, written: Quantity) -> bool:
        """Tell whether the passage has a number that ``written`` may stand for."""
        if any(_agree(written, stated) for stated in self.stated):
            return True
        return written.unit not in ("%", "times") and written.raw in self.loose


@lru_cache(maxsize=4096)
def passage_numbers(text: str) -> PassageNumbers:
    """Read the numbers of a passage."""
    stated = quantities(text)
    return PassageNumbers(stated, loose_numbers(text) - {quantity.raw for quantity in stated})


def unbacked_numbers(written: str, passages: Sequence[str]) -> tuple[Quantity, ...]:
    """Return the numbers of ``written`` that none of the passages has, in order."""
    sources = [passage_numbers(passage) for passage in passages]
    return tuple(
        quantity
        for quantity in quantities(written)
        if not any(source.bear_out(quantity) for source in sources)
    )


def may_be_counted(quantity: Quantity, written: str, passages: Sequence[str]) -> bool:
    """Tell whether the writer may have counted: "three methods" where no passage counts them."""
    if not quantity.in_words or quantity.unit or quantity.value > _LARGEST_COUNT:
        return False
    counted = _counted(quantity, plain_numbers(written))
    return not any(
        counted & _counted(stated, plain_numbers(passage))
        for passage in passages
        for stated in passage_numbers(passage).stated
        if not stated.unit
    )


def _counted(quantity: Quantity, plain: str) -> frozenset[str]:
    """Return the stems of what a number counts."""
    start = quantity.place[1]
    after = terms(plain[start : start + _COUNTED_WITHIN])
    return frozenset([term.stem for term in after if not term.is_stop][:_COUNTED_WORDS])


def _agree(written: Quantity, stated: Quantity) -> bool:
    if written.sign and stated.sign and written.sign != stated.sign:
        return False
    if _units_agree(written, stated) and _values_agree(written, stated):
        return True
    if written.unit == "%" and not stated.unit and stated.value <= 1:
        return _values_agree(written, replace(stated, value=stated.value * 100, unit="%"))
    if not written.unit and written.value < 1 and stated.unit == "%":
        return _close(written.value * 100, stated.value)
    halves = {("%", 50.0): ("times", 2.0), ("times", 2.0): ("%", 100.0)}
    if written.in_words and (written.unit, written.value) in halves:
        return (stated.unit, stated.value) == halves[written.unit, written.value]
    return False


def _units_agree(written: Quantity, stated: Quantity) -> bool:
    """Tell whether two units may be the same one, where one of them may be left unsaid."""
    if written.unit == stated.unit or {written.unit, stated.unit} == set(_SHARE):
        return True
    if not stated.unit:
        return written.unit not in ("%", "times") or _is_score(stated)
    if not written.unit:
        return stated.unit not in ("%", "times") or _is_score(written)
    return False


def _is_score(quantity: Quantity) -> bool:
    """Tell whether a number without unit looks like a score, whose per-cent sign is optional."""
    return quantity.step < 1 and quantity.value <= 100


def _values_agree(written: Quantity, stated: Quantity) -> bool:
    """Compare values; what is written with a hedge may be rounded."""
    same_unit = written.unit == stated.unit
    value, other = (written.value, stated.value) if same_unit else (written.raw, stated.raw)
    if _close(value, other):
        return True
    step = written.step * (value / written.value if written.value else 1.0)
    room = abs(other - value) < step * (1 + _TOLERANCE)
    if written.hedge == "about":
        return room
    if written.hedge == "over":
        return room and other > value
    if written.hedge == "under":
        return room and other < value
    return written.in_words and written.unit == "%" and room


def _close(left: float, right: float) -> bool:
    return math.isclose(left, right, rel_tol=_TOLERANCE, abs_tol=1e-12)
