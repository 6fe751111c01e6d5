"""Whether the library holds an answer at all, decided before anything is said.

A logistic model over signals that fail in different ways. Its weights were fitted by
``python -m bench.gate`` on questions over four libraries of different fields, and checked on each
library with weights from the other three; see docs/decisions/0010-gate.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from paperchat.answering.signals import Signals

_BIAS = -15.5
_WEIGHTS = {
    "support": 8.2,
    "weakest": 3.1,
    "specifics": 0.62,
    "cosine": 3.5,
    "figure": 1.9,
    "counted": 5.1,
    "sort": 1.55,
    "untold": -3.6,
    "named": 0.8,
}
OPEN_AT = 0.4
"""Confidence from which to answer: one in twenty answerable questions stays below it."""


@dataclass(frozen=True, slots=True)
class Term:
    """One signal in the sum that the gate takes."""

    name: str
    value: float
    weight: float

    @property
    def contribution(self) -> float:
        """What it adds to the log-odds."""
        return self.weight * self.value


def bias() -> float:
    """Return the log-odds that the signals are added to."""
    return _BIAS


def terms(signals: Signals) -> tuple[Term, ...]:
    """Return the signals that are weighed; with :func:`bias` they sum to the log-odds."""
    return tuple(
        Term(name, float(getattr(signals, name)), weight) for name, weight in _WEIGHTS.items()
    )


def confidence(signals: Signals) -> float:
    """Return how likely the library bears on the question, 0 to 1."""
    score = _BIAS + sum(term.contribution for term in terms(signals))
    return 1 / (1 + math.exp(-score))


def opens(signals: Signals) -> bool:
    """Tell whether to answer."""
    return signals.role_found and confidence(signals) >= OPEN_AT
