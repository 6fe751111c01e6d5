"""Every paper that says that it does without a thing: "which papers need no training?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from paperchat.answering.absence import DENIES, Absence, Grade
from paperchat.answering.catalogue_answer import Listing, compose_list
from paperchat.answering.conditions import read_conditions
from paperchat.answering.context import Context
from paperchat.answering.draft import Draft
from paperchat.answering.negation import Denied, read_denied
from paperchat.answering.question import read_question
from paperchat.answering.reply import Asked
from paperchat.answering.trace import Named
from paperchat.answering.understanding import Understood
from paperchat.library.filters import Condition
from paperchat.types import Answer, Paper, Sentence

_HOLD_IT = 5_000
"""Papers that hold the thing's word, at most, among which those that deny something come first."""
_READ = 300
"""Papers whose sentences are read."""
_ON_THE_REST = 0.6
"""Share, by rarity, of what else a question speaks of that a paper has to hold."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A paper that says that the thing is absent, and the sentence that does."""

    paper: Paper
    sentence: Sentence
    grade: Grade


def answer_from_absence(context: Context, asked: Asked, understood: Understood) -> Answer | None:
    """Quote every paper that says that what is to be absent is; None if none does.

    Also None where the question names a paper, of which it is asked what it does without a thing.
    """
    if any(mention.outright for mention in understood.mentions):
        return None
    read = read_conditions(understood.read.text, date.today())
    denied = read_denied(read.rest)
    if denied is None:
        return None
    found = _doing_without(context, denied, (*asked.conditions, *read.conditions))
    if not found:
        return None
    reply = asked.reply("list", understood.rewritten)
    reply.retrieved()
    reply.note(Named(tuple(one.paper for one in found), len(found)))
    draft = Draft()
    own = [one for one in found if one.grade is not Grade.OF_OTHERS]
    others = [one for one in found if one.grade is Grade.OF_OTHERS]
    pronoun = "its" if len(own) == 1 else "their"
    said = f"that it does without {denied.named}"
    _compose(draft, own, f"of {pronoun} own work {said}")
    _compose(draft, others, f"of other work, or of how things stand, {'the same' if own else said}")
    return reply.answered(draft)


def _compose(draft: Draft, found: Sequence[_Found], what: str) -> None:
    if not found:
        return
    says = {one.paper.id: one.sentence for one in found}
    opening = "1 paper says" if len(found) == 1 else f"{len(found)} papers say"
    listing = Listing([one.paper for one in found])
    compose_list(draft, f"{opening} {what}:", listing, lambda paper: says[paper.id])


def _doing_without(
    context: Context, denied: Denied, conditions: Sequence[Condition]
) -> list[_Found]:
    papers = _near(context, denied, conditions)
    sentences = context.library.catalogue.sentences_of(papers)
    absence = Absence(denied.stems)
    found = [
        _Found(paper, sentences[paper.id][best.place], best.grade)
        for paper in papers
        if (best := absence.best(sentences[paper.id])) is not None
    ]
    return sorted(found, key=lambda one: one.grade)


def _near(context: Context, denied: Denied, conditions: Sequence[Condition]) -> list[Paper]:
    """Return papers that hold the thing in any form, those that deny something and fit first."""
    index, catalogue = context.library.lexical, context.library.catalogue
    words = [part for stems in denied.stems for stem in stems for part in stem.split("-")]
    forms = " ".join(f"{word} un{word} re{word}" for word in (*denied.things, *words))
    thing = index.tokens(forms)
    among = set(index.search(thing, _HOLD_IT))
    if conditions:
        among &= catalogue.paper_ids(conditions)
    subject = context.retriever.query_tokens(" ".join(read_question(denied.rest).subject))
    ids = index.search([*thing, *index.tokens(" ".join(DENIES)), *subject], _READ, among)
    weights = index.inverse_frequencies(subject)
    wanted = _ON_THE_REST * sum(weights.values())

    def fits(paper: Paper) -> bool:
        held = set(index.tokens(f"{paper.title} {paper.text}"))
        return sum(weights[token] for token in held & weights.keys()) >= wanted

    return list(filter(fits, catalogue.papers_in_order(ids)))
