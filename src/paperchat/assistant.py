"""The one door to answers: a question and a conversation in, a stream of events out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import replace

from paperchat.answering import refusal
from paperchat.answering.context import Context
from paperchat.answering.explaining import explained
from paperchat.answering.explanation import Explanation
from paperchat.answering.follow_ups import follow_ups
from paperchat.answering.from_papers import comparison_of, say_unresolved, summary_of
from paperchat.answering.length import Length
from paperchat.answering.openers import turns_away
from paperchat.answering.reply import Asked, Reply
from paperchat.answering.router import Router
from paperchat.answering.trace import Trace
from paperchat.answering.understanding import Understanding
from paperchat.embedding.port import Embedder, Reader
from paperchat.library.bodies import BodyStore
from paperchat.library.filters import Condition
from paperchat.library.library import Library
from paperchat.models.port import LanguageModel
from paperchat.retrieval.hybrid import HybridRetriever
from paperchat.retrieval.names import NameResolver
from paperchat.retrieval.readings import Readings
from paperchat.types import Answer, Conversation, Turn
from paperchat.verification.checker import SentenceChecker
from paperchat.writing.events import (
    Drafting,
    Event,
    Finished,
    SentenceReady,
    Understood,
    answer_of,
    as_it_stands,
)
from paperchat.writing.reading_back import explained_writing
from paperchat.writing.replaying import Replay, same_evidence
from paperchat.writing.run import Run
from paperchat.writing.second_try import SecondTry
from paperchat.writing.writer import Cost, Writer

__all__ = ["Assistant", "Drafting", "Event", "Finished", "SentenceReady", "Understood"]

_SHOWN_AS_THEY_STAND = ("quote", "why", "results")
"""Orders about the last answer that ask for the papers' own words."""


class Assistant:
    """Answers questions over one library. Safe to share between threads.

    Without a language model answers are made of quotes; :meth:`written_by` gives an assistant over
    the same library whose answers a model writes.
    """

    def __init__(self, library: Library, embedder: Embedder, reader: Reader) -> None:
        self._context = Context.of(library, embedder, reader)
        self._understanding = Understanding(library, self._context.names)
        self._router = Router(self._context)
        self._checker = SentenceChecker(self._context.readings)
        self._writer: Writer | None = None

    def written_by(self, model: LanguageModel | None, cost: Cost) -> Assistant:
        """Return an assistant that shares all parts, and has ``model`` write its answers."""
        other = copy(self)
        other._writer = None
        if model is not None:
            library = self._context.library
            other._writer = Writer(library.catalogue, self._checker, model, cost, library.bodies)
        return other

    @property
    def model(self) -> str:
        """Who writes the answers, as ``PAPERCHAT_MODEL`` says it."""
        return self._writer.model.spec if self._writer else "extractive"

    @property
    def retriever(self) -> HybridRetriever:
        """Ranks the papers of the library."""
        return self._context.retriever

    @property
    def bodies(self) -> BodyStore:
        """Holds the text behind the abstracts."""
        return self._context.library.bodies

    @property
    def readings(self) -> Readings:
        """Reads sentences token by token, and remembers them."""
        return self._context.readings

    @property
    def names(self) -> NameResolver:
        """Finds the papers that go by a name."""
        return self._context.names

    # --- questions -------------------------------------------------------------------------------

    def stream(
        self,
        question: str,
        conversation: Conversation | None = None,
        conditions: Sequence[Condition] = (),
    ) -> Iterator[Event]:
        """Answer ``question``: each sentence as it is settled, then the whole answer.

        ``conversation`` is what was said before; ``conditions`` limit the papers looked at.
        """
        asked = Asked(question, tuple(conditions), Trace())
        return self._events(asked, conversation or Conversation(), Run())

    def ask(
        self,
        question: str,
        conversation: Conversation | None = None,
        conditions: Sequence[Condition] = (),
    ) -> Answer:
        """Answer ``question`` in one piece; see :meth:`stream`."""
        return answer_of(self.stream(question, conversation, conditions))

    def explain(
        self,
        question: str,
        conversation: Conversation | None = None,
        conditions: Sequence[Condition] = (),
    ) -> tuple[Answer, Explanation]:
        """Answer as :meth:`ask` does, and say how the answer came about."""
        asked, run = Asked(question, tuple(conditions), Trace()), Run()
        answer = answer_of(self._events(asked, conversation or Conversation(), run))
        return answer, explained_writing(explained(answer, asked), run, self.model)

    def replay(self, turn: Turn, before: Conversation) -> Replay:
        """Say how a kept answer came about: its question is asked again after ``before``.

        Nothing is sent to a model; the prompt is the one that would be. What a model understood
        a follow-up as is taken from the answer.

        Raises:
            ModelError: how much the model takes cannot be found out.
        """
        kept, asked, run = turn.answer, Asked(turn.question, (), Trace()), Run()
        now = self._quoted(asked, before)
        if kept.rewritten_question and now.rewritten_question != kept.rewritten_question:
            asked, before = Asked(kept.rewritten_question, (), Trace()), Conversation()
            now = self._quoted(asked, before)
            now = replace(now, question=turn.question, rewritten_question=kept.rewritten_question)
        found = explained(now, asked)
        writer, understood = self._writer, asked.trace.understood
        shown = understood and understood.follow.order in _SHOWN_AS_THEY_STAND
        if writer is not None and writer.writes(now) and not shown:
            answer_of(writer.unsent().write(now, before, run))
            found = explained_writing(found, run, self.model, sent=False)
        return Replay(now, found, same_evidence(kept, now))

    def follow_ups(
        self, conversation: Conversation, wanted: Callable[[], bool] = lambda: True
    ) -> tuple[str, ...]:
        """Return up to three questions to go on with, drawn from what the last answer quotes.

        After a refusal they are to be asked instead, and drawn from its words and what is near it.
        Each was tried out, without a model, and gets an answer with new quotes. ``wanted`` is
        asked before each try, and ends the search where it says no.
        """
        if not conversation.turns:
            return ()
        catalogue, answer = self._context.library.catalogue, conversation.turns[-1].answer
        cited = [citation.paper_id for citation in answer.citations]
        near = [paper.paper_id for paper in answer.nearest]
        papers = catalogue.papers_by_id((*cited, *near))
        return follow_ups(
            answer,
            papers,
            catalogue.sentences_of(papers.values()),
            lambda question: self._quoted(Asked(question, (), Trace()), conversation),
            asked=[turn.question for turn in conversation.turns],
            wanted=wanted,
        )

    # --- papers by name --------------------------------------------------------------------------

    def stream_summary(self, name: str) -> Iterator[Event]:
        """Summarize the paper that ``name`` (id, title, part of a title, acronym) means."""
        reply = Reply(f"Summarize {name}", "summary")
        found = self.names.resolve(name)
        if len(found) != 1:
            return self._written(say_unresolved(self._context, reply, [(name, found)]))
        return self._written(summary_of(self._context, reply, found, Length.NORMAL))

    def summarize(self, name: str) -> Answer:
        """Summarize a paper in one piece; see :meth:`stream_summary`."""
        return answer_of(self.stream_summary(name))

    def stream_comparison(self, names: Sequence[str]) -> Iterator[Event]:
        """Compare the papers that ``names`` mean, facet by facet."""
        reply = Reply(f"Compare {' and '.join(names)}", "comparison")
        resolved = [(name, self.names.resolve(name)) for name in names]
        unclear = [(name, found) for name, found in resolved if len(found) != 1]
        if unclear:
            return self._written(say_unresolved(self._context, reply, unclear))
        papers = list({found[0].id: found[0] for _, found in resolved}.values())
        if len(papers) < 2:
            said = reply.without_evidence("unknown_paper", refusal.only_one(papers[0]))
            return self._written(said)
        return self._written(comparison_of(self._context, reply, papers))

    def compare(self, names: Sequence[str]) -> Answer:
        """Compare papers in one piece; see :meth:`stream_comparison`."""
        return answer_of(self.stream_comparison(names))

    # --- parts -----------------------------------------------------------------------------------

    def _events(self, asked: Asked, conversation: Conversation, run: Run) -> Iterator[Event]:
        answer = self._quoted(asked, conversation)
        if self._writer is None:
            yield from as_it_stands(answer)
            return
        second = SecondTry.of(self._writer.model, answer, conversation, self._writer.cost)
        if second is not None:
            again = Asked(second.question, asked.conditions, Trace())
            tried = self._quoted(again, Conversation())
            if tried.status == "answered":
                asked.trace.understood, asked.trace.step = again.trace.understood, again.trace.step
            yield from second.counted(self._written(second.taken(answer, tried), run=run))
            return
        order = asked.trace.understood and asked.trace.understood.follow.order
        if order in _SHOWN_AS_THEY_STAND:
            yield from as_it_stands(answer)
        else:
            yield from self._written(answer, conversation, run)

    def _written(
        self, answer: Answer, conversation: Conversation | None = None, run: Run | None = None
    ) -> Iterator[Event]:
        if self._writer is None or not self._writer.writes(answer):
            return as_it_stands(answer)
        return self._writer.write(answer, conversation or Conversation(), run)

    def _quoted(self, asked: Asked, conversation: Conversation) -> Answer:
        """Answer with the papers' own sentences, or refuse."""
        if turns_away(asked.question):
            conversation = Conversation()
        understood = self._understanding.of(asked.question, conversation)
        asked.trace.understood = understood
        return self._router.answer(asked, understood, conversation)
