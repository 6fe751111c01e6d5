"""What the role model sees of a sentence: words, place, how its neighbours begin and end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*%?|[?:%()©]|https?://|www\.")
_START, _END = "<s>", "</s>"
_FAR = 6
"""Sentences further from an end of the abstract than this are all the same distance away."""

_LONGEST = 10
"""Longer abstracts count as this long: the training data hold none."""


def features_of(texts: Sequence[str]) -> list[list[str]]:
    """Return the names of the features of each sentence of one abstract, in order.

    A name is a kind and a value: ``w=`` a word, ``b=`` two words in a row, ``f=`` the first word
    or two, ``l=`` the last word, ``before:`` and ``after:`` the same of the neighbours, the rest
    place and length. Every number is the word ``0``, every percentage ``0%``. No name is twice in
    a list.
    """
    tokens = [_tokens(text) for text in texts]
    edges = [_edges(words) for words in tokens]
    count = len(texts)
    found = []
    for place, words in enumerate(tokens):
        names = [f"w={word}" for word in set(words)]
        padded = [_START, *words, _END]
        pairs = set(pairwise(padded))
        names += [f"b={left} {right}" for left, right in pairs]
        names += edges[place]
        names += _place(place, count, len(words))
        names += [f"before:{name}" for name in (edges[place - 1] if place else ("none",))]
        names += [
            f"after:{name}" for name in (edges[place + 1] if place + 1 < count else ("none",))
        ]
        found.append(names)
    return found


def _tokens(text: str) -> list[str]:
    words = []
    for token in _TOKEN.findall(text.lower()):
        if token[0].isdigit():
            words.append("0%" if token[-1] == "%" else "0")
        else:
            words.append(token)
    return words


def _edges(words: Sequence[str]) -> tuple[str, ...]:
    if not words:
        return ("f=", "l=")
    if len(words) == 1:
        return (f"f={words[0]}", f"l={words[0]}")
    return (f"f={words[0]}", f"f={words[0]} {words[1]}", f"l={words[-1]}")


def _place(place: int, count: int, length: int) -> tuple[str, ...]:
    """Name the place of a sentence of ``length`` words among ``count``."""
    left = count - 1 - place
    return (
        f"from start={min(place, _FAR)}",
        f"from end={min(left, _FAR)}",
        f"from both={min(place, 3)} {min(left, 3)}",
        f"fifth={5 * place // count}",
        f"sentences={min(count, _LONGEST)}",
        f"words={min(length // 6, 7)}",
        "short" if length < 5 else "not short",
    )
