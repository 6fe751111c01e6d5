"""Whether the library holds an answer at all, decided before anything is said.

Two logistic models over signals that fail in different ways. One tells whether a paper bears on the
question; the other, where the question wants the value of something ("which optimizer", "how many
annotators"), whether the paper tells it: however well all else fits, a value that is not told is no
answer. Their weights were fitted by ``python -m bench.gate`` on questions over five libraries of
different fields, and checked on each library with weights from the others; see
docs/decisions/0010-gate.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from paperchat.answering.signals import Signals


@dataclass(frozen=True, slots=True)
class Term:
    """One signal in the sum that a model takes."""

    name: str
    value: float
    weight: float

    @property
    def contribution(self) -> float:
        """What it adds to the log-odds."""
        return self.weight * self.value


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model: ``bias`` and the ``weights`` of signals sum to log-odds.

    ``bar`` is the confidence from which it speaks for answering.
    """

    bias: float
    weights: tuple[tuple[str, float], ...]
    bar: float

    def terms(self, signals: Signals) -> tuple[Term, ...]:
        """Return the signals that are weighed; with the bias they sum to the log-odds."""
        return tuple(
            Term(name, float(getattr(signals, name)), weight) for name, weight in self.weights
        )

    def confidence(self, signals: Signals) -> float:
        """Return how likely the model takes it to be so, 0 to 1."""
        score = self.bias + sum(term.contribution for term in self.terms(signals))
        return 1 / (1 + math.exp(-score))


BEARS = Model(
    bias=-10.97,
    weights=(
        ("support", 9.22),
        ("weakest", 1.64),
        ("joint", -3.97),
        ("unmet", -1.35),
        ("strangers", -0.85),
        ("cosine", 1.32),
        ("around", 5.25),
        ("words", 0.54),
        ("leads", 0.49),
        ("defines", -0.66),
        ("untold", -3.47),
        ("valued", 3.06),
        ("named", 1.33),
    ),
    bar=0.18,
)
"""Whether a paper bears on the question."""

TELLS = Model(
    bias=-4.60,
    weights=(
        ("support", 6.93),
        ("joint", -3.23),
        ("spoken", 1.41),
        ("seldom", -4.30),
        ("counts", -0.80),
        ("counted", 4.94),
        ("figure", 3.82),
        ("untold", -2.30),
        ("named", -0.96),
    ),
    bar=0.65,
)
"""Whether it tells the value of the attribute that is asked for."""

OPEN_AT = BEARS.bar
"""Confidence from which a paper bears on something."""


def confidence(signals: Signals) -> float:
    """Return how likely the library bears on the question, 0 to 1."""
    return BEARS.confidence(signals)


def tells(signals: Signals) -> bool:
    """Tell whether the value that is asked for, if any, seems to be told."""
    return not signals.attribute or TELLS.confidence(signals) >= TELLS.bar


def opens(signals: Signals) -> bool:
    """Tell whether to answer."""
    return signals.role_found and confidence(signals) >= OPEN_AT and tells(signals)
