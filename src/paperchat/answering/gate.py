"""Whether the library holds an answer at all, decided before anything is said.

Signals that fail in different ways are joined: similarity of meaning is fooled by questions that
sound like a paper, shared rare words by questions that use a paper's words for another matter.
Chosen on data, see docs/decisions/0005-answers.md.
"""

from __future__ import annotations

import math

from paperchat.answering.evidence import Signals

_BIAS = -7.0
_COSINE = 9.0
_COVERAGE = 5.0

# A question about a paper we have: is what it asks for in one of its sentences?
_DETAIL_BIAS = -7.6
_DETAIL_COSINE = 5.0
_DETAIL_SENTENCE = 4.5
_DETAIL_PAPER = 4.0

OPEN_AT = 0.5


def confidence(signals: Signals) -> float:
    """Return how likely the library bears on the question, 0 to 1."""
    if signals.named:
        score = (
            _DETAIL_BIAS
            + _DETAIL_COSINE * signals.cosine
            + _DETAIL_SENTENCE * signals.sentence_coverage
            + _DETAIL_PAPER * signals.coverage
        )
    else:
        cosine = max(signals.cosine, signals.paper_cosine)
        score = _BIAS + _COSINE * cosine + _COVERAGE * signals.coverage
    return 1 / (1 + math.exp(-score))


def opens(signals: Signals) -> bool:
    """Tell whether to answer."""
    return signals.role_found and confidence(signals) >= OPEN_AT
