"""Which of a few papers just spoken of says something: "which of them proposes a remedy?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from paperchat.answering import refusal
from paperchat.answering.absence import Absence
from paperchat.answering.catalogue_question import CatalogueQuestion
from paperchat.answering.context import Context
from paperchat.answering.draft import Draft
from paperchat.answering.extractive import select
from paperchat.answering.focus import spoken_of_last
from paperchat.answering.from_evidence import answer_from_evidence
from paperchat.answering.from_facets import asked_facets, facets_told
from paperchat.answering.negation import Stems, denied_in
from paperchat.answering.question import Question, read_question
from paperchat.answering.reply import Asked
from paperchat.answering.trace import Named, Trace, Weighing
from paperchat.answering.understanding import Understood
from paperchat.retrieval.names import Mention
from paperchat.types import Answer, Conversation, Evidence, Paper, PaperHit

_EACH = 5
"""Papers that are answered for one by one, at most; so many are compared."""
_OF_EACH = 2
"""Sentences quoted of each then, at most."""
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
    read = _of_a_paper(asked)
    mentions = [Mention(paper, "", 0) for paper in papers]
    reply = asked.reply("ask", understood.rewritten)
    roles = asked_facets(read, mentions)
    answer = facets_told(context, reply, papers, roles) if roles else None
    if answer is None and 1 < len(papers) <= _EACH:
        answer = _told_of_each(context, asked, understood, papers)
    elif answer is None:
        answer = answer_from_evidence(context, reply, read, mentions, asked.conditions)
    if answer is None or answer.status != "answered":
        hits = [PaperHit(paper, 1.0, None, None) for paper in papers]
        said = refusal.said_by_none(len(papers))
        answer = reply.without_evidence("not_in_abstract", said, hits=hits)
    return replace(answer, narrowed_to=tuple(paper.id for paper in papers))


def _of_a_paper(asked: Asked) -> Question:
    """Return the question as it is put to each of the papers: "which paper needs no labels?"."""
    return read_question(_OF_THEM.sub("paper", asked.question))


def answer_for_each(context: Context, asked: Asked, understood: Understood) -> Answer | None:
    """Answer what is asked of a few papers spoken of together for each of them; else None."""
    focus = dict.fromkeys(understood.follow.focus)
    named = {mention.paper.id: mention.paper for mention in understood.mentions}
    if not 1 < len(focus) <= _EACH or focus.keys() != named.keys() or understood.unknown:
        return None
    return answer_from_those(context, asked, understood, [named[key] for key in focus])


def _told_of_each(
    context: Context, asked: Asked, understood: Understood, papers: Sequence[Paper]
) -> Answer | None:
    """Quote what each paper says, and say of which nothing does; None if of all."""
    reply, read = asked.reply("ask", understood.rewritten), _of_a_paper(asked)
    # Of each alone, a question of few words lets anything through that all together do not say.
    named, denied = understood.mentions, denied_in(read.text)
    together = answer_from_evidence(context, reply, understood.read, named, asked.conditions)
    if together.status != "answered":
        return None
    told = {paper.id: _quotable(context, asked, read, paper, denied) for paper in papers}
    draft = Draft()
    for paper in papers:
        if told[paper.id]:
            draft.say(f"From “{paper.title}”:")
        for item in told[paper.id][:_OF_EACH]:
            draft.quote(item.sentence, paper)
    silent = [paper for paper in papers if not told[paper.id]]
    if silent:
        draft.say(refusal.not_in_abstract(silent, ()))
    reply.note(Named(tuple(papers), _EACH))
    return reply.answered(draft) if draft.citations else None


def _quotable(
    context: Context, asked: Asked, read: Question, paper: Paper, denied: Sequence[Stems]
) -> Sequence[Evidence]:
    """Return what answers in the sentences of one paper, best first; nothing if the gate shuts.

    Where a thing is to be absent, only what says outright that it is.
    """
    if denied:
        sentences = context.library.catalogue.sentences_of([paper])[paper.id]
        found = Absence(denied).best(sentences)
        return [] if found is None else [Evidence(sentences[found.place], paper, 1.0)]
    alone = replace(asked, trace=Trace())
    mention = Mention(paper, paper.title, 0)
    answer = answer_from_evidence(context, alone.reply("ask"), read, [mention], asked.conditions)
    step = alone.trace.step
    if answer.status != "answered" or not isinstance(step, Weighing):
        return []
    return list(select(step.quotable, length=read.length)[0].evidence)
