"""Answering from the catalogue: exact counts and complete lists, each paper with a quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from paperchat.answering import refusal
from paperchat.answering.catalogue_answer import (
    compose_count,
    compose_fact,
    compose_list,
    date_of,
    described,
    fact_about,
    headline,
)
from paperchat.answering.catalogue_question import CatalogueQuestion
from paperchat.answering.context import Context
from paperchat.answering.draft import Draft
from paperchat.answering.question import read_question
from paperchat.answering.reply import Reply
from paperchat.retrieval.names import Mention
from paperchat.types import Answer, Evidence, Paper, PaperHit

_SURVEY_TITLE = re.compile(r"\b(?:survey|review|overview)\b", re.IGNORECASE)
_SURVEY_TEXT = re.compile(
    r"\b(?:this|our|present|comprehensive|systematic|first) (?:\w+ ){0,2}(?:survey|review)\b(?! of "
    r"the code)|\bwe (?:survey|review) (?!the effect)",
    re.IGNORECASE,
)


def is_survey(paper: Paper) -> bool:
    """Tell whether a paper calls itself a survey or a review."""
    return bool(_SURVEY_TITLE.search(paper.title) or _SURVEY_TEXT.search(paper.text))


def answer_from_catalogue(
    context: Context, reply: Reply, asked: CatalogueQuestion, mentions: Sequence[Mention]
) -> Answer:
    """Answer ``asked`` exactly; ``mentions`` are the papers it names."""
    if asked.about_one:
        return _facts(context, reply, asked, [mention.paper for mention in mentions])
    hits = _matching(context, asked)
    if asked.wanted == "count":
        return _count(context, reply, asked, [hit.paper for hit in hits])
    if asked.wanted in ("newest", "oldest", "most_authors", "fewest_authors"):
        return _extreme(context, reply, asked, [hit.paper for hit in hits])
    if asked.wanted == "years":
        return _years(reply, [hit.paper for hit in hits])
    return _list(context, reply, asked, hits)


def _matching(context: Context, asked: CatalogueQuestion) -> list[PaperHit]:
    if asked.topic:
        found = {
            hit.paper.id: hit
            for topic in reversed(asked.topics)
            for hit in reversed(context.topics.papers_on(topic, asked.conditions))
        }
        hits = list(reversed(found.values()))
    else:
        papers = context.library.catalogue.papers(asked.conditions)
        hits = [PaperHit(paper, 1.0, None, None) for paper in papers]
    return [hit for hit in hits if is_survey(hit.paper)] if asked.surveys else hits


def _count(
    context: Context, reply: Reply, asked: CatalogueQuestion, papers: Sequence[Paper]
) -> Answer:
    draft = Draft()
    compose_count(draft, asked, len(papers), context.library.catalogue.count())
    if papers and (asked.topic or asked.surveys or asked.conditions):
        compose_list(draft, "These are:", papers, _quotes(context, asked, papers))
    return reply.answered(draft)


def _extreme(
    context: Context, reply: Reply, asked: CatalogueQuestion, papers: Sequence[Paper]
) -> Answer:
    by_date = asked.wanted in ("newest", "oldest")
    known = [p for p in papers if (p.published if by_date else p.author_count) is not None]
    if not known:
        return reply.without_evidence("no_evidence", refusal.nothing_to_list(described(asked, 2)))
    values = [(p.published if by_date else p.author_count) for p in known]
    pick = max if asked.wanted in ("newest", "most_authors") else min
    best = pick(values)  # type: ignore[type-var]  # None was filtered out above
    winners = [p for p, value in zip(known, values, strict=True) if value == best]
    draft = Draft()
    unknown = len(papers) - len(known)
    aside = (
        f" ({unknown} papers have no {'date' if by_date else 'author count'})" if unknown else ""
    )
    what = f"dated {date_of(winners[0])}" if by_date else f"with {best} authors"
    word = asked.wanted.split("_")[0]
    opening = f"The {word}{'' if by_date else ' authors'} in this library, {what}{aside}:"
    compose_list(draft, opening, winners, _quotes(context, asked, winners))
    return reply.answered(draft)


def _years(reply: Reply, papers: Sequence[Paper]) -> Answer:
    dated = sorted((p.published for p in papers if p.published), reverse=False)
    draft = Draft()
    if not dated:
        draft.say("No paper of this library has a date.")
    else:
        counts = ", ".join(
            f"{year}: {sum(1 for day in dated if day.year == year)}"
            for year in sorted({day.year for day in dated})
        )
        draft.say(f"The papers are dated {dated[0].year} to {dated[-1].year} ({counts}).")
    return reply.answered(draft)


def _list(
    context: Context, reply: Reply, asked: CatalogueQuestion, hits: Sequence[PaperHit]
) -> Answer:
    if not hits:
        near = context.retriever.search(asked.topic, 3) if asked.topic else []
        said = refusal.nothing_to_list(described(asked, 2))
        return reply.without_evidence("no_evidence", said, hits=near)
    papers = [hit.paper for hit in hits]
    draft = Draft()
    opening = f"{len(papers)} {described(asked, len(papers))}:"
    compose_list(draft, opening, papers, _quotes(context, asked, papers))
    return reply.answered(draft)


def _facts(
    context: Context, reply: Reply, asked: CatalogueQuestion, papers: Sequence[Paper]
) -> Answer:
    known = [(paper, said) for paper in papers if (said := fact_about(asked, paper))]
    if not known:
        hits = [PaperHit(paper, 1.0, None, None) for paper in papers]
        said = refusal.not_in_record(papers)
        return reply.without_evidence("not_in_abstract", said, hits=hits)
    draft = Draft()
    sentences = context.library.catalogue.sentences_of(papers)
    for paper, said in known:
        compose_fact(draft, said, paper, headline(sentences[paper.id]))
    return reply.answered(draft)


def _quotes(
    context: Context, asked: CatalogueQuestion, papers: Sequence[Paper]
) -> dict[str, Evidence | None]:
    """Return for each paper the sentence that speaks for it: on the topic, or in general."""
    sentences = context.library.catalogue.sentences_of(papers)
    if not asked.topic:
        return {
            paper.id: Evidence(found, paper, 1.0)
            if (found := headline(sentences[paper.id]))
            else None
            for paper in papers
        }
    question = replace(read_question(asked.topic), wants_definition=False)
    hits = [PaperHit(paper, 1.0, None, None) for paper in papers]
    weighed = context.scorer.weigh(question, context.embedder.embed_query(asked.topic), hits)
    best: dict[str, Evidence | None] = {}
    for item in weighed.evidence:
        best.setdefault(item.paper.id, item)
    return best
