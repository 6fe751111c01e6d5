"""Answering a question from the sentences of the papers, or refusing to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from paperchat.answering import refusal
from paperchat.answering.context import Context
from paperchat.answering.definition import undefined
from paperchat.answering.draft import Draft
from paperchat.answering.evidence import Weighed
from paperchat.answering.extractive import compose, select
from paperchat.answering.from_bodies import InBodies, look_into_bodies
from paperchat.answering.gate import OPEN_AT, confidence, opens
from paperchat.answering.negation import NOT_OUTRIGHT, denied_in
from paperchat.answering.question import Question, without_collection
from paperchat.answering.reply import Reply
from paperchat.answering.trace import Weighing
from paperchat.library.filters import Condition
from paperchat.retrieval.hybrid import Rankings
from paperchat.retrieval.names import Mention
from paperchat.text.identity import title_key
from paperchat.types import Answer, PaperHit

CANDIDATES = 5
"""Papers whose sentences are weighed, at most."""

_NEAR_THE_BEST = 0.7
"""Share of the best paper's retrieval score from which another paper is read as well.

Of 446 questions of development over five libraries, and 198 over 12,262 papers, one has its right
paper among the first but below this share; reading is what an answer's time goes into.
"""

_HINTS = OPEN_AT / 20
"""Confidence from which a refusal shows what comes nearest; below it, that would be anything."""

_NAMED_SCORE = 0.5
"""Retrieval score of a paper that the question names but retrieval did not find."""

_WORDS_OF_A_TITLE = 4
"""Words in a row from which a title is meant."""


def answer_from_evidence(
    context: Context,
    reply: Reply,
    question: Question,
    mentions: Sequence[Mention],
    conditions: Sequence[Condition] = (),
) -> Answer:
    """Quote the sentences that answer ``question``, or say that there are none."""
    searched = without_collection(question.text)
    vector = context.embedder.embed_query(searched)
    rankings = context.retriever.rank(searched, vector, conditions=conditions)
    hits = _candidates(context, rankings, mentions, conditions)
    reply.retrieved()
    if conditions and not hits:
        said = refusal.nothing_meets([str(condition) for condition in conditions])
        return reply.without_evidence("no_evidence", said)
    found = {hit.paper.id for hit in hits}
    # A name that only stands in one paper's text leads to it, but other papers may answer as well.
    mentions = [mention for mention in mentions if mention.outright and mention.paper.id in found]
    mentions, weighed = _weighed(context, question, hits, mentions)
    unknown = context.names.unknown(question.text, [mention.paper for mention in mentions])
    step = Weighing(
        question, rankings, tuple(hits), tuple(mentions), weighed, tuple(unknown),
        undefined="" if mentions else _undefined(question, hits, weighed),
        # Of one paper it is asked what it does without a thing; of several, which of them does.
        denied=denied_in(question.text) if len(mentions) != 1 else (),
    )  # fmt: skip
    reply.note(step)
    if not unknown and not step.undefined and opens(weighed.signals):
        return _answered(reply, step)
    inside = look_into_bodies(context, vector, step, conditions)
    if inside is not None and inside.weighed is not None and inside.answers:
        step = replace(
            step, hits=inside.hits, weighed=inside.weighed, unknown=inside.unknown, part="body",
            undefined="",
        )  # fmt: skip
        reply.note(step)
        return _answered(reply, step)
    return _refused(reply, step, inside)


def _answered(reply: Reply, step: Weighing) -> Answer:
    """Quote what answers: only what says that the thing denied is absent, if any does."""
    draft = Draft()
    named = frozenset(mention.paper.id for mention in step.named)
    if step.denied and not step.outright:
        draft.say(NOT_OUTRIGHT)
    compose(draft, select(step.quotable, named=named, length=step.question.length))
    return reply.answered(draft, missing=step.weighed.signals.missing_terms)


def _weighed(
    context: Context, question: Question, hits: Sequence[PaperHit], mentions: Sequence[Mention]
) -> tuple[Sequence[Mention], Weighed]:
    """Weigh what the named papers say; or what others do, if the names need not be of papers.

    A name that a paper introduces in its text (a measure, a technique) may be asked about where
    another paper uses it.
    """
    named = {mention.paper.id for mention in mentions}
    read = [hit for hit in hits if not named or hit.paper.id in named]
    weighed = context.scorer.weigh(question, read, mentions)
    if not mentions or opens(weighed.signals) or any(_is_titled(item) for item in mentions):
        return mentions, weighed
    among_all = context.scorer.weigh(question, hits)
    elsewhere = among_all.evidence[:1] and among_all.evidence[0].paper.id not in named
    return ((), among_all) if elsewhere and opens(among_all.signals) else (mentions, weighed)


def _is_titled(mention: Mention) -> bool:
    """Tell whether a paper is meant by its title, or by the conversation.

    A few words of which some are plain ("KV cache") may stand in its title and name a thing.
    """
    words = title_key(mention.surface)
    title = title_key(mention.paper.title)
    if not words or words in (title, title_key(mention.paper.title.split(":")[0])):
        return True
    written = mention.surface.split()
    thing = 1 < len(written) < _WORDS_OF_A_TITLE and any(word.islower() for word in written)
    return f" {words} " in f" {title} " and not thing


def _candidates(
    context: Context,
    rankings: Rankings,
    mentions: Sequence[Mention],
    conditions: Sequence[Condition],
) -> list[PaperHit]:
    found = context.retriever.hits(rankings, CANDIDATES)
    hits = [hit for hit in found if hit.score >= _NEAR_THE_BEST * found[0].score]
    known = {hit.paper.id for hit in hits}
    # A condition excludes a paper even if the question names it.
    named = [] if conditions else [mention.paper for mention in mentions]
    return hits + [
        PaperHit(paper, _NAMED_SCORE, None, None) for paper in named if paper.id not in known
    ]


def _undefined(question: Question, hits: Sequence[PaperHit], weighed: Weighed) -> str:
    titles = [hit.paper.title for hit in hits]
    return undefined(question, titles, [item.sentence.text for item in weighed.evidence])


def _refused(reply: Reply, step: Weighing, inside: InBodies | None) -> Answer:
    mentions, hits = step.named, step.hits
    missing, unknown = step.weighed.signals.missing_terms, step.unknown
    if inside is not None:
        missing, unknown = inside.unsaid(missing), inside.unsaid(unknown)
    near = step.weighed.evidence if confidence(step.weighed.signals) >= _HINTS else ()
    if mentions:
        papers = [mention.paper for mention in mentions]
        searched = frozenset(inside.searched if inside is not None else ())
        said = refusal.not_in_abstract(papers, missing, searched)
        named = {mention.paper.id for mention in mentions}
        named_first = sorted(hits, key=lambda hit: hit.paper.id not in named)
        return reply.without_evidence(
            "not_in_abstract", said, hits=named_first, missing=missing, evidence=near
        )
    if unknown and opens(step.weighed.signals):
        # All but the name fits: the question is about something the library does not know.
        said = refusal.unknown_name(unknown)
        return reply.without_evidence(
            "unknown_paper", said, hits=hits, missing=missing, evidence=near
        )
    said = refusal.no_evidence(missing)
    if step.undefined and opens(step.weighed.signals):
        said = refusal.not_defined(step.undefined)
    return reply.without_evidence("no_evidence", said, hits=hits, missing=missing, evidence=near)
