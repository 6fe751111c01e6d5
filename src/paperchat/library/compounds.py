"""Compounds, which are written in one, with a hyphen or in two: "finetuning", "fine-tuning"."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise, takewhile

from paperchat.text.folding import fold
from paperchat.text.stopwords import STOP_WORDS

_WORD = re.compile(r"[^\W_]+")
_FIRST, _SECOND = 2, 4
"""Letters of the parts of a compound, at least: "re-ranking", "jail-break"."""
_JOINT = r"[\s\-‐‑–]{1,2}"
_MOST = 4
"""Ways to part the words of one search that are tried."""


def joined(words: str) -> list[tuple[str, str]]:
    """Return each two neighbours among ``words`` that may be one compound."""
    return [
        (left, right)
        for left, right in pairwise(_WORD.findall(words))
        if len(left) >= _FIRST and not {fold(left), fold(right)} & STOP_WORDS
    ]


def parted(
    words: str, is_begun: Callable[[str], bool], stem: Callable[[str], str]
) -> list[tuple[str, re.Pattern[str]]]:
    """Return ``words`` with one of them in two parts, for each that may be a compound.

    ``is_begun`` tells whether any word begins like this, and ``stem`` gives the index term of one.
    Beside each stands the pattern that a folded text has to hold, as the parts may stand apart in
    it.
    """
    found: list[tuple[str, re.Pattern[str]]] = []
    for match in _WORD.finditer(words):
        for left, right in _parts(fold(match[0])):
            if is_begun(right) and is_begun(left):
                way = f"{words[: match.start()]}{left}-{right}{words[match.end() :]}"
                # Beside "fine" stand "tune", "tuned" and "tuning", whichever was looked for.
                begun = _shared(right, stem(right)).removesuffix("e") or right
                found.append((way, re.compile(rf"\b{left}{_JOINT}{begun}")))
    return found[:_MOST]


def _shared(one: str, other: str) -> str:
    """Return the letters with which both words begin."""
    pairs = zip(one, other, strict=False)
    return "".join(letter for letter, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _parts(word: str) -> list[tuple[str, str]]:
    if not word.isalpha():
        return []
    places = range(_FIRST, len(word) - _SECOND + 1)
    parts = [(word[:place], word[place:]) for place in places]
    return [both for both in parts if not STOP_WORDS & set(both)]
