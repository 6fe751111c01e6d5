"""Whether a sentence speaks of what a question asks for: "learning rate", "how many patients"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from paperchat.library.lexical import LexicalIndex
from paperchat.retrieval.sentence_vectors import SentenceVectors
from paperchat.text.terms import terms

_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?|millions?|"
    r"half|third|quarter|twice|double[sd]?|triple[sd]?|order of magnitude)\b",
    re.IGNORECASE,
)
_UNLIKE, _ALIKE = 0.30, 0.65
"""Cosines of two single words: below, they have nothing to do with each other; above, the same."""


class AttributeFinder:
    """Looks for the words of an attribute, or words like them, in single sentences."""

    def __init__(self, lexical: LexicalIndex, vectors: SentenceVectors) -> None:
        self._lexical = lexical
        self._vectors = vectors

    def found(self, attribute: Sequence[str], texts: Sequence[str], *, figure: bool) -> float:
        """Return how much of ``attribute`` the best of ``texts`` speaks of, 0 to 1.

        With ``figure`` only texts that hold a number count. 1 if there is nothing to look for.
        """
        if not attribute:
            return 1.0
        texts = [text for text in texts if not figure or _NUMBER.search(text)]
        words = [set(self._lexical.tokens(word)) for word in attribute]
        weights = [self._weight(tokens) for tokens in words]
        best = 0.0
        for text in texts:
            held = set(self._lexical.tokens(text))
            shares = [1.0 if tokens & held else 0.0 for tokens in words]
            best = max(best, float(np.average(shares, weights=weights)))
            if best == 1.0:
                return best
        return max([best, *self._alike(attribute, texts, np.array(weights))])

    def _alike(
        self,
        attribute: Sequence[str],
        texts: Sequence[str],
        weights: np.ndarray[tuple[int], np.dtype[np.float64]],
    ) -> list[float]:
        per_text = [
            sorted({term.surface.lower() for term in terms(text) if not term.is_stop})
            for text in texts
        ]
        vocabulary = sorted({word for found in per_text for word in found})
        if not vocabulary:
            return []
        asked = self._vectors.of_texts([word.lower() for word in attribute])
        likeness = asked @ self._vectors.of_texts(vocabulary).T
        likeness = np.clip((likeness - _UNLIKE) / (_ALIKE - _UNLIKE), 0.0, 1.0)
        place = {word: position for position, word in enumerate(vocabulary)}
        return [
            float(np.average(likeness[:, [place[word] for word in found]].max(1), weights=weights))
            for found in per_text
            if found
        ]

    def _weight(self, tokens: set[str]) -> float:
        rarity: Mapping[str, float] = self._lexical.inverse_frequencies(tokens)
        return max(rarity.values(), default=1.0) or 1.0
