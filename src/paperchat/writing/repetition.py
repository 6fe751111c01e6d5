"""Noticing that a model has begun to repeat itself."""

from __future__ import annotations

from collections import Counter

from paperchat.text.folding import fold

_SAME_SENTENCE = 3
_TAIL = 40
_SAME_TAIL = 6
_LONG = 400
"""Characters of one sentence from which repetition within it is looked for."""


class Repetition:
    """Watches sentences, and the one in the making."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def heard(self, sentence: str) -> bool:
        """Note a finished sentence; true once the same one has come too often."""
        key = " ".join(fold(sentence).split())
        self._seen[key] += 1
        return self._seen[key] >= _SAME_SENTENCE

    @staticmethod
    def within(text: str) -> bool:
        """Tell whether an unfinished sentence goes round in circles."""
        return len(text) >= _LONG and text.count(text[-_TAIL:]) >= _SAME_TAIL
