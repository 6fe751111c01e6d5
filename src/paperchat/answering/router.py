"""Which way a question is answered: from papers, from the catalogue, or from sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from paperchat.answering import refusal, unclear
from paperchat.answering.akin import noting_akin, with_akin
from paperchat.answering.catalogue_question import CatalogueQuestion, read_catalogue_question
from paperchat.answering.context import Context
from paperchat.answering.focus import asked_of, goes_on, spoken_of_last, stands_alone
from paperchat.answering.from_absence import answer_from_absence
from paperchat.answering.from_additions import answer_from_additions
from paperchat.answering.from_catalogue import answer_from_catalogue
from paperchat.answering.from_evidence import answer_from_evidence
from paperchat.answering.from_facets import asked_facets, facets_told
from paperchat.answering.from_fragment import answer_from_fragment
from paperchat.answering.from_mention import answer_from_mention
from paperchat.answering.from_order import answer_to_order
from paperchat.answering.from_overview import answer_with_overview
from paperchat.answering.from_papers import comparison_of, summary_of
from paperchat.answering.from_record import answer_from_record
from paperchat.answering.from_spoken_of import (
    answer_for_each,
    answer_from_those,
    asks_among,
    of_those_spoken_of,
)
from paperchat.answering.from_topics import answer_for_some
from paperchat.answering.gate import confidence
from paperchat.answering.length import Length
from paperchat.answering.negation import denied_in
from paperchat.answering.origin import asked_origin, introducing
from paperchat.answering.overview_question import asks_for_nothing, read_overview
from paperchat.answering.reply import Asked, Reply
from paperchat.answering.side_papers import papers_of_sides
from paperchat.answering.sides import read_sides
from paperchat.answering.small_talk import said_at_once
from paperchat.answering.title_names import with_titles
from paperchat.answering.trace import Trace, Weighing
from paperchat.answering.understanding import Understood
from paperchat.retrieval.names import Mention
from paperchat.text.identity import title_key
from paperchat.types import Answer, Conversation, QuestionKind


class Router:
    """Answers questions that are understood, each in its way."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def answer(self, asked: Asked, understood: Understood, conversation: Conversation) -> Answer:
        """Answer what ``asked`` means in its ``conversation``."""
        said = said_at_once(asked.question, understood.read)
        if said is not None:
            return asked.reply("chat").without_evidence("answered", said)
        if understood.follow.order is not None:
            return answer_to_order(self._context, asked, understood.follow)
        if understood.follow.beyond:
            said = refusal.no_such_place(len(understood.follow.focus))
            return asked.reply("ask").without_evidence("unknown_paper", said)
        added = answer_from_additions(self._context, asked, understood.read.text, date.today())
        if added is not None:
            return added
        understood = of_those_spoken_of(self._context, asked, understood, conversation)
        answer = self._by_kind(asked, understood)
        if answer.kind == "ask" and answer.status in ("no_evidence", "answered"):
            answer = self._asked_of_focus(asked, understood, conversation, answer) or answer
        if answer.status in ("no_evidence", "not_in_abstract"):
            answer = answer_from_fragment(self._context, asked, conversation) or answer
        of_all = understood.language == "english" and not understood.mentions
        if of_all and answer.status == "no_evidence":
            answer = with_akin(self._context, answer, understood.read.text, asked.conditions)
        elif of_all and answer.kind in ("list", "summary"):
            answer = noting_akin(self._context, answer, understood.read.text, asked.conditions)
        if understood.ambiguity is not None and understood.answered_for_all:
            answer = unclear.answered_for_all(answer, understood.ambiguity)
        return unclear.in_english_please(answer, understood.language)

    def _by_kind(self, asked: Asked, understood: Understood) -> Answer:
        read, rewritten = understood.read, understood.rewritten
        mentions: Sequence[Mention] = understood.mentions
        papers = [mention.paper for mention in mentions]
        titles = [paper.title for paper in papers]
        catalogue = read_catalogue_question(read.text, date.today(), titles)
        if catalogue is None and rewritten is not None:
            catalogue = read_catalogue_question(asked.question, date.today(), titles)
        if catalogue is not None and not _fits(catalogue, mentions):
            catalogue = None
        whole = None if catalogue else self._sided(asked, understood)
        whole = whole or answer_from_record(self._context, asked, understood)
        whole = whole or answer_from_mention(self._context, asked, understood)
        if whole is None and catalogue is None:
            whole = answer_from_absence(self._context, asked, understood)
        if whole is not None:
            return whole
        if read.kind == "comparison" and len(papers) > 1:
            names = [(mention.surface, mention.paper) for mention in mentions]
            reply = asked.reply("comparison", rewritten)
            return comparison_of(self._context, reply, papers, names)
        summary = None if understood.unknown else self._summarized(asked, understood)
        if summary is not None:
            return summary
        listed = self._listed(asked, understood, catalogue) if catalogue else None
        if listed is not None:
            return listed
        settled = self._unanswerable(asked.reply(read.kind, rewritten), understood)
        settled = settled or self._facet(asked, understood)
        if settled is None and read.kind == "ask":
            settled = answer_for_each(self._context, asked, understood)
        if settled is not None:
            return settled
        if read.kind == "comparison":
            mentions = ()  # With one side unresolved, the other must not stand for both.
        kind: QuestionKind = "summary" if read.kind == "summary" else "ask"
        reply = asked.reply(kind, rewritten)
        return answer_from_evidence(self._context, reply, read, mentions, asked.conditions)

    def _listed(
        self, asked: Asked, understood: Understood, catalogue: CatalogueQuestion
    ) -> Answer | None:
        """Answer from the catalogue, or from the few papers spoken of; None if for the texts."""
        papers = [mention.paper for mention in understood.mentions]
        among = asks_among(catalogue, asked, papers)
        if among and denied_in(asked.question):
            return answer_from_those(self._context, asked, understood, papers)
        reply = asked.reply(catalogue.kind, understood.rewritten)
        narrowed = catalogue.narrowed(asked.conditions)
        listed = answer_from_catalogue(self._context, reply, narrowed, understood.mentions)
        if listed.status == "answered":
            return listed
        if among:
            return answer_from_those(self._context, asked, understood, papers)
        return None if catalogue.loosely else listed

    def _sided(self, asked: Asked, understood: Understood) -> Answer | None:
        """Compare papers that are described, not named; None if that is not what is asked for."""
        sides = None if understood.unknown else read_sides(understood.read.text)
        named = {mention.paper.id for mention in understood.mentions}
        by_name = understood.read.kind == "comparison" and len(named) > 1
        if sides is None or (by_name and len(named) >= sides.number):
            return None
        spoken_of = self._context.library.catalogue.papers_by_id(understood.follow.focus)
        found = papers_of_sides(self._context, sides, list(spoken_of.values()), asked.conditions)
        if found is None or (by_name and found.missing):
            return None
        reply = asked.reply("comparison", understood.rewritten)
        if found.missing:
            return unclear.say_sides_missing(reply, [s.text for s in found.missing], found.nearest)
        names = [(s.words, paper) for s, paper in zip(sides.sides, found.papers, strict=False)]
        return comparison_of(self._context, reply, found.papers, names)

    def _asked_of_focus(
        self, asked: Asked, understood: Understood, conversation: Conversation, standing: Answer
    ) -> Answer | None:
        """Ask once more of the papers just spoken of; None if what is ``standing`` stays."""
        focus = spoken_of_last(conversation)
        if not focus or understood.mentions or understood.language != "english":
            return None
        papers = self._context.library.catalogue.papers_in_order(focus)
        read = understood.read
        again = replace(asked, trace=Trace())
        reply = again.reply("ask", asked_of(read.text, papers))
        mentions = [Mention(paper, "", 0) for paper in papers]
        on = goes_on(read)
        roles = asked_facets(read, mentions) if on or standing.status == "no_evidence" else ()
        told = facets_told(self._context, reply, papers, roles) if roles else None
        answer = told or answer_from_evidence(
            self._context, reply, read, mentions, asked.conditions
        )
        if told is None and answer.status == "answered":
            surer = standing.status == "answered" and _surer(asked.trace, again.trace)
            if not on and (surer or (standing.status == "answered" and stands_alone(read))):
                return None
        elif told is None and not on:
            return None
        asked.trace.step = again.trace.step
        return replace(answer, narrowed_to=tuple(paper.id for paper in papers))

    def _unanswerable(self, reply: Reply, understood: Understood) -> Answer | None:
        """Say what is unknown or unclear, or that nothing is asked for; None if all is clear."""
        mentions = understood.mentions
        if understood.unknown:
            return unclear.say_unknown(self._context, reply, understood.unknown, mentions)
        if understood.ambiguity is not None and not understood.answered_for_all:
            return unclear.ask_back(reply, understood.ambiguity)
        origin = None if any(m.outright for m in mentions) else asked_origin(understood.read.text)
        if origin is not None:
            makers, users = introducing(self._context, origin.name)
            if len(users) >= origin.least and not makers:
                said = refusal.introduced_by_none(origin.name, len(users))
                near = self._context.retriever.search(origin.name, 3)
                return reply.without_evidence("no_evidence", said, hits=near)
        if not mentions and not self._context.library.lexical.tokens(understood.read.text):
            return reply.without_evidence("no_evidence", unclear.NO_WORDS)
        return None

    def _facet(self, asked: Asked, understood: Understood) -> Answer | None:
        """Tell the problem, results or limits of papers; None if that is not all that is asked."""
        read, mentions = understood.read, understood.mentions
        roles = asked_facets(read, mentions) if read.kind == "ask" else ()
        if not roles:
            return None
        papers = list({mention.paper.id: mention.paper for mention in mentions}.values())
        reply = asked.reply("ask", understood.rewritten)
        return facets_told(self._context, reply, papers, roles)

    def _summarized(self, asked: Asked, understood: Understood) -> Answer | None:
        """Summarize named papers, or what the papers say on a topic, if that is asked for."""
        read, focus = understood.read, understood.follow.focus
        # A word that happens to stand in one paper alone names no paper to be summarized.
        named = [m.paper for m in understood.mentions if m.outright]
        by_title = [m for m in understood.mentions if m.paper.id in focus or _is_title(m)]
        outright = [mention.paper for mention in by_title]
        reply = asked.reply("summary", understood.rewritten)
        titles = [paper.title for paper in outright]
        text = with_titles(read.text, by_title)
        wanted = read_overview(text, date.today(), titles, named=bool(named))
        # A short name is a paper in "summarize DeAL", a topic in "what do the papers say on DeAL".
        if wanted and (wanted.over_many if named and not outright else wanted.topic or not named):
            found = answer_with_overview(
                self._context,
                reply,
                wanted,
                Length.NORMAL if wanted.each else read.length,
                conditions=asked.conditions,
                among=outright,
            )
            if found is None and not outright:
                found = answer_for_some(self._context, reply, wanted, read.length, asked.conditions)
            if found is not None:
                return found
        if not named and asks_for_nothing(read.text):
            return reply.without_evidence("unknown_paper", refusal.NOTHING_TO_SUMMARIZE)
        if read.kind != "summary" or not named:
            return None
        return summary_of(self._context, reply, named, read.length)


def _surer(one: Trace, other: Trace) -> bool:
    """Tell whether the gate was surer of ``one`` than of ``other``."""
    first, second = one.step, other.step
    if not isinstance(first, Weighing) or not isinstance(second, Weighing):
        return True
    return confidence(first.weighed.signals) > confidence(second.weighed.signals)


def _is_title(mention: Mention) -> bool:
    """Tell whether words name a paper by its title, or by the part before the colon."""
    key = title_key(mention.surface)
    heads = (mention.paper.title, mention.paper.title.split(":")[0])
    return " " in key and key in {title_key(head) for head in heads}


def _fits(catalogue: CatalogueQuestion, mentions: Sequence[Mention]) -> bool:
    """A question about one paper is for its text, unless it asks for what its record holds."""
    by_reference = all(mention.surface == mention.paper.title for mention in mentions)
    names = [mention.surface for mention in mentions if mention.outright]
    return catalogue.fits(names, by_reference=by_reference)
