"""The one door to answers: a question and a conversation in, a stream of events out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from paperchat.answering import refusal, unclear
from paperchat.answering.catalogue_question import CatalogueQuestion, read_catalogue_question
from paperchat.answering.comparison import MOST_PAPERS as MOST_COMPARED
from paperchat.answering.comparison import compose_comparison
from paperchat.answering.context import Context
from paperchat.answering.draft import Draft
from paperchat.answering.explaining import explained
from paperchat.answering.explanation import Explanation
from paperchat.answering.focus import asked_of, spoken_of_last
from paperchat.answering.followup import FollowUp
from paperchat.answering.from_catalogue import answer_from_catalogue
from paperchat.answering.from_evidence import answer_from_evidence
from paperchat.answering.from_overview import answer_with_overview
from paperchat.answering.length import Length
from paperchat.answering.orders import explain_choice, only_results, show_quotes
from paperchat.answering.overview_question import asks_for_nothing, read_overview
from paperchat.answering.question import read_question
from paperchat.answering.reply import Asked, Reply
from paperchat.answering.side_papers import papers_of_sides
from paperchat.answering.sides import read_sides
from paperchat.answering.summary import MOST_PAPERS as MOST_SUMMARIZED
from paperchat.answering.summary import compose_summaries
from paperchat.answering.trace import Named, Trace
from paperchat.answering.understanding import Understanding, Understood
from paperchat.embedding.port import Embedder, Reader
from paperchat.library.filters import Condition
from paperchat.library.library import Library
from paperchat.retrieval.hybrid import HybridRetriever
from paperchat.retrieval.names import Mention, NameResolver
from paperchat.retrieval.rarity import Rarity
from paperchat.text.identity import title_key
from paperchat.types import Answer, AnswerSentence, Citation, Conversation, Paper, QuestionKind

_GREETING = (
    "Ask about the papers in this library: what a method does, what the papers say about a topic, "
    "or how two papers differ. Every sentence of an answer is a quote with its source."
)


@dataclass(frozen=True, slots=True)
class SentenceReady:
    """A sentence of the answer is settled, with the citations its labels refer to."""

    sentence: AnswerSentence
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole answer; always the last event."""

    answer: Answer


Event = SentenceReady | Finished


class Assistant:
    """Answers questions over one library. Safe to share between threads."""

    def __init__(self, library: Library, embedder: Embedder, reader: Reader) -> None:
        self._context = Context.of(library, embedder, reader)
        self._understanding = Understanding(library, self._context.names)

    @property
    def retriever(self) -> HybridRetriever:
        """Ranks the papers of the library."""
        return self._context.retriever

    @property
    def names(self) -> NameResolver:
        """Finds the papers that go by a name."""
        return self._context.names

    def stream(
        self,
        question: str,
        conversation: Conversation | None = None,
        conditions: Sequence[Condition] = (),
    ) -> Iterator[Event]:
        """Answer ``question``: each sentence as it is settled, then the whole answer.

        ``conversation`` is what was said before; ``conditions`` limit the papers looked at.
        """
        answer = self.ask(question, conversation, conditions)
        for sentence in answer.sentences:
            cited = tuple(item for item in answer.citations if item.label in sentence.labels)
            yield SentenceReady(sentence, cited)
        yield Finished(answer)

    def ask(
        self,
        question: str,
        conversation: Conversation | None = None,
        conditions: Sequence[Condition] = (),
    ) -> Answer:
        """Answer ``question`` in one piece; see :meth:`stream`."""
        asked = Asked(question, tuple(conditions), Trace())
        return self._answer(asked, conversation or Conversation())

    def explain(
        self,
        question: str,
        conversation: Conversation | None = None,
        conditions: Sequence[Condition] = (),
    ) -> tuple[Answer, Explanation]:
        """Answer as :meth:`ask` does, and say how the answer came about."""
        asked = Asked(question, tuple(conditions), Trace())
        answer = self._answer(asked, conversation or Conversation())
        return answer, explained(answer, asked)

    def _answer(self, asked: Asked, conversation: Conversation) -> Answer:
        understood = self._understanding.of(asked.question, conversation)
        asked.trace.understood = understood
        if understood.read.kind == "chat":
            return asked.reply("chat").without_evidence("answered", _GREETING)
        if understood.follow.order is not None:
            return self._ordered(asked, understood.follow)
        answer = self._by_kind(asked, understood)
        if answer.status == "no_evidence" and answer.kind == "ask":
            answer = self._asked_of_focus(asked, understood, conversation) or answer
        if understood.ambiguity is not None and understood.answered_for_all:
            answer = unclear.answered_for_all(answer, understood.ambiguity)
        return unclear.in_english_please(answer, understood.language)

    def summarize(self, name: str) -> Answer:
        """Summarize the paper that ``name`` (id, title, part of a title, acronym) means."""
        reply = Reply(f"Summarize {name}", "summary")
        found = self.names.resolve(name)
        if len(found) != 1:
            return self._unresolved(reply, [(name, found)])
        return self._summary(reply, found, Length.NORMAL)

    def compare(self, names: Sequence[str]) -> Answer:
        """Compare the papers that ``names`` mean, facet by facet."""
        reply = Reply(f"Compare {' and '.join(names)}", "comparison")
        resolved = [(name, self.names.resolve(name)) for name in names]
        unclear = [(name, found) for name, found in resolved if len(found) != 1]
        if unclear:
            return self._unresolved(reply, unclear)
        papers = list({found[0].id: found[0] for _, found in resolved}.values())
        if len(papers) < 2:
            return reply.without_evidence("unknown_paper", refusal.only_one(papers[0]))
        return self._comparison(reply, papers)

    # --- ways of answering -----------------------------------------------------------------------

    def _by_kind(self, asked: Asked, understood: Understood) -> Answer:
        read, rewritten = understood.read, understood.rewritten
        mentions: Sequence[Mention] = understood.mentions
        papers = [mention.paper for mention in mentions]
        titles = [paper.title for paper in papers]
        catalogue = read_catalogue_question(
            read.text, date.today(), titles
        ) or read_catalogue_question(asked.question, date.today(), titles)
        if catalogue is not None and not _fits(catalogue, mentions):
            catalogue = None
        sided = None if catalogue else self._sided(asked, understood)
        if sided is not None:
            return sided
        if read.kind == "comparison" and len(papers) > 1:
            return self._comparison(asked.reply("comparison", rewritten), papers)
        summary = None if understood.unknown else self._summarized(asked, understood)
        if summary is not None:
            return summary
        if catalogue is not None:
            reply = asked.reply(catalogue.kind, rewritten)
            return answer_from_catalogue(
                self._context, reply, catalogue.narrowed(asked.conditions), mentions
            )
        unanswerable = self._unanswerable(asked.reply(read.kind, rewritten), understood)
        if unanswerable is not None:
            return unanswerable
        if read.kind == "comparison":
            mentions = ()  # With one side unresolved, the other must not stand for both.
        kind: QuestionKind = "summary" if read.kind == "summary" else "ask"
        reply = asked.reply(kind, rewritten)
        return answer_from_evidence(self._context, reply, read, mentions, asked.conditions)

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
        return self._comparison(reply, found.papers)

    def _asked_of_focus(
        self, asked: Asked, understood: Understood, conversation: Conversation
    ) -> Answer | None:
        """Ask once more of the papers just spoken of; None if they do not answer either."""
        focus = spoken_of_last(conversation)
        if not focus or understood.mentions or understood.language != "english":
            return None
        found = self._context.library.catalogue.papers_by_id(focus)
        papers = [found[key] for key in focus if key in found]
        read = understood.read
        again = replace(asked, trace=Trace())
        reply = again.reply("ask", asked_of(read.text, papers))
        mentions = [Mention(paper, "", 0) for paper in papers]
        answer = answer_from_evidence(self._context, reply, read, mentions, asked.conditions)
        if answer.status != "answered":
            return None
        asked.trace.step = again.trace.step
        return answer

    def _unanswerable(self, reply: Reply, understood: Understood) -> Answer | None:
        """Say what is unknown or unclear, or that nothing is asked for; None if all is clear."""
        mentions = understood.mentions
        if understood.unknown:
            return unclear.say_unknown(self._context, reply, understood.unknown, mentions)
        if understood.ambiguity is not None and not understood.answered_for_all:
            return unclear.ask_back(reply, understood.ambiguity)
        if not mentions and not self._context.library.lexical.tokens(understood.read.text):
            return reply.without_evidence("no_evidence", unclear.NO_WORDS)
        return None

    def _ordered(self, asked: Asked, follow: FollowUp) -> Answer:
        assert follow.last is not None  # noqa: S101  # an order is about an answer
        last = follow.last
        earlier = last.rewritten_question or last.question
        reply = asked.reply(last.kind, earlier)
        if follow.order == "quote":
            return show_quotes(self._context, reply, last)
        if follow.order == "why":
            return explain_choice(self._context, reply, last)
        found = self._context.library.catalogue.papers_by_id(follow.focus)
        papers = [found[paper_id] for paper_id in follow.focus if paper_id in found]
        if follow.order == "results":
            return only_results(self._context, reply, papers)
        length = Length.SHORT if follow.order == "shorter" else Length.LONG
        if last.kind == "summary":
            return self._summary(reply, papers, length)
        mentions = self.names.mentioned(earlier) or [Mention(paper, "", 0) for paper in papers]
        read = replace(read_question(earlier), length=length)
        return answer_from_evidence(self._context, reply, read, mentions, asked.conditions)

    def _summary(self, reply: Reply, papers: Sequence[Paper], length: Length) -> Answer:
        reply.note(Named(tuple(papers), MOST_SUMMARIZED))
        draft = Draft()
        sentences = self._context.library.catalogue.sentences_of(papers)
        compose_summaries(draft, papers, sentences, Rarity(self._context.library), length)
        return reply.answered(draft)

    def _summarized(self, asked: Asked, understood: Understood) -> Answer | None:
        """Summarize named papers, or what the papers say on a topic, if that is asked for."""
        read, focus = understood.read, understood.follow.focus
        named = [m.paper for m in understood.mentions]
        outright = [m.paper for m in understood.mentions if m.paper.id in focus or _is_title(m)]
        reply = asked.reply("summary", understood.rewritten)
        wanted = read_overview(read.text, date.today(), [paper.title for paper in outright])
        # A short name is a paper in "summarize DeAL", a topic in "what do the papers say on DeAL".
        if wanted and (wanted.over_many if named and not outright else wanted.topic or not named):
            found = answer_with_overview(
                self._context,
                reply,
                wanted,
                read.length,
                conditions=asked.conditions,
                among=outright,
            )
            if found is not None:
                return found
        if not named and asks_for_nothing(read.text):
            return reply.without_evidence("unknown_paper", refusal.NOTHING_TO_SUMMARIZE)
        if read.kind != "summary" or not named:
            return None
        return self._summary(reply, named, read.length)

    def _comparison(self, reply: Reply, papers: Sequence[Paper]) -> Answer:
        reply.note(Named(tuple(papers), MOST_COMPARED))
        draft = Draft()
        sentences = self._context.library.catalogue.sentences_of(papers)
        rarity = Rarity(self._context.library)
        grid = compose_comparison(draft, papers, sentences, rarity)
        return reply.answered(draft, grid=grid)

    def _unresolved(self, reply: Reply, unclear: Sequence[tuple[str, Sequence[Paper]]]) -> Answer:
        said = [
            refusal.ambiguous(name, found) if found else refusal.unknown_paper(name)
            for name, found in unclear
        ]
        hits = self.retriever.search(" ".join(name for name, _ in unclear), 3)
        return reply.without_evidence("unknown_paper", " ".join(said), hits=hits)


def _is_title(mention: Mention) -> bool:
    """Tell whether words name a paper by its title, or by the part before the colon."""
    key = title_key(mention.surface)
    heads = (mention.paper.title, mention.paper.title.split(":")[0])
    return " " in key and key in {title_key(head) for head in heads}


def _fits(catalogue: CatalogueQuestion, mentions: Sequence[Mention]) -> bool:
    """A question about one paper is for its text, unless it asks for what its record holds."""
    by_reference = all(mention.surface == mention.paper.title for mention in mentions)
    one = catalogue.about_one
    names = [mention.surface for mention in mentions if one or mention.outright]
    return catalogue.fits(names, by_reference=by_reference)
