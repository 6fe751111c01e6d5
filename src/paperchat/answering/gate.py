"""Whether the library holds an answer at all, decided before anything is said.

A logistic model over signals that fail in different ways. Its weights were fitted by
``python -m bench.gate`` on questions over four libraries of different fields, and checked on each
library with weights from the other three; see docs/decisions/0010-gate.md.
"""

from __future__ import annotations

import math

from paperchat.answering.signals import Signals

_BIAS = -12.2
_WEIGHTS = {
    "support": 6.3,
    "weakest": 2.3,
    "specifics": 0.52,
    "cosine": 2.7,
    "figure": 1.2,
    "counted": 4.3,
    "sort": 1.65,
    "untold": -2.7,
    "named": 0.9,
}
OPEN_AT = 0.5


def confidence(signals: Signals) -> float:
    """Return how likely the library bears on the question, 0 to 1."""
    score = _BIAS + sum(weight * float(getattr(signals, name)) for name, weight in _WEIGHTS.items())
    return 1 / (1 + math.exp(-score))


def opens(signals: Signals) -> bool:
    """Tell whether to answer."""
    return signals.role_found and confidence(signals) >= OPEN_AT
