"""Reading a sentence for what it says of directions: its words, what negates, and which way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from paperchat.text.stopwords import STOP_WORDS
from paperchat.text.terms import stem
from paperchat.verification.direction_words import (
    DIRECTIONS,
    NEGATIONS,
    NO_DIRECTIONS,
    NOT_NEGATING,
)

NEGATED_WITHIN = 4
"""Words between a negation and what it may negate."""
_LONGEST = 1500
_TO_THAN = 4
"""Words from "more" to its "than"."""

_NO_OBJECT = ("no", "nothing", "neither", "none", "little")

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[,;:.()]")
_BORDERS = frozenset(",;:.()") | {"but", "while", "whereas", "although", "however", "because"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word in lower case, its stem, and the number of the clause it stands in."""

    word: str
    stem: str
    clause: int

    @property
    def is_content(self) -> bool:
        """Tell whether it says what a sentence is about."""
        return self.word not in STOP_WORDS and not self.direction and len(self.word) > 1

    @property
    def direction(self) -> tuple[str, int] | None:
        """What the word says a direction of, and which."""
        return None if self.word in NO_DIRECTIONS else DIRECTIONS.get(self.stem)


@dataclass(frozen=True, slots=True)
class Saying:
    """A word of direction at ``place``: which ways it leaves open, from -1, 0 and 1.

    ``than`` is the place of the word "than" that belongs to it, if it compares two things.
    """

    family: str
    ways: frozenset[int]
    place: int
    than: int | None


@dataclass(frozen=True, slots=True)
class Sayings:
    """A sentence as read; ``negations`` are places of tokens, ``content`` are stems."""

    tokens: tuple[Token, ...]
    sayings: tuple[Saying, ...]
    negations: tuple[int, ...]
    content: frozenset[str]


@lru_cache(maxsize=2048)
def read_sayings(text: str) -> Sayings:
    """Read a sentence; of a long one, its beginning."""
    tokens: list[Token] = []
    clause = 0
    for match in _WORD.finditer(text[:_LONGEST]):
        word = match[0].lower().replace("’", "'")
        if word in _BORDERS:
            clause += 1
            continue
        tokens.append(Token(word, stem(word), clause))
    negations = tuple(
        place
        for place, token in enumerate(tokens)
        if token.word in NEGATIONS
        and not (place + 1 < len(tokens) and tokens[place + 1].word in NOT_NEGATING)
    )
    return Sayings(
        tuple(tokens),
        tuple(_sayings(tokens, negations)),
        negations,
        frozenset(token.stem for token in tokens if token.is_content),
    )


def _sayings(tokens: Sequence[Token], negations: Sequence[int]) -> Iterator[Saying]:
    for place, token in enumerate(tokens):
        if token.direction is None:
            continue
        family, sign = token.direction
        negated = any(
            0 < place - at <= NEGATED_WITHIN and tokens[at].clause == token.clause
            for at in negations
        )
        # "It needs no training" is as much as "it does not need training".
        negated = negated or (place + 1 in negations and tokens[place + 1].word in _NO_OBJECT)
        ways = frozenset((0, -sign)) if negated else frozenset((sign,))
        reach = range(place + 1, min(place + 1 + _TO_THAN, len(tokens)))
        than = next((at for at in reach if tokens[at].word == "than"), None)
        yield Saying(family, ways, place, than)
