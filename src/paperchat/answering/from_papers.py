"""Answering from whole papers that are known by name: summaries and comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from paperchat.answering import refusal
from paperchat.answering.comparison import MOST_PAPERS as MOST_COMPARED
from paperchat.answering.comparison import compose_comparison
from paperchat.answering.context import Context
from paperchat.answering.draft import Draft
from paperchat.answering.length import Length
from paperchat.answering.reply import Reply
from paperchat.answering.summary import MOST_PAPERS as MOST_SUMMARIZED
from paperchat.answering.summary import compose_summaries
from paperchat.answering.taken_for import NameTaken, note_of_names
from paperchat.answering.trace import Named
from paperchat.retrieval.rarity import Rarity
from paperchat.types import Answer, Paper


def summary_of(context: Context, reply: Reply, papers: Sequence[Paper], length: Length) -> Answer:
    """Summarize ``papers``, one after the other."""
    reply.note(Named(tuple(papers), MOST_SUMMARIZED))
    draft = Draft()
    sentences = context.library.catalogue.sentences_of(papers)
    compose_summaries(draft, papers, sentences, Rarity(context.library), length)
    return reply.answered(draft)


def comparison_of(
    context: Context, reply: Reply, papers: Sequence[Paper], names: Sequence[NameTaken] = ()
) -> Answer:
    """Compare ``papers``, facet by facet; ``names`` are the words that they were named with."""
    reply.note(Named(tuple(papers), MOST_COMPARED))
    draft = Draft()
    sentences = context.library.catalogue.sentences_of(papers)
    rarity = Rarity(context.library)
    grid = compose_comparison(draft, papers, sentences, rarity)
    return replace(reply.answered(draft, grid=grid), notes=note_of_names(context, names))


def say_unresolved(
    context: Context, reply: Reply, unclear: Sequence[tuple[str, Sequence[Paper]]]
) -> Answer:
    """Say which names mean no paper, or more than one."""
    said = [
        refusal.ambiguous(name, found) if found else refusal.unknown_paper(name)
        for name, found in unclear
    ]
    hits = context.retriever.search(" ".join(name for name, _ in unclear), 3)
    return reply.without_evidence("unknown_paper", " ".join(said), hits=hits)
