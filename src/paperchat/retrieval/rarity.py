"""How rare words are in a library: what tells its papers apart, and what is everywhere."""

from __future__ import annotations

import math
from collections.abc import Sequence

from paperchat.library.library import Library

_WIDESPREAD = 0.4
"""Share of the papers from which on a word tells little."""
_SMALL = 12
"""Papers below which shares mean little: nothing is widespread."""


class Rarity:
    """Weighs words by how few papers of a library use them; made anew for each answer."""

    def __init__(self, library: Library) -> None:
        self._lexical = library.lexical
        self._known: dict[str, float] = {}

    def of(self, words: Sequence[str]) -> list[float]:
        """Return the BM25 idf of each word, 0 for what is no word; of a compound its rarest."""
        new = [word for word in dict.fromkeys(words) if word not in self._known]
        if new:
            tokens = {word: self._lexical.tokens(word) for word in new}
            every = {token for found in tokens.values() for token in found}
            weights = self._lexical.inverse_frequencies(every)
            for word, found in tokens.items():
                self._known[word] = max((weights[token] for token in found), default=0.0)
        return [self._known[word] for word in words]

    def floor(self) -> float:
        """Return the idf of a word that is widespread."""
        return -math.log(_WIDESPREAD) if self._lexical.count() >= _SMALL else 0.0
