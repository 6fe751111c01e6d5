"""Answering with a summary over several papers, or finding that none is on the topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from paperchat.answering import refusal
from paperchat.answering.bearing import bearing_on
from paperchat.answering.catalogue_answer import described
from paperchat.answering.catalogue_question import CatalogueQuestion
from paperchat.answering.context import Context
from paperchat.answering.draft import Draft
from paperchat.answering.length import Length
from paperchat.answering.overview import (
    MOST_GROUPED,
    MOST_QUOTED,
    Source,
    compose_overview,
    in_general,
)
from paperchat.answering.overview_question import OverviewQuestion
from paperchat.answering.question import read_question
from paperchat.answering.reply import Reply
from paperchat.answering.selection import is_survey
from paperchat.answering.trace import Overview
from paperchat.library.filters import Condition
from paperchat.retrieval.rarity import Rarity
from paperchat.types import Answer, Evidence, Paper, PaperHit, Sentence


def answer_with_overview(  # noqa: PLR0913  # what is asked, how long, of which papers
    context: Context,
    reply: Reply,
    asked: OverviewQuestion,
    length: Length = Length.NORMAL,
    *,
    conditions: Sequence[Condition] = (),
    among: Sequence[Paper] = (),
) -> Answer | None:
    """Summarize the papers that ``asked`` means; None if no paper is on its topic.

    ``among`` are the papers it is asked of by reference; without any, all are looked at.
    """
    asked = replace(asked, conditions=(*asked.conditions, *conditions))
    hits = _hits(context, asked, among)
    reply.retrieved()
    if not hits:
        if asked.topic and not asked.conditions:
            return None
        reply.note(Overview(asked, ()))
        near = context.retriever.search(asked.topic, 3) if asked.topic else []
        said = refusal.nothing_to_list(_described(asked, 2))
        return reply.without_evidence("no_evidence", said, hits=near)
    read = _read(context, asked, hits)
    if not read.sources:
        return None
    sources = [*read.sources, *(Source(hit.paper, ()) for hit in hits[read.hits :])]
    reply.note(Overview(asked, tuple(source.paper for source in sources)))
    count = len(sources)
    opening = f"{count} {_described(asked, count)}:"
    draft = Draft()
    rarity = Rarity(context.library)
    compose_overview(draft, opening, asked.topic, sources, read.sentences, rarity, length)
    return reply.answered(draft)


@dataclass(frozen=True, slots=True)
class _Read:
    """What the first ``hits`` papers say: those of them that say anything, and their sentences."""

    sources: list[Source]
    sentences: Mapping[str, Sequence[Sentence]]
    hits: int


def _read(context: Context, asked: OverviewQuestion, hits: Sequence[PaperHit]) -> _Read:
    """Read as many papers as may be quoted; of a large library that is a small part."""
    step = MOST_QUOTED if asked.topic else MOST_GROUPED
    sources: list[Source] = []
    sentences: dict[str, Sequence[Sentence]] = {}
    read = 0
    while read < len(hits) and len(sources) < step:
        batch = hits[read : read + step]
        read += len(batch)
        said = context.library.catalogue.sentences_of([hit.paper for hit in batch])
        if asked.topic:
            found = _on_topic(context, asked.topic, batch)
        else:
            found = [in_general(hit.paper, said[hit.paper.id]) for hit in batch]
        sources += [source for source in found if source.evidence]
        sentences.update(said)
    return _Read(sources, sentences, read)


def _hits(context: Context, asked: OverviewQuestion, among: Sequence[Paper]) -> list[PaperHit]:
    if asked.topic:
        hits = _speaking(context, asked)
        if among:
            wanted = {paper.id for paper in among}
            hits = [hit for hit in hits if hit.paper.id in wanted]
    else:
        papers = among or context.library.catalogue.papers(asked.conditions)
        hits = [PaperHit(paper, 1.0, None, None) for paper in papers]
    return [hit for hit in hits if is_survey(hit.paper)] if asked.surveys else hits


def _speaking(context: Context, asked: OverviewQuestion) -> list[PaperHit]:
    """Return the papers on the topic that use its rarest word, or use it as a whole in some form.

    Nearness alone is not enough: a paper on memory is near one on learning by rewards. Where no
    paper has the word, those near it are taken whose sentences speak of the topic in other words,
    or else those that mention it in passing.
    """
    return (
        _holding(context, asked)
        or bearing_on(context, asked.topic, asked.conditions)
        or context.topics.papers_mentioning(asked.topic, asked.conditions)
    )


def _holding(context: Context, asked: OverviewQuestion) -> list[PaperHit]:
    hits = context.topics.papers_on(asked.topic, asked.conditions)
    words = context.retriever.query_tokens(asked.topic)
    weights = context.library.lexical.inverse_frequencies(words)
    rarest = max(weights, key=weights.__getitem__, default="")
    whole = {hit.paper.id for hit in context.topics.papers_mentioning(asked.topic)}
    tokens = context.library.lexical.tokens
    return [
        hit
        for hit in hits
        if hit.paper.id in whole or rarest in tokens(f"{hit.paper.title} {hit.paper.text}")
    ]


def _on_topic(context: Context, topic: str, hits: Sequence[PaperHit]) -> list[Source]:
    """Return what each paper says on the topic, in the order in which the papers were found."""
    question = replace(read_question(topic), role=None)
    weighed = context.scorer.weigh(question, hits)
    found: dict[str, list[Evidence]] = {hit.paper.id: [] for hit in hits}
    for item in weighed.evidence:
        found[item.paper.id].append(item)
    return [Source(hit.paper, tuple(found[hit.paper.id])) for hit in hits]


def _described(asked: OverviewQuestion, count: int) -> str:
    topics = (asked.topic,) if asked.topic else ()
    return described(CatalogueQuestion("list", asked.conditions, topics, asked.surveys), count)
