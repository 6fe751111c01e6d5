"""What happens while an answer is made, one event after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from paperchat.types import Answer, AnswerSentence, Citation


@dataclass(frozen=True, slots=True)
class Understood:
    """The question as it was understood, where that differs from what was asked; comes first."""

    question: str


@dataclass(frozen=True, slots=True)
class Drafting:
    """A language model is in the middle of a sentence: ``text`` is what it has of it so far.

    It is not checked yet, and replaced by what comes next.
    """

    text: str


@dataclass(frozen=True, slots=True)
class SentenceReady:
    """A sentence of the answer is settled, with the citations its labels refer to."""

    sentence: AnswerSentence
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole answer; always the last event."""

    answer: Answer


Event = Understood | Drafting | SentenceReady | Finished


def as_it_stands(answer: Answer) -> Iterator[Event]:
    """Yield the events of an answer that is there already."""
    yield from as_understood(answer)
    yield from ready(answer.sentences, answer.citations)
    yield Finished(answer)


def ready(
    sentences: Iterable[AnswerSentence], citations: Iterable[Citation]
) -> Iterator[SentenceReady]:
    """Yield sentences as settled, each with those of ``citations`` that it refers to."""
    by_label = {item.label: item for item in citations}
    for sentence in sentences:
        cited = tuple(by_label[label] for label in sentence.labels if label in by_label)
        yield SentenceReady(sentence, cited)


def answer_of(events: Iterable[Event]) -> Answer:
    """Return the answer that ``events`` end with."""
    for event in events:
        if isinstance(event, Finished):
            return event.answer
    raise AssertionError("an answer always ends with one that is finished")


def as_understood(answer: Answer) -> Iterator[Event]:
    """Yield how the question of an answer was understood, where that is another."""
    if answer.rewritten_question:
        yield Understood(answer.rewritten_question)
