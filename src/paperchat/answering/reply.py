"""From a draft or a refusal to the answer that everybody gets: page, command line, JSON."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from paperchat.answering import refusal
from paperchat.answering.draft import Draft
from paperchat.answering.trace import Step, Trace
from paperchat.library.filters import Condition
from paperchat.types import (
    Answer,
    AnswerSentence,
    AnswerStatus,
    Comparison,
    Evidence,
    PaperHit,
    QuestionKind,
    Timings,
)

MODEL = "extractive"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was put, the conditions beside it, and what is noted on the way."""

    question: str
    conditions: tuple[Condition, ...]
    trace: Trace
    started: float = field(default_factory=time.perf_counter)

    def reply(self, kind: QuestionKind, rewritten: str | None = None) -> Reply:
        """Begin an answer, of the question ``rewritten`` if it was."""
        return Reply(self.question, kind, rewritten, self.trace, self.started)


class Reply:
    """One question on its way to its answer; keeps the time.

    ``rewritten`` is the question as it was understood, where that differs from what was asked. What
    is decided on the way goes into ``trace``, if somebody wants to know.
    """

    def __init__(
        self,
        question: str,
        kind: QuestionKind,
        rewritten: str | None = None,
        trace: Trace | None = None,
        started: float | None = None,
    ) -> None:
        self._question = question
        self._kind = kind
        self._rewritten = rewritten
        self._trace = trace
        self._started = time.perf_counter() if started is None else started
        self._retrieve_ms = 0.0

    def retrieved(self) -> None:
        """Note that retrieval ends here."""
        self._retrieve_ms = self._elapsed_ms()

    def note(self, step: Step) -> None:
        """Note what the answer is made from."""
        if self._trace is not None:
            self._trace.step = step

    def answered(
        self, draft: Draft, *, grid: Comparison | None = None, missing: Sequence[str] = ()
    ) -> Answer:
        """Return the answer that ``draft`` holds."""
        return Answer(
            question=self._question,
            rewritten_question=self._rewritten,
            kind=self._kind,
            status="answered",
            text=draft.text,
            sentences=draft.sentences,
            citations=draft.citations,
            comparison=grid,
            nearest=(),
            missing_terms=tuple(missing),
            model=MODEL,
            timings_ms=self._timings(),
        )

    def without_evidence(
        self,
        status: AnswerStatus,
        text: str,
        *,
        hits: Sequence[PaperHit] = (),
        missing: Sequence[str] = (),
        evidence: Sequence[Evidence] = (),
    ) -> Answer:
        """Return an answer that quotes nothing: a refusal, a question back, or small talk.

        ``evidence`` is what comes nearest, best first, to be shown beside a refusal.
        """
        return Answer(
            question=self._question,
            rewritten_question=self._rewritten,
            kind=self._kind,
            status=status,
            text=text,
            sentences=(AnswerSentence(text, (), "none"),),
            citations=(),
            comparison=None,
            nearest=refusal.nearest(hits, evidence),
            missing_terms=tuple(missing),
            model=MODEL,
            timings_ms=self._timings(),
        )

    def _elapsed_ms(self) -> float:
        return (time.perf_counter() - self._started) * 1000

    def _timings(self) -> Timings:
        total = self._elapsed_ms()
        return Timings(
            total=round(total, 2),
            retrieve=round(self._retrieve_ms, 2),
            answer=round(total - self._retrieve_ms, 2),
        )
