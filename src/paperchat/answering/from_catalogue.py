"""Answering from the catalogue: exact counts and complete lists, each paper with a quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from paperchat.answering import refusal
from paperchat.answering.catalogue_answer import (
    LISTED,
    Listing,
    among,
    compose_count,
    compose_fact,
    compose_list,
    date_of,
    described,
    fact_about,
)
from paperchat.answering.catalogue_figures import compose_figures, compose_overview
from paperchat.answering.catalogue_forms import ABOUT_SEVERAL
from paperchat.answering.catalogue_order import compose_order, compose_same
from paperchat.answering.catalogue_question import CatalogueQuestion
from paperchat.answering.context import Context
from paperchat.answering.draft import Draft
from paperchat.answering.headline import headline
from paperchat.answering.reply import Reply
from paperchat.answering.selection import Selection, as_found, is_survey, select
from paperchat.answering.speaker import Speakers
from paperchat.answering.trace import Consulted
from paperchat.library.figures import Measure, Ranked
from paperchat.library.filters import Condition
from paperchat.retrieval.names import Mention
from paperchat.types import Answer, Paper, PaperHit

__all__ = ["answer_from_catalogue", "is_survey"]

_BY_DATE = ("newest", "oldest")
_BY_AUTHORS = ("most_authors", "fewest_authors")
_WORDS = {
    "newest": "newest", "oldest": "oldest", "most_authors": "most authors",
    "fewest_authors": "fewest authors",
}  # fmt: skip


def answer_from_catalogue(
    context: Context, reply: Reply, asked: CatalogueQuestion, mentions: Sequence[Mention]
) -> Answer:
    """Answer ``asked`` exactly; ``mentions`` are the papers it names."""
    named = [mention.paper for mention in mentions]
    reply.note(Consulted(asked, papers=tuple(named)))
    if asked.about_one:
        return _facts(context, reply, asked, named)
    if asked.wanted in ABOUT_SEVERAL:
        return _several(context, reply, asked, named)
    # What names a paper in other words ("mention light meters") is what is looked for.
    scope = [mention.paper for mention in mentions if mention.surface == mention.paper.title]
    selection = select(context, asked, scope)
    reply.retrieved()
    reply.note(Consulted(asked, selection))
    if asked.wanted == "list":
        return _list(context, reply, asked, selection, scope)
    if asked.topics and not selection.count():
        # Figures of no papers would be an answer to what is asked of the world, not of them.
        said = refusal.nothing_to_list(described(asked, 2))
        if scope:
            said = refusal.none_of_these(len(scope), described(asked, 2))
        return reply.without_evidence("no_evidence", said)
    return _figures(context, reply, asked, selection, scope)


def _figures(
    context: Context,
    reply: Reply,
    asked: CatalogueQuestion,
    selection: Selection,
    scope: Sequence[Paper],
) -> Answer:
    """Tell what is counted of papers, or which of them come first."""
    if asked.wanted == "count":
        return _count(context, reply, asked, selection, scope)
    if asked.wanted in _BY_DATE or asked.wanted in _BY_AUTHORS:
        return _extreme(context, reply, asked, selection)
    draft = Draft()
    if asked.wanted == "overview":
        compose_overview(draft, context, selection)
    else:
        compose_figures(draft, asked, selection.figures())
    return reply.answered(draft)


def _count(
    context: Context,
    reply: Reply,
    asked: CatalogueQuestion,
    selection: Selection,
    scope: Sequence[Paper],
) -> Answer:
    draft = Draft()
    count = selection.count()
    asked = as_found(context, asked, selection)
    if scope:
        draft.say(among(len(scope), count, described(asked, 2)))
    else:
        compose_count(draft, asked, count, context.library.catalogue.count())
    if count and (selection.chosen is not None or asked.conditions):
        papers = selection.first(LISTED, asked.order)
        speakers = Speakers(context, asked, papers)
        listing = Listing(papers, count - len(papers), _wants_links(asked))
        compose_list(draft, "These are:", listing, speakers.of)
    return reply.answered(draft)


def _extreme(
    context: Context, reply: Reply, asked: CatalogueQuestion, selection: Selection
) -> Answer:
    by_date = asked.wanted in _BY_DATE
    measure: Measure = "published" if by_date else "author_count"
    largest = asked.wanted in ("newest", "most_authors")
    found = selection.ranked(measure, asked.limit, largest=largest)
    if not found.papers:
        said = refusal.nothing_to_list(described(asked, 2))
        if selection.count():
            known = "a date" if by_date else "a number of authors"
            said = refusal.nothing_known(described(asked, 2), known)
        return reply.without_evidence("no_evidence", said)
    draft = Draft()
    speakers = Speakers(context, asked, found.papers)
    left_out = found.ties if asked.limit is None else 0
    listing = Listing(found.papers, left_out)
    compose_list(draft, _opening(asked, found, by_date=by_date), listing, speakers.of)
    return reply.answered(draft)


def _opening(asked: CatalogueQuestion, found: Ranked, *, by_date: bool) -> str:
    """Say which papers come first by date or number of authors, and what is not known."""
    first, number = found.papers[0], len(found.papers)
    what, word = described(asked, number), _WORDS[asked.wanted]
    asides = []
    if found.unknown:
        missing = "no date" if by_date else "no author count"
        asides.append(_some(found.unknown, f"has {missing}", f"have {missing}"))
    if asked.limit is not None and found.ties:
        shared = "date" if by_date else "number of authors"
        asides.append(f"{found.ties} more share the {shared} of the last one listed")
    aside = f" ({'; '.join(asides)})" if asides else ""
    if asked.limit is not None:
        if number == 1 < asked.limit:
            return f"There is only 1 {what}{aside}:"
        shown = f"{number} {word} {what}" if by_date else f"{number} {what} with the {word}"
        return f"The {shown}{aside}:"
    if by_date:
        return f"The {word} of the {described(asked, 2)}, dated {date_of(first)}{aside}:"
    return f"The {word} in one of the {described(asked, 2)}: {first.author_count}{aside}:"


def _list(
    context: Context,
    reply: Reply,
    asked: CatalogueQuestion,
    selection: Selection,
    scope: Sequence[Paper],
) -> Answer:
    count, before = selection.count(), ""
    if not count and (other := asked.in_other_words()) is not None:
        # What is said of it in passing, or comes near it, may be what somebody looks for.
        passing = select(context, other, scope)
        if count := passing.count():
            before = f"No {described(asked, 1)}; "
            asked, selection = other, passing
            reply.note(Consulted(asked, selection))
    if not count:
        near = context.retriever.search(asked.topic, 3) if asked.topics else []
        said = refusal.nothing_to_list(described(asked, 2)) + _nameless(context, asked)
        if scope:
            said = refusal.none_of_these(len(scope), described(asked, 2))
            near = [PaperHit(paper, 1.0, None, None) for paper in scope]
        return reply.without_evidence("no_evidence", said, hits=near)
    asked = as_found(context, asked, selection)
    wanted = min(asked.limit or count, count)
    papers = selection.first(min(wanted, LISTED), asked.order)
    draft = Draft()
    number = f"{count}" if wanted == count else f"{wanted} of {count}"
    opening = f"{before}{number} {described(asked, count)}:"
    speakers = Speakers(context, asked, papers)
    listing = Listing(papers, wanted - len(papers), _wants_links(asked))
    compose_list(draft, opening, listing, speakers.of)
    others = [paper for paper in scope if paper not in papers]
    if others and asked.topics and wanted == len(papers):
        draft.say(refusal.not_said_of(others))
    return reply.answered(draft)


def _nameless(context: Context, asked: CatalogueQuestion) -> str:
    """Say how many papers a question for an author's name cannot be answered for."""
    if all(condition.field != "author" for condition in asked.conditions):
        return ""
    count = context.library.catalogue.count([Condition("author", "=", "none")])
    if not count:
        return ""
    return f" {_some(count, 'does not give its', 'do not give their')} authors' names."


def _some(count: int, one: str, many: str) -> str:
    return f"1 paper {one}" if count == 1 else f"{count} papers {many}"


def _wants_links(asked: CatalogueQuestion) -> bool:
    return any(c.field == "code" for c in asked.conditions)


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


def _several(
    context: Context, reply: Reply, asked: CatalogueQuestion, papers: Sequence[Paper]
) -> Answer:
    """Answer what sets the records of two or more papers against each other."""
    compose = compose_same if asked.wanted.startswith("same") else compose_order
    said = compose(asked.wanted, papers)
    if said is None:
        hits = [PaperHit(paper, 1.0, None, None) for paper in papers]
        return reply.without_evidence("not_in_abstract", refusal.not_in_record(papers), hits=hits)
    draft = Draft()
    # What is said to be newer stands first, so that "who wrote it?" means that.
    ranked = sorted(papers, key=lambda paper: not said.startswith(f"“{paper.title}” is"))
    speakers = Speakers(context, replace(asked, topics=()), ranked)
    compose_list(draft, said, Listing(ranked), speakers.of)
    return reply.answered(draft)
