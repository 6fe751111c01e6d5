"""Whether a sentence says the opposite of a passage: increases for decreases, "not", who beats whom.

Words only, no grammar: a contradiction is told where both speak of the same thing next to a word
of direction, and every place that the passage speaks of it says the opposite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from paperchat.text.stopwords import STOP_WORDS
from paperchat.text.terms import stem
from paperchat.verification.direction_words import (
    BEATS,
    DIRECTIONS,
    LOSES,
    NEGATIONS,
    NO_DIRECTIONS,
    NOT_NEGATING,
)

Conflict = Literal["direction", "negation", "order"]

_LONGEST = 1500
_REACH = 3
_REACHES = {"having": 2}
"""Words between a word of direction and what it is said of."""
_TARGETS = 2
_SCOPE = 3
"""Content words that a negation reaches."""
_NEGATED_WITHIN = 4
_SHARED = 0.5
"""Share of a sentence's content words that a passage must have to be of the same matter."""

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[,;:.()]")
_BORDERS = frozenset(",;:.()") | {"but", "while", "whereas", "although", "however", "because"}


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    stem: str
    clause: int

    @property
    def is_content(self) -> bool:
        return self.word not in STOP_WORDS and not self.direction and len(self.word) > 1

    @property
    def direction(self) -> tuple[str, int] | None:
        """What the word says a direction of, and which."""
        return None if self.word in NO_DIRECTIONS else DIRECTIONS.get(self.stem)


@dataclass(frozen=True, slots=True)
class _Saying:
    """A word of direction at ``place``: which ways it leaves open, from -1, 0 and 1."""

    family: str
    ways: frozenset[int]
    place: int


@dataclass(frozen=True, slots=True)
class _Read:
    tokens: tuple[_Token, ...]
    sayings: tuple[_Saying, ...]
    negations: tuple[int, ...]
    content: frozenset[str]


def contradiction(written: str, sentences: Sequence[str]) -> Conflict | None:
    """Tell how ``written`` contradicts the cited ``sentences``, if that is sure."""
    said = _read(written[:_LONGEST])
    sources = [_read(sentence[:_LONGEST]) for sentence in sentences]
    near = [source for source in sources if _of_one_matter(said, source)]
    if not near:
        return None
    if _is_turned(said, near):
        return "order"
    if _says_opposite(said, near):
        return "direction"
    return "negation" if _negates(said, near) else None


@lru_cache(maxsize=2048)
def _read(text: str) -> _Read:
    tokens: list[_Token] = []
    clause = 0
    for match in _WORD.finditer(text):
        word = match[0].lower().replace("’", "'")
        if word in _BORDERS:
            clause += 1
            continue
        tokens.append(_Token(word, stem(word), clause))
    negations = tuple(
        place
        for place, token in enumerate(tokens)
        if token.word in NEGATIONS
        and not (place + 1 < len(tokens) and tokens[place + 1].word in NOT_NEGATING)
    )
    return _Read(
        tuple(tokens),
        tuple(_sayings(tokens, negations)),
        negations,
        frozenset(token.stem for token in tokens if token.is_content),
    )


def _sayings(tokens: Sequence[_Token], negations: Sequence[int]) -> Iterator[_Saying]:
    for place, token in enumerate(tokens):
        if token.direction is None:
            continue
        family, sign = token.direction
        negated = any(
            0 < place - at <= _NEGATED_WITHIN and tokens[at].clause == token.clause
            for at in negations
        )
        ways = frozenset((0, -sign)) if negated else frozenset((sign,))
        yield _Saying(family, ways, place)


def _of_one_matter(said: _Read, source: _Read) -> bool:
    if not said.content:
        return False
    return len(said.content & source.content) / len(said.content) >= _SHARED


# --- increases, decreases ------------------------------------------------------------------------


def _says_opposite(said: _Read, sources: Sequence[_Read]) -> bool:
    for saying in said.sayings:
        ways = [
            way
            for target in _targets(said, saying)
            for source in sources
            for way in _ways(source, saying.family, target)
        ]
        if ways and all(saying.ways.isdisjoint(way) for way in ways):
            return True
    return False


def _targets(said: _Read, saying: _Saying) -> list[str]:
    """Return the stems of what a direction may be said of: the content words nearest to it."""
    clause = said.tokens[saying.place].clause
    reach = _REACHES.get(saying.family, _REACH)
    for step in (1, -1):
        places = range(saying.place + step, saying.place + step * (reach + 1), step)
        found = [
            said.tokens[place].stem
            for place in places
            if 0 <= place < len(said.tokens)
            and said.tokens[place].clause == clause
            and said.tokens[place].is_content
        ]
        if found:
            return found[:_TARGETS]
    return []


def _ways(source: _Read, family: str, target: str) -> Iterator[frozenset[int]]:
    """Yield the directions that a source gives where it speaks of ``target``, nearest word first."""
    for place, token in enumerate(source.tokens):
        if token.stem != target:
            continue
        near = [
            saying
            for saying in source.sayings
            if saying.family == family
            and abs(saying.place - place) <= _REACHES.get(family, _REACH)
            and source.tokens[saying.place].clause == token.clause
        ]
        if near:
            yield min(near, key=lambda saying: abs(saying.place - place)).ways


# --- not -----------------------------------------------------------------------------------------


def _negates(said: _Read, sources: Sequence[_Read]) -> bool:
    """Tell whether one side negates what the other one says plainly."""
    best = max(sources, key=lambda source: len(said.content & source.content))
    if bool(said.negations) == bool(best.negations):
        return False
    negating, plain = (said, best) if said.negations else (best, said)
    for at in negating.negations:
        scope = _scope(negating, at)
        if len(scope) >= 2 and plain.content.issuperset(scope[:2]) and not _hints(plain):
            return True
    return False


def _scope(read: _Read, at: int) -> list[str]:
    after = [
        token.stem
        for token in read.tokens[at + 1 :]
        if token.clause == read.tokens[at].clause and token.is_content
    ]
    return after[:_SCOPE]


def _hints(read: _Read) -> bool:
    """Tell whether a sentence may say "not" by a word that is no negation."""
    return any(-1 in saying.ways for saying in read.sayings)


# --- who beats whom ------------------------------------------------------------------------------


def _is_turned(said: _Read, sources: Sequence[_Read]) -> bool:
    mine = _contest(said)
    if mine is None:
        return False
    winner, loser = mine
    for source in sources:
        theirs = _contest(source)
        if theirs is None:
            continue
        their_winner, their_loser = theirs
        straight = bool(winner & their_winner) or bool(loser & their_loser)
        crossed = bool(winner & their_loser) and bool(loser & their_winner)
        if straight or not crossed:
            return False
        return True
    return False


def _contest(read: _Read) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return the content words for the better and for the worse one of a comparison."""
    for place, token in enumerate(read.tokens):
        if token.stem not in BEATS and token.stem not in LOSES:
            continue
        clause = token.clause
        before = frozenset(
            other.stem
            for other in read.tokens[:place]
            if other.clause == clause and other.is_content
        )
        after = frozenset(
            other.stem
            for other in read.tokens[place + 1 :]
            if other.clause == clause and other.is_content
        )
        following = read.tokens[place + 1].word if place + 1 < len(read.tokens) else ""
        turned = (following == "by") != (token.stem in LOSES)
        negated = any(place - 4 <= at < place for at in read.negations)
        both = before - after, after - before
        if not all(both):
            return None
        return (both[1], both[0]) if turned != negated else both
    return None
