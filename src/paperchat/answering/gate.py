"""Whether the library holds an answer at all, decided before anything is said.

Signals that fail in different ways are joined: similarity of meaning is fooled by questions that
sound like a paper, shared rare words by questions that use a paper's words for another matter.
Chosen on data, see docs/decisions/0005-answers.md.
"""

from __future__ import annotations

import math

from paperchat.answering.evidence import Signals

_BIAS = -4.9
_COSINE = 7.1
_COVERAGE = 4.6

# A question about a paper we have: does one of its sentences speak of what is asked for?
_DETAIL_BIAS = -4.2
_DETAIL_COSINE = 3.0
_DETAIL_ATTRIBUTE = 3.6
_DETAIL_COVERAGE = 1.5

OPEN_AT = 0.5


def confidence(signals: Signals) -> float:
    """Return how likely the library bears on the question, 0 to 1."""
    if signals.named:
        score = (
            _DETAIL_BIAS
            + _DETAIL_COSINE * signals.cosine
            + _DETAIL_ATTRIBUTE * signals.attribute
            + _DETAIL_COVERAGE * signals.coverage
        )
    else:
        cosine = max(signals.cosine, signals.paper_cosine)
        score = _BIAS + _COSINE * cosine + _COVERAGE * signals.coverage
    return 1 / (1 + math.exp(-score))


def opens(signals: Signals) -> bool:
    """Tell whether to answer."""
    return signals.role_found and confidence(signals) >= OPEN_AT
