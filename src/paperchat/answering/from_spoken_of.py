"""Which of a few papers just spoken of says something: "which of them proposes a remedy?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from paperchat.answering import refusal
from paperchat.answering.catalogue_question import CatalogueQuestion
from paperchat.answering.context import Context
from paperchat.answering.focus import spoken_of_last
from paperchat.answering.from_evidence import answer_from_evidence
from paperchat.answering.from_facets import asked_facets, facets_told
from paperchat.answering.question import read_question
from paperchat.answering.reply import Asked
from paperchat.answering.understanding import Understood
from paperchat.retrieval.names import Mention
from paperchat.types import Answer, Conversation, Paper, PaperHit

_HANDFUL = 10
"""Papers whose sentences are read for it, at most; of more, their words tell."""

_OF_THEM = re.compile(
    r"\bof (?:them|these|those|the two)(?: (?:two|three|four|papers|surveys|ones))*\b",
    re.IGNORECASE,
)


def of_those_spoken_of(
    context: Context, asked: Asked, understood: Understood, conversation: Conversation
) -> Understood:
    """Let "which of them" mean the paper of the last answer, where that was one alone."""
    if understood.mentions or not _OF_THEM.search(asked.question):
        return understood
    focus = spoken_of_last(conversation)
    papers = context.library.catalogue.papers_in_order(focus)
    return replace(understood, mentions=tuple(Mention(one, one.title, 0) for one in papers))


def asks_among(catalogue: CatalogueQuestion, asked: Asked, papers: Sequence[Paper]) -> bool:
    """Tell whether it is asked which of a few papers say something, not what their records hold."""
    return (
        catalogue.wanted == "list"
        and bool(catalogue.topics)
        and catalogue.mode not in ("mention", "word")
        and 0 < len(papers) <= _HANDFUL
        and _OF_THEM.search(asked.question) is not None
    )


def answer_from_those(
    context: Context, asked: Asked, understood: Understood, papers: Sequence[Paper]
) -> Answer:
    """Put the question to the sentences of ``papers``, or say that none of them answers."""
    read = read_question(_OF_THEM.sub("paper", asked.question))
    mentions = [Mention(paper, "", 0) for paper in papers]
    reply = asked.reply("ask", understood.rewritten)
    roles = asked_facets(read, mentions)
    answer = facets_told(context, reply, papers, roles) if roles else None
    if answer is None:
        answer = answer_from_evidence(context, reply, read, mentions, asked.conditions)
    if answer.status != "answered":
        hits = [PaperHit(paper, 1.0, None, None) for paper in papers]
        said = refusal.said_by_none(len(papers))
        answer = reply.without_evidence("not_in_abstract", said, hits=hits)
    return replace(answer, narrowed_to=tuple(paper.id for paper in papers))
