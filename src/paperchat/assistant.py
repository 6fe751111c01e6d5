"""The one door to answers: a question and a conversation in, a stream of events out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paperchat.answering import refusal
from paperchat.answering.context import Context
from paperchat.answering.explaining import explained
from paperchat.answering.explanation import Explanation
from paperchat.answering.from_papers import comparison_of, say_unresolved, summary_of
from paperchat.answering.length import Length
from paperchat.answering.reply import Asked, Reply
from paperchat.answering.router import Router
from paperchat.answering.trace import Trace
from paperchat.answering.understanding import Understanding
from paperchat.embedding.port import Embedder, Reader
from paperchat.library.filters import Condition
from paperchat.library.library import Library
from paperchat.retrieval.hybrid import HybridRetriever
from paperchat.retrieval.names import NameResolver
from paperchat.types import Answer, AnswerSentence, Citation, Conversation


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
        self._router = Router(self._context)

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

    def summarize(self, name: str) -> Answer:
        """Summarize the paper that ``name`` (id, title, part of a title, acronym) means."""
        reply = Reply(f"Summarize {name}", "summary")
        found = self.names.resolve(name)
        if len(found) != 1:
            return say_unresolved(self._context, reply, [(name, found)])
        return summary_of(self._context, reply, found, Length.NORMAL)

    def compare(self, names: Sequence[str]) -> Answer:
        """Compare the papers that ``names`` mean, facet by facet."""
        reply = Reply(f"Compare {' and '.join(names)}", "comparison")
        resolved = [(name, self.names.resolve(name)) for name in names]
        unclear = [(name, found) for name, found in resolved if len(found) != 1]
        if unclear:
            return say_unresolved(self._context, reply, unclear)
        papers = list({found[0].id: found[0] for _, found in resolved}.values())
        if len(papers) < 2:
            return reply.without_evidence("unknown_paper", refusal.only_one(papers[0]))
        return comparison_of(self._context, reply, papers)

    def _answer(self, asked: Asked, conversation: Conversation) -> Answer:
        understood = self._understanding.of(asked.question, conversation)
        asked.trace.understood = understood
        return self._router.answer(asked, understood, conversation)
