"""How likely a paper is on a topic: from the words it shares, where they stand, and its meaning."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from paperchat.retrieval.wording import Wording
from paperchat.types import Paper

# A logistic regression over 40 topics whose papers were judged by hand in two libraries, of 48 and
# 320 papers; see docs/decisions/0004-retrieval.md.
_BIAS = -8.1
_ONE_WORD = 0.88
_PHRASE_IN_TITLE = 1.68
_IN_TITLE = 2.79
_HELD = 0.45
_CENTRAL = 1.79
_TOGETHER = 2.52
_AGAIN = 0.71
_COSINE = -0.97
_RELATIVE_COSINE = 4.79

_OFTEN = 3
"""Times the words of a topic stand together after which more of them tell nothing new."""

_SLACK = 2
"""Other words that may stand between those of a topic."""

_UNKNOWN_COSINE, _UNKNOWN_RELATIVE = 0.4, 0.8
"""Taken for every paper while a library has no vectors yet."""

_FAR = 0.2
"""A cosine at which a paper has nothing to do with a topic, even if it is the nearest one."""

_SHORTEST_KIN = 5

Tokens = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class TopicScore:
    """Scores papers for one topic.

    ``forms`` find its wording in a text, ``weights`` give the rarity of each of its index terms,
    ``nearest`` is the cosine of the nearest paper (null without vectors), ``tokens`` reads a text.
    """

    forms: Sequence[Wording]
    weights: Mapping[str, float]
    nearest: float | None
    tokens: Tokens

    def of(self, paper: Paper, cosine: float | None) -> float:
        """Return how likely ``paper`` is on the topic, 0 to 1."""
        title = self._read(paper.title)
        text = self._read(paper.text)
        uses = Counter(title) + Counter(text)
        near, times = self._together(title)
        near_in_text, times_in_text = self._together(text)
        absolute, relative = _UNKNOWN_COSINE, _UNKNOWN_RELATIVE
        if self.nearest is not None:
            absolute = max(cosine or 0.0, 0.0)
            relative = min(absolute / max(self.nearest, _FAR), 1.0)
        score = (
            _BIAS
            + _ONE_WORD * (len(self.weights) == 1)
            + _PHRASE_IN_TITLE * any(form.find(paper.title) for form in self.forms)
            + _IN_TITLE * self._share(set(title))
            + _HELD * self._share(set(uses))
            + _CENTRAL * self._share({t for t in uses if uses[t] > 1 or t in title})
            + _TOGETHER * max(near, near_in_text)
            + _AGAIN * min(times + times_in_text, _OFTEN) / _OFTEN
            + _COSINE * absolute
            + _RELATIVE_COSINE * relative
        )
        return 1 / (1 + math.exp(-score))

    def _read(self, text: str) -> list[str]:
        """Return the index terms of a text; for a topic of one word, kin count as that word."""
        found = self.tokens(text)
        if len(self.weights) != 1:
            return found
        (own,) = self.weights
        return [own if _akin(own, token) else token for token in found]

    def _share(self, held: set[str]) -> float:
        total = sum(self.weights.values())
        return sum(w for token, w in self.weights.items() if token in held) / total if total else 0

    def _together(self, found: Sequence[str]) -> tuple[float, int]:
        """Return the largest share of the words that stand together, and how often all do."""
        places = [(at, token) for at, token in enumerate(found) if token in self.weights]
        width = len(self.weights) + _SLACK
        best, times = 0.0, 0
        for first, (start, _) in enumerate(places):
            window = {token for at, token in places[first : first + width] if at - start < width}
            best = max(best, self._share(window))
            times += len(window) == len(self.weights)
        return best, times


def _akin(one: str, other: str) -> bool:
    """Tell whether one index term begins the other: "financ" and "financi"."""
    if one == other:
        return True
    long_enough = min(len(one), len(other)) >= _SHORTEST_KIN
    return long_enough and (one.startswith(other) or other.startswith(one))
