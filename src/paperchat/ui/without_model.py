"""Answering where the chosen model cannot be used: with the papers' own sentences, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from paperchat.assistant import Event, Finished
from paperchat.types import Conversation
from paperchat.writing.closing_words import with_quotes_instead


class Answering(Protocol):
    """What answers: an assistant."""

    def stream(self, question: str, conversation: Conversation) -> Iterator[Event]:
        """Answer ``question``, event by event."""
        ...


@dataclass(frozen=True, slots=True)
class WithoutModel:
    """Answers as ``quoting`` does, and says in one sentence ``why`` no model writes."""

    quoting: Answering
    why: str

    def stream(self, question: str, conversation: Conversation) -> Iterator[Event]:
        """Answer ``question``, event by event."""
        for event in self.quoting.stream(question, conversation):
            if isinstance(event, Finished):
                yield Finished(with_quotes_instead(event.answer, self.why))
            else:
                yield event
