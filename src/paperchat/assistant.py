"""The one door to answers: a question and a conversation in, a stream of events out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from paperchat.answering import refusal
from paperchat.answering.catalogue_question import CatalogueQuestion, read_catalogue_question
from paperchat.answering.comparison import compose_comparison
from paperchat.answering.context import Context
from paperchat.answering.draft import Draft
from paperchat.answering.followup import FollowUp, resolve
from paperchat.answering.from_catalogue import answer_from_catalogue
from paperchat.answering.from_evidence import answer_from_evidence
from paperchat.answering.length import Length
from paperchat.answering.orders import explain_choice, only_results, show_quotes
from paperchat.answering.question import Question, read_question
from paperchat.answering.reply import Reply
from paperchat.answering.summary import compose_summary
from paperchat.embedding.port import Embedder
from paperchat.library.filters import Condition
from paperchat.library.library import Library
from paperchat.retrieval.hybrid import HybridRetriever
from paperchat.retrieval.names import Mention, NameResolver
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

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self._context = Context.of(library, embedder)

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
        read = read_question(question)
        if read.kind == "chat":
            return Reply(question, "chat").without_evidence("answered", _GREETING)
        mentions = self.names.mentioned(read.text)
        follow = resolve(read.text, conversation or Conversation(), names_papers=bool(mentions))
        if follow.order is not None:
            return self._ordered(question, follow, conditions)
        if follow.rewritten:
            read = read_question(follow.text)
            mentions = self._with_focus(follow, self.names.mentioned(read.text))
        rewritten = follow.text if follow.rewritten else None
        return self._by_kind(question, rewritten, read, mentions, conditions)

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

    def _by_kind(
        self,
        asked: str,
        rewritten: str | None,
        read: Question,
        mentions: Sequence[Mention],
        conditions: Sequence[Condition],
    ) -> Answer:
        papers = [mention.paper for mention in mentions]
        if read.kind == "comparison" and len(papers) > 1:
            return self._comparison(Reply(asked, "comparison", rewritten), papers)
        if read.kind == "summary" and papers:
            return self._summary(Reply(asked, "summary", rewritten), papers, read.length)
        catalogue = read_catalogue_question(read.text, date.today())
        if catalogue is not None and _fits(catalogue, papers):
            kind: QuestionKind = "list" if catalogue.wanted == "list" else "facts"
            reply = Reply(asked, kind, rewritten)
            return answer_from_catalogue(
                self._context, reply, catalogue.narrowed(conditions), mentions
            )
        if read.kind == "comparison":
            mentions = ()  # With one side unresolved, the other must not stand for both.
        kind = "summary" if read.kind == "summary" else "ask"
        reply = Reply(asked, kind, rewritten)
        return answer_from_evidence(self._context, reply, read, mentions, conditions)

    def _ordered(self, asked: str, follow: FollowUp, conditions: Sequence[Condition]) -> Answer:
        assert follow.last is not None  # noqa: S101  # an order is about an answer
        last = follow.last
        earlier = last.rewritten_question or last.question
        reply = Reply(asked, last.kind, earlier)
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
        return answer_from_evidence(self._context, reply, read, mentions, conditions)

    def _with_focus(self, follow: FollowUp, mentions: Sequence[Mention]) -> list[Mention]:
        """Join the papers a question leans on with those it names."""
        known = {mention.paper.id for mention in mentions}
        missing = [paper_id for paper_id in follow.focus if paper_id not in known]
        found = self._context.library.catalogue.papers_by_id(missing)
        leaning = [Mention(found[key], found[key].title, 0) for key in missing if key in found]
        return [*leaning, *mentions]

    def _summary(self, reply: Reply, papers: Sequence[Paper], length: Length) -> Answer:
        draft = Draft()
        sentences = self._context.library.catalogue.sentences_of(papers)
        for paper in papers:
            compose_summary(draft, paper, sentences[paper.id], length)
        return reply.answered(draft)

    def _comparison(self, reply: Reply, papers: Sequence[Paper]) -> Answer:
        draft = Draft()
        sentences = self._context.library.catalogue.sentences_of(papers)
        grid = compose_comparison(draft, papers, sentences)
        return reply.answered(draft, grid=grid)

    def _unresolved(self, reply: Reply, unclear: Sequence[tuple[str, Sequence[Paper]]]) -> Answer:
        said = [
            refusal.ambiguous(name, found) if found else refusal.unknown_paper(name)
            for name, found in unclear
        ]
        hits = self.retriever.search(" ".join(name for name, _ in unclear), 3)
        return reply.without_evidence("unknown_paper", " ".join(said), hits=hits)


def _fits(catalogue: CatalogueQuestion, papers: Sequence[Paper]) -> bool:
    """A question about one paper is for its text, unless it asks for what its record holds."""
    return catalogue.about_one if papers else not catalogue.about_one
