"""What one visitor's page remembers between runs of the script.

This is the only module that touches ``st.session_state``. A question is recorded before it is
answered, each sentence of its answer as it comes, and the turn before it is drawn: whatever
interrupts the script, the next run goes on where it stopped and asks nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import streamlit as st

from paperchat.assistant import Assistant, Event, Finished
from paperchat.types import (
    Answer,
    AnswerSentence,
    Citation,
    Conversation,
    Timings,
    Turn,
)

_CHAT = "paperchat-chat"
_INPUT = "paperchat-question"


@dataclass(slots=True)
class Pending:
    """A question on its way to an answer."""

    question: str
    sentences: list[AnswerSentence] = field(default_factory=list)
    citations: dict[int, Citation] = field(default_factory=dict)
    _events: Iterator[Event] | None = None

    def events(self, assistant: Assistant, conversation: Conversation) -> Iterator[Event]:
        """Yield the events that are still to come, keeping each before it is handed out."""
        if self._events is None:
            self._events = assistant.stream(self.question, conversation)
        for event in self._events:
            if not isinstance(event, Finished):
                self.sentences.append(event.sentence)
                self.citations.update({item.label: item for item in event.citations})
            yield event


@dataclass(slots=True)
class Chat:
    """One conversation: its turns, and the questions that wait."""

    conversation: Conversation = field(default_factory=Conversation)
    waiting: list[Pending] = field(default_factory=list)
    newly_settled: bool = False
    """Whether the last turn has not been drawn yet."""

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The answered questions, oldest first."""
        return self.conversation.turns

    def ask(self, question: str) -> None:
        """Put a question in line; a blank one is ignored."""
        if question.strip():
            self.waiting.append(Pending(question.strip()))

    def settle(self, pending: Pending, answer: Answer) -> None:
        """Keep the answer and take the question out of the line."""
        self.conversation = self.conversation.with_turn(Turn(pending.question, answer))
        self.waiting.remove(pending)
        self.newly_settled = True

    def fail(self, pending: Pending, message: str, model: str) -> None:
        """Keep what came before a failure, followed by ``message`` in place of the rest."""
        told = AnswerSentence(message, (), "none")
        answer = Answer(
            question=pending.question,
            rewritten_question=None,
            kind="ask",
            status="error",
            text=message,
            sentences=(*pending.sentences, told),
            citations=tuple(pending.citations.values()),
            comparison=None,
            nearest=(),
            missing_terms=(),
            model=model,
            timings_ms=Timings(0.0, 0.0, 0.0),
        )
        self.settle(pending, answer)


def chat() -> Chat:
    """Return this visitor's conversation."""
    if _CHAT not in st.session_state:
        st.session_state[_CHAT] = Chat()
    found: Chat = st.session_state[_CHAT]
    return found


def ask(question: str) -> None:
    """Put a question in line; meant as a button's callback."""
    chat().ask(question)


def question_box(placeholder: str, longest: int) -> None:
    """Draw the box for questions; what is sent from it is put in line."""
    st.chat_input(placeholder, key=_INPUT, max_chars=longest, on_submit=_ask_from_box)


def new_conversation() -> None:
    """Start over; meant as a button's callback."""
    st.session_state[_CHAT] = Chat()


def _ask_from_box() -> None:
    question = st.session_state[_INPUT]
    if question:
        chat().ask(str(question))
