"""Who beats whom: "A outperforms B", "B is outperformed by A", "A is more robust than B"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paperchat.verification.direction_words import BEATS, LOSES
from paperchat.verification.sayings import NEGATED_WITHIN, Sayings

_CIRCUMSTANCES = frozenset(
    {"on", "in", "at", "by", "with", "across", "for", "when", "under", "over"}
)
"""Behind these stands in what one beats the other, not whom."""


@dataclass(frozen=True, slots=True)
class Contest:
    """Stems of the words for the one that has more, and for the one that has less.

    ``of`` are the stems that say of what: of "more robust", "robust". ``direction`` is the family
    of the word, empty for verbs such as "outperform".
    """

    direction: str
    of: frozenset[str]
    more: frozenset[str]
    less: frozenset[str]


def is_turned(said: Sayings, sources: Sequence[Sayings]) -> bool:
    """Tell whether what is said to have more is only ever said to have less of the same."""
    theirs = [contest for source in sources for contest in contests(source)]
    return any(_is_turned(mine, theirs) for mine in contests(said))


def contests(read: Sayings) -> tuple[Contest, ...]:
    """Return the comparisons of a sentence.

    Of one that is only pointed at ("It outperforms PPO") there are no words for the winner.
    """
    return (*_beating(read), *_having_more(read))


def _is_turned(mine: Contest, theirs: Sequence[Contest]) -> bool:
    alike = [c for c in theirs if (c.direction, c.of) == (mine.direction, mine.of)]
    if any(mine.more & other.more or mine.less & other.less for other in alike):
        return False
    return any(mine.more & other.less for other in alike)


def _beating(read: Sayings) -> Iterator[Contest]:
    for place, token in enumerate(read.tokens):
        if token.stem not in BEATS and token.stem not in LOSES:
            continue
        following = read.tokens[place + 1] if place + 1 < len(read.tokens) else None
        by = following is not None and following.word == "by"
        sides = _sides(read, place, place + by)
        negated = any(place - NEGATED_WITHIN <= at < place for at in read.negations)
        turned = by != (token.stem in LOSES)
        before, after = reversed(sides) if turned != negated else sides
        yield Contest("", frozenset(), before, after)
        return


def _having_more(read: Sayings) -> Iterator[Contest]:
    for saying in read.sayings:
        place, than = saying.place, saying.than
        if than is None or len(saying.ways) > 1:
            continue  # "no more robust than" leaves two ways open
        between = frozenset(
            token.stem for token in read.tokens[place + 1 : than] if token.is_content
        )
        sides = _sides(read, place, than)
        before, after = sides if 1 in saying.ways else reversed(sides)
        yield Contest(saying.family, between, before, after)


def _sides(read: Sayings, before: int, after: int) -> tuple[frozenset[str], frozenset[str]]:
    """Return the content words before one place and behind another, without those in both."""
    clause = read.tokens[before].clause
    same = [(at, token) for at, token in enumerate(read.tokens) if token.clause == clause]
    rest = [(at, token.word) for at, token in same if at > after]
    end = next((at for at, word in rest if word in _CIRCUMSTANCES), len(read.tokens))
    left = frozenset(token.stem for at, token in same if at < before and token.is_content)
    right = frozenset(token.stem for at, token in same if after < at < end and token.is_content)
    return left - right, right - left
