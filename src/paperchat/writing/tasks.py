"""What a model is asked to do for an answer: the request, and how its text will be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from paperchat.answering.length import Length
from paperchat.answering.question import read_question
from paperchat.types import Answer, AnswerSentence, Conversation, Paper
from paperchat.verification.checker import SentenceChecker
from paperchat.writing.budget import Prompt, Request
from paperchat.writing.grid import GridReading
from paperchat.writing.judging import Judge
from paperchat.writing.passages import Passage, by_paper
from paperchat.writing.prompts import (
    Exchange,
    ask_rules,
    comparison_rules,
    grid_text,
    question_text,
    summary_rules,
)
from paperchat.writing.prose import ProseReading

_EXCHANGES = 3
"""Earlier exchanges that a model is told."""

_HOW_MUCH = {
    Length.SHORT: ("one sentence", 160),
    Length.NORMAL: ("at most five sentences", 500),
    Length.LONG: ("eight to twelve sentences", 1_000),
}
_SENTENCE_TOKENS = 160
_SUMMARY_TOKENS = 1.4
"""A summary says more than an answer of the same length in words."""
_CELL_TOKENS = 90


class Reading(Protocol):
    """Reads what a model writes, piece by piece."""

    loops: bool

    @property
    def open(self) -> str:
        """The sentence in the making."""
        ...

    @property
    def declined(self) -> bool:
        """Whether the model says that the passages do not answer."""
        ...

    @property
    def sentences(self) -> list[AnswerSentence]:
        """What has been read and checked so far."""
        ...

    def feed(self, piece: str) -> list[AnswerSentence]:
        """Add a piece of text, and return the sentences it finishes."""
        ...

    def finish(self) -> list[AnswerSentence]:
        """Return what is left when nothing more will come."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """An answer to be written, from passages of ``papers``; those compared come first."""

    answer: Answer
    papers: tuple[Paper, ...]
    passages: tuple[Passage, ...]
    request: Request


def job_for(answer: Answer, passages: tuple[Passage, ...], conversation: Conversation) -> Job:
    """Return what to ask of a model for ``answer``, which was made without one."""
    asked = answer.rewritten_question or answer.question
    papers = tuple(own[0].paper for own in by_paper(passages))
    if answer.comparison is not None:
        rules, cells = comparison_rules(), sum(len(row.cells) for row in answer.comparison.rows)
        compared = papers[: len(answer.comparison.papers)]
        task = f"{grid_text(answer.comparison, compared)}\n\n{question_text(asked)}"
        request = Request(rules, passages, (), task, cells * _CELL_TOKENS)
        return Job(answer, papers, passages, request)
    much, tokens = _how_much(read_question(asked).length)
    if answer.kind == "summary":
        rules, tokens = summary_rules(much), int(tokens * _SUMMARY_TOKENS)
    else:
        rules = ask_rules(much)
    history = exchanges_of(conversation)
    request = Request(rules, passages, history, question_text(asked), tokens)
    return Job(answer, papers, passages, request)


def _how_much(length: Length) -> tuple[str, int]:
    """Return in words how long an answer is to be, and how many tokens that takes at most."""
    if length.counted:
        return f"exactly {length.most} sentences", length.most * _SENTENCE_TOKENS
    return _HOW_MUCH[length]


def reading_for(job: Job, prompt: Prompt, checker: SentenceChecker) -> Reading:
    """Return what reads the text that a model writes after ``prompt``."""
    grid = job.answer.comparison
    if grid is None:
        return ProseReading(Judge(checker, prompt.passages))
    judges = {
        paper.id: Judge(checker, [item for item in prompt.passages if item.paper.id == paper.id])
        for paper in job.papers
    }
    return GridReading(grid, job.papers[: len(grid.papers)], judges)


def exchanges_of(conversation: Conversation) -> tuple[Exchange, ...]:
    """Return the last exchanges of a conversation, oldest first."""
    return tuple(
        Exchange(
            turn.answer.rewritten_question or turn.question,
            " ".join(sentence.text for sentence in turn.answer.sentences),
        )
        for turn in conversation.turns[-_EXCHANGES:]
    )
