"""One visitor's conversation: its turns, and the questions on their way to an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from paperchat.assistant import Assistant, Event
from paperchat.library.keeping import ConversationKeeper
from paperchat.models.spec import without_password
from paperchat.types import Answer, AnswerStatus, Conversation, Turn
from paperchat.ui.running import Running
from paperchat.writing.collecting import Collected

STOPPED = "You stopped this answer; what had come by then is kept."


@dataclass(slots=True)
class Pending:
    """A question on its way to an answer that ``model`` writes."""

    question: str
    model: str = "extractive"
    collected: Collected = field(init=False)
    _running: Running | None = None

    def __post_init__(self) -> None:
        self.collected = Collected(self.question)

    def events(self, assistant: Assistant, conversation: Conversation) -> Iterator[Event | None]:
        """Yield the events that are still to come, keeping each before it is handed out.

        Now and then None comes, while there is nothing new.
        """
        if self._running is None:
            self._running = Running(assistant.stream(self.question, conversation))
        for event in self._running.events():
            if event is not None:
                self.collected.add(event)
            yield event

    def broken_off(self, note: str, status: AnswerStatus = "answered") -> Answer:
        """Return what has come as an answer that is not complete; see :class:`Collected`."""
        return self.collected.broken_off(note, without_password(self.model), status)

    def stop(self) -> None:
        """End the answer."""
        if self._running is not None:
            self._running.stop()


@dataclass(slots=True)
class Chat:
    """One conversation: its turns, the questions that wait, and where it is kept."""

    conversation: Conversation = field(default_factory=Conversation)
    keeper: ConversationKeeper | None = None
    waiting: list[Pending] = field(default_factory=list)
    newly_settled: bool = False
    """Whether the last turn has not been drawn yet."""

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The answered questions, oldest first."""
        return self.conversation.turns

    @property
    def id(self) -> str | None:
        """The id under which it is kept; None until the first answer."""
        return self.keeper.id if self.keeper else None

    @property
    def trouble(self) -> str:
        """Why the newest answers could not be kept, if that is so."""
        return self.keeper.trouble if self.keeper else ""

    def ask(self, question: str, model: str = "extractive") -> None:
        """Put a question in line, for ``model`` to answer; a blank one is ignored."""
        if question.strip():
            self.waiting.append(Pending(question.strip(), model))

    def settle(self, pending: Pending, answer: Answer) -> None:
        """Keep the answer and take the question out of the line."""
        turn = Turn(pending.question, answer)
        self.conversation = self.conversation.with_turn(turn)
        if self.keeper:
            self.keeper.keep(turn)
        self.waiting.remove(pending)
        self.newly_settled = True

    def fail(self, pending: Pending, message: str) -> None:
        """Keep what came before a failure, followed by ``message`` in place of the rest."""
        self.settle(pending, pending.broken_off(message, "error"))

    def stop(self) -> None:
        """End the answer that is being made, and keep what has come of it."""
        if not self.waiting:
            return
        pending = self.waiting[0]
        pending.stop()
        self.settle(pending, pending.collected.answer or pending.broken_off(STOPPED))
