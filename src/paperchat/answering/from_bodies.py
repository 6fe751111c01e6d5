"""Answering from the text behind the abstracts, where these do not answer.

Of each paper the passages nearest to the question are weighed as an abstract would be, by the same
measures and behind the same gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from paperchat.answering.context import Context
from paperchat.answering.evidence import Weighed
from paperchat.answering.gate import confidence, opens
from paperchat.answering.trace import Weighing
from paperchat.library.filters import Condition
from paperchat.library.vector_cache import Vector
from paperchat.retrieval.bodies import NEAR, FoundPassage
from paperchat.text.folding import fold
from paperchat.types import Body, PaperHit

_PAPERS = 5
"""Papers whose passages are weighed, at most."""
_NEAR_THE_BEST = 0.7
"""Share of the best passage's score from which another paper's are weighed as well."""
_PASSAGES = 3
"""Passages of a paper that are weighed: together a little more than an abstract."""
_JOINT = 0.7
"""How far one sentence has to speak of the question.

What an abstract says here and there is about one thing; passages from several places of a long
text need not be. See docs/decisions/0022-full-text.md.
"""
_BEARS = 0.5
"""Confidence from which a body bears on a question: more than of an abstract, since the passages
are those of many that come nearest to it."""


@dataclass(frozen=True, slots=True)
class InBodies:
    """What the text behind the abstracts tells of a question.

    ``searched`` are the bodies that were looked into, by paper id. ``weighed`` is null where they
    hold nothing to be weighed, ``unknown`` are names that stand in none of them.
    """

    hits: tuple[PaperHit, ...]
    weighed: Weighed | None
    searched: dict[str, Body]
    unknown: tuple[str, ...]

    @property
    def answers(self) -> bool:
        """Whether the question is answered there."""
        if self.weighed is None or self.unknown:
            return False
        signals = self.weighed.signals
        told = signals.joint >= _JOINT and confidence(signals) >= _BEARS
        return told and opens(signals)

    def unsaid(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return those of ``words`` that stand in none of the bodies."""
        return _unsaid(words, self.searched.values())


def look_into_bodies(
    context: Context, vector: Vector, step: Weighing, conditions: Sequence[Condition] = ()
) -> InBodies | None:
    """Weigh what bodies say of the question that the abstracts were weighed for in ``step``.

    ``vector`` is that question embedded. Where papers are named, only their bodies are looked
    into. Null where there is none.
    """
    if not context.library.bodies.any():
        return None
    named = list(dict.fromkeys(mention.paper.id for mention in step.named))
    near = named or list(step.rankings.fused)[:NEAR]
    found = context.retriever.passages(step.question.text, vector, near, conditions)
    if named:
        found = [item for item in found if item.passage.paper_id in named]
    chosen = _chosen(found)
    if not chosen:
        return None
    hits = _hits(context, chosen)
    searched = context.library.bodies.bodies(hit.paper.id for hit in hits)
    unknown = _unsaid(step.unknown, searched.values())
    behind = context.library.bodies.sentences_in(
        item.passage for own in chosen.values() for item in own
    )
    hits = [hit for hit in hits if behind.get(hit.paper.id)]
    weighed = context.scorer.weigh(step.question, hits, step.named, behind) if hits else None
    return InBodies(tuple(hits), weighed, searched, unknown)


def _chosen(found: Sequence[FoundPassage]) -> dict[str, list[FoundPassage]]:
    """Return the best passages of the papers that have the best ones, best paper first."""
    by_paper: dict[str, list[FoundPassage]] = {}
    for item in found:
        by_paper.setdefault(item.passage.paper_id, []).append(item)
    return {
        key: own[:_PASSAGES]
        for key, own in list(by_paper.items())[:_PAPERS]
        if own[0].score >= _NEAR_THE_BEST * found[0].score
    }


def _hits(context: Context, chosen: dict[str, list[FoundPassage]]) -> list[PaperHit]:
    papers = context.library.catalogue.papers_by_id(chosen)
    by_words = sorted(chosen, key=lambda key: -max(item.words for item in chosen[key]))
    return [
        PaperHit(
            paper=papers[key],
            score=own[0].score,
            dense_rank=None,
            lexical_rank=by_words.index(key) + 1,
            dense_score=max((item.cosine or 0.0 for item in own), default=None),
        )
        for key, own in chosen.items()
        if key in papers
    ]


def _unsaid(words: Iterable[str], texts: Iterable[Body]) -> tuple[str, ...]:
    folded = [fold(body.text) for body in texts]
    return tuple(word for word in words if not any(fold(word) in text for text in folded))
