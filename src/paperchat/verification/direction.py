"""Whether a sentence says the opposite of a passage: "increases" or "not", or who beats whom.

Words only, no grammar: a contradiction is told where both speak of the same thing next to a word
of direction, and every place that the passage speaks of it says the opposite.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from paperchat.verification.rivalry import contests, is_turned
from paperchat.verification.sayings import NEGATED_WITHIN, Saying, Sayings, read_sayings

Conflict = Literal["direction", "negation", "order"]

_REACH = 3
_REACHES = {"having": 2}
"""Words between a word of direction and what it is said of."""
_TARGETS = 2
_SCOPE = 2
"""Content words that a negation reaches."""
_LEAST_SCOPE = 2
_TOGETHER = 20
"""Words within which the other side has to speak of all that is negated."""
_SHARED = 0.5
"""Share of a sentence's content words that a passage must have to be of the same matter."""


def contradiction(written: str, sentences: Sequence[str]) -> Conflict | None:
    """Tell how ``written`` contradicts the cited ``sentences``, if that is sure."""
    said = read_sayings(written)
    sources = [read_sayings(sentence) for sentence in sentences]
    near = [source for source in sources if _of_one_matter(said, source)]
    if not near:
        return None
    if is_turned(said, near):
        return "order"
    if _says_opposite(said, near):
        return "direction"
    return "negation" if _negates(said, near) else None


def _of_one_matter(said: Sayings, source: Sayings) -> bool:
    smaller = min(len(said.content), len(source.content))
    return smaller > 1 and len(said.content & source.content) / smaller >= _SHARED


# --- increases, decreases ------------------------------------------------------------------------


def _says_opposite(said: Sayings, sources: Sequence[Sayings]) -> bool:
    for saying in said.sayings:
        for target in _targets(said, saying):
            ways = [way for source in sources for way in _ways(source, saying, target)]
            if ways and all(saying.ways.isdisjoint(way) for way in ways):
                return True
            if ways:
                break
    return False


def _targets(said: Sayings, saying: Saying) -> list[str]:
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


def _ways(source: Sayings, said: Saying, target: str) -> Iterator[frozenset[int]]:
    """Yield the direction that a source gives wherever it speaks of ``target``.

    Where both compare ("less robust than"), what counts is who has more: see ``rivalry``.
    """
    reach = _REACHES.get(said.family, _REACH)
    for place, token in enumerate(source.tokens):
        if token.stem != target:
            continue
        near = [
            saying
            for saying in source.sayings
            if saying.family == said.family
            and not (saying.than and said.than)
            and abs(saying.place - place) <= reach
            and source.tokens[saying.place].clause == token.clause
        ]
        if near:
            yield min(near, key=lambda saying: abs(saying.place - place)).ways


# --- not -----------------------------------------------------------------------------------------


def _negates(said: Sayings, sources: Sequence[Sayings]) -> bool:
    """Tell whether one side negates what the other one says plainly."""
    return any(
        _only_one_negates(said, source) or _only_one_negates(source, said)
        for source in sources
        if not (contests(said) and contests(source))
        and not any(_same_scope(said, source, at) for at in said.negations)
    )


def _same_scope(said: Sayings, source: Sayings, at: int) -> bool:
    scope = set(_scope(said, at))
    return any(scope & set(_scope(source, other)) for other in source.negations)


def _only_one_negates(negating: Sayings, plain: Sayings) -> bool:
    for at in negating.negations:
        scope = _scope(negating, at)
        if len(scope) < _LEAST_SCOPE or not plain.content.issuperset(scope):
            continue
        places = [place for place, token in enumerate(plain.tokens) if token.stem in scope]
        near = range(min(places) - NEGATED_WITHIN, max(places) + NEGATED_WITHIN + 1)
        together = len(near) <= _TOGETHER
        negated = any(place in near for place in plain.negations)
        hinted = any(-1 in saying.ways and saying.place in near for saying in plain.sayings)
        if together and not negated and not hinted:
            return True
    return False


def _scope(read: Sayings, at: int) -> list[str]:
    """Return the stems of the content words that a negation reaches, and of one before it."""
    same = [
        (place, token.stem)
        for place, token in enumerate(read.tokens)
        if token.clause == read.tokens[at].clause and token.is_content
    ]
    before = [stem for place, stem in same if place < at]
    after = [stem for place, stem in same if place > at]
    return [*before[-1:], *after[:_SCOPE]] if after else []
