"""Which papers near a topic speak of it in whatever words, by reading their sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from paperchat.answering.context import Context
from paperchat.answering.gate import OPEN_AT, confidence
from paperchat.answering.question import read_question
from paperchat.answering.signals import Signals
from paperchat.library.filters import Condition
from paperchat.types import PaperHit

NEAR = 10
"""Papers near a topic that are read beside those found by its words."""

_SURELY = 0.85
"""Confidence from which a paper is on a topic beside those found by its words."""

_BESIDE_THE_BEST = 0.4
"""Share of the surest one's confidence from which another paper is listed beside it."""

_EACH_WORD, _SENTENCE = 0.5, 0.35
"""Likeness of each important word of a topic to what a paper says, and of the topic to its nearest
sentence, from which the paper speaks of it in other words, if none surely does: of wildlife, if
animals are asked for."""

_MEANT = 0.5
"""Likeness in context from which a paper that uses the only word of a topic means what is asked."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A paper with the signals of its sentences for a topic."""

    hit: PaperHit
    signals: Signals

    @property
    def confidence(self) -> float:
        return confidence(self.signals)

    @property
    def speaks_of_each_word(self) -> bool:
        return self.signals.weakest >= _EACH_WORD and self.signals.cosine >= _SENTENCE


def bearing_on(
    context: Context,
    topic: str,
    conditions: Sequence[Condition],
    further: Sequence[PaperHit] = (),
) -> list[PaperHit]:
    """Return the papers near ``topic`` that bear on it, nearest first.

    The papers near it are searched for; ``further`` ones are read as well.
    """
    read = _near(context, topic, conditions, further)
    bar = max([OPEN_AT, *(_BESIDE_THE_BEST * one.confidence for one in read[:1])])
    sure = [one.hit for one in read if one.confidence >= bar]
    bearing = sure or [one.hit for one in read if one.speaks_of_each_word]
    return sorted(bearing, key=lambda hit: -hit.score)


def as_sure_as(
    context: Context, topic: str, conditions: Sequence[Condition], found: Sequence[PaperHit]
) -> list[PaperHit]:
    """Return the papers near ``topic`` that bear on it as surely as those ``found`` by its words.

    A single word is in a paper or is not, and what is like it is something else.
    """
    if len(topic.split()) < 2:
        return []
    ids = {hit.paper.id for hit in found}
    read = _near(context, topic, conditions)
    surest = max((one.confidence for one in read if one.hit.paper.id in ids), default=_SURELY)
    bar = max(OPEN_AT, min(_SURELY, surest))
    return [one.hit for one in read if one.confidence >= bar]


def means(context: Context, topic: str, hit: PaperHit) -> bool:
    """Tell whether a paper that uses the word of a topic means it: not "-driven" for driving."""
    if len(topic.split()) > 1:
        return True
    signals = context.scorer.weigh(read_question(topic), [hit]).signals
    return signals.support >= _MEANT


def _near(
    context: Context,
    topic: str,
    conditions: Sequence[Condition],
    further: Sequence[PaperHit] = (),
) -> list[_Read]:
    question = read_question(topic)
    hits = {hit.paper.id: hit for hit in context.retriever.search(topic, NEAR, conditions)}
    for hit in further:
        hits.setdefault(hit.paper.id, hit)
    # A topic asks for no value, so a word for what abstracts seldom tell means what it says.
    read = [
        _Read(hit, replace(context.scorer.weigh(question, [hit]).signals, untold=0))
        for hit in hits.values()
    ]
    return sorted(read, key=lambda one: -one.confidence)
