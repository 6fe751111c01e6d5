"""The one door to answers: a question and a conversation in, a stream of events out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paperchat.answering import refusal
from paperchat.answering.comparison import compose_comparison
from paperchat.answering.draft import Draft
from paperchat.answering.evidence import EvidenceScorer, Weighed
from paperchat.answering.extractive import compose, select
from paperchat.answering.gate import opens
from paperchat.answering.question import Question, read_question
from paperchat.answering.summary import compose_summary
from paperchat.embedding.port import Embedder
from paperchat.library.filters import Condition
from paperchat.library.library import Library
from paperchat.retrieval.hybrid import HybridRetriever
from paperchat.retrieval.names import Mention, NameResolver
from paperchat.retrieval.sentence_vectors import SentenceVectors
from paperchat.types import (
    Answer,
    AnswerSentence,
    AnswerStatus,
    Citation,
    Comparison,
    Conversation,
    Paper,
    PaperHit,
    QuestionKind,
    Timings,
)

MODEL = "extractive"
_CANDIDATES = 8
"""Papers whose sentences are weighed."""

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


@dataclass(slots=True)
class _Clock:
    start: float
    retrieve: float = 0.0

    def timings(self) -> Timings:
        total = (time.perf_counter() - self.start) * 1000
        return Timings(round(total, 2), round(self.retrieve, 2), round(total - self.retrieve, 2))


class Assistant:
    """Answers questions over one library. Safe to share between threads."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self._library = library
        self._embedder = embedder
        self.retriever = HybridRetriever(library, embedder)
        self.names = NameResolver(library)
        self._scorer = EvidenceScorer(library, SentenceVectors(library.vector_cache, embedder))

    def stream(
        self,
        question: str,
        conversation: Conversation | None = None,
        conditions: Sequence[Condition] = (),
    ) -> Iterator[Event]:
        """Answer ``question``: each sentence as it is settled, then the whole answer.

        ``conversation`` is what was said before; ``conditions`` limit the papers looked at.
        """
        del conversation  # Follow-ups are resolved from it; a question still stands alone here.
        answer = self._answer(question, conditions)
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
        events = list(self.stream(question, conversation, conditions))
        last = events[-1]
        assert isinstance(last, Finished)  # noqa: S101  # the protocol of `stream`
        return last.answer

    def summarize(self, name: str) -> Answer:
        """Summarize the paper that ``name`` (id, title, part of a title, acronym) means."""
        clock = _Clock(time.perf_counter())
        question = f"Summarize {name}"
        found = self.names.resolve(name)
        if len(found) != 1:
            return self._unresolved(question, "summary", [(name, found)], clock)
        return self._summary(question, found[0], clock)

    def compare(self, names: Sequence[str]) -> Answer:
        """Compare the papers that ``names`` mean, facet by facet."""
        clock = _Clock(time.perf_counter())
        question = f"Compare {' and '.join(names)}"
        resolved = [(name, self.names.resolve(name)) for name in names]
        unclear = [(name, found) for name, found in resolved if len(found) != 1]
        if unclear:
            return self._unresolved(question, "comparison", unclear, clock)
        papers = list({found[0].id: found[0] for _, found in resolved}.values())
        if len(papers) < 2:
            text = f"Both names mean “{papers[0].title}”: name two different papers."
            return self._refused(question, "comparison", "unknown_paper", text, (), (), clock)
        return self._comparison(question, papers, clock)

    # --- answering -------------------------------------------------------------------------------

    def _answer(self, text: str, conditions: Sequence[Condition]) -> Answer:
        clock = _Clock(time.perf_counter())
        question = read_question(text)
        if question.kind == "chat":
            return self._refused(text, "chat", "answered", _GREETING, (), (), clock)
        named = self.names.mentioned(question.text)
        papers = [mention.paper for mention in named]
        if question.kind == "comparison" and len(papers) > 1:
            return self._comparison(text, papers, clock)
        if question.kind == "summary" and len(papers) == 1:
            return self._summary(text, papers[0], clock)
        hits = self._retrieve(question, named, conditions, clock)
        return self._from_evidence(text, question, named, hits, clock)

    def _retrieve(
        self,
        question: Question,
        named: Sequence[Mention],
        conditions: Sequence[Condition],
        clock: _Clock,
    ) -> list[PaperHit]:
        vector = self._embedder.embed_query(question.text)
        rankings = self.retriever.rank(question.text, vector, conditions=conditions)
        hits = self.retriever.hits(rankings, _CANDIDATES)
        known = {hit.paper.id for hit in hits}
        if not conditions:
            hits += [
                PaperHit(mention.paper, 0.5, None, None)
                for mention in named
                if mention.paper.id not in known
            ]
        clock.retrieve = (time.perf_counter() - clock.start) * 1000
        return hits

    def _from_evidence(
        self,
        text: str,
        question: Question,
        named: Sequence[Mention],
        hits: Sequence[PaperHit],
        clock: _Clock,
    ) -> Answer:
        vector = self._embedder.embed_query(question.text)
        weighed = self._scorer.weigh(question, vector, hits, named)
        unknown = self.names.unknown(question.text)
        if not opens(weighed.signals) or unknown:
            return self._closed(text, question, named, hits, weighed, unknown, clock)
        draft = Draft()
        papers = frozenset(mention.paper.id for mention in named)
        compose(draft, select(weighed.evidence, named=papers))
        missing = weighed.signals.missing_terms
        return self._answered(text, question.kind, draft, None, clock, missing=missing)

    def _closed(
        self,
        text: str,
        question: Question,
        named: Sequence[Mention],
        hits: Sequence[PaperHit],
        weighed: Weighed,
        unknown: Sequence[str],
        clock: _Clock,
    ) -> Answer:
        missing = weighed.signals.missing_terms
        status: AnswerStatus = "no_evidence"
        said = refusal.no_evidence(missing)
        if named:
            papers = [mention.paper for mention in named]
            status, said = "not_in_abstract", refusal.not_in_abstract(papers, missing)
        elif unknown and opens(weighed.signals):
            # All but the name fits: the question is about something the library does not know.
            status, said = "unknown_paper", refusal.unknown_name(unknown)
        return self._refused(text, question.kind, status, said, hits, missing, clock)

    def _summary(self, question: str, paper: Paper, clock: _Clock) -> Answer:
        draft = Draft()
        sentences = self._library.catalogue.sentences_of([paper])
        compose_summary(draft, paper, sentences[paper.id])
        return self._answered(question, "summary", draft, None, clock)

    def _comparison(self, question: str, papers: Sequence[Paper], clock: _Clock) -> Answer:
        draft = Draft()
        sentences = self._library.catalogue.sentences_of(papers)
        grid = compose_comparison(draft, papers, sentences)
        return self._answered(question, "comparison", draft, grid, clock)

    # --- results ---------------------------------------------------------------------------------

    def _answered(
        self,
        question: str,
        kind: QuestionKind,
        draft: Draft,
        grid: Comparison | None,
        clock: _Clock,
        missing: tuple[str, ...] = (),
    ) -> Answer:
        return Answer(
            question=question,
            rewritten_question=None,
            kind=kind,
            status="answered",
            text=draft.text,
            sentences=draft.sentences,
            citations=draft.citations,
            comparison=grid,
            nearest=(),
            missing_terms=missing,
            model=MODEL,
            timings_ms=clock.timings(),
        )

    def _refused(
        self,
        question: str,
        kind: QuestionKind,
        status: AnswerStatus,
        text: str,
        hits: Sequence[PaperHit],
        missing: tuple[str, ...],
        clock: _Clock,
    ) -> Answer:
        return Answer(
            question=question,
            rewritten_question=None,
            kind=kind,
            status=status,
            text=text,
            sentences=(AnswerSentence(text, (), "none"),),
            citations=(),
            comparison=None,
            nearest=refusal.nearest(hits),
            missing_terms=missing,
            model=MODEL,
            timings_ms=clock.timings(),
        )

    def _unresolved(
        self,
        question: str,
        kind: QuestionKind,
        unclear: Sequence[tuple[str, Sequence[Paper]]],
        clock: _Clock,
    ) -> Answer:
        said = [
            refusal.ambiguous(name, found) if found else refusal.unknown_paper(name)
            for name, found in unclear
        ]
        hits = self.retriever.search(" ".join(name for name, _ in unclear), 3)
        text = " ".join(said)
        return self._refused(question, kind, "unknown_paper", text, hits, (), clock)
