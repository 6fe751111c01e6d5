"""What one visitor's page remembers between runs of the script.

This is the only module that touches ``st.session_state`` and the page's address. A question is
recorded before it is answered, each sentence of its answer as it comes, and the turn before it is
drawn: whatever interrupts the script, the next run goes on where it stopped and asks nothing twice.

Each turn is also kept in the library, and the address names the conversation (``?c=ID``). It is
read once, when a visitor comes: so a reload or another window goes on with the same conversation,
while within a visit what was clicked last counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import streamlit as st

from paperchat.assistant import Assistant, Event, Finished
from paperchat.errors import InputError, PaperchatError
from paperchat.library.conversations import ConversationStore
from paperchat.library.keeping import ConversationKeeper
from paperchat.library.kept import KeptConversation
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
_DELETED = "paperchat-deleted"
_NOTICE = "paperchat-notice"
_ADDRESS = "c"


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

    def ask(self, question: str) -> None:
        """Put a question in line; a blank one is ignored."""
        if question.strip():
            self.waiting.append(Pending(question.strip()))

    def settle(self, pending: Pending, answer: Answer) -> None:
        """Keep the answer and take the question out of the line."""
        turn = Turn(pending.question, answer)
        self.conversation = self.conversation.with_turn(turn)
        if self.keeper:
            self.keeper.keep(turn)
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


def open_chat(store: ConversationStore) -> Chat:
    """Return this visitor's conversation: at first the one that the address names, or a new one."""
    if _CHAT not in st.session_state:
        _show(Chat(keeper=ConversationKeeper(store)))
        named = st.query_params.get(_ADDRESS)
        if named:
            resume(store, named)
    return _chat()


def tell_address(chat: Chat) -> None:
    """Let the page's address name the conversation, once it is kept."""
    if chat.id is None:
        st.query_params.pop(_ADDRESS, None)
    elif st.query_params.get(_ADDRESS) != chat.id:
        st.query_params[_ADDRESS] = chat.id


def ask(question: str) -> None:
    """Put a question in line; meant as a button's callback."""
    _chat().ask(question)


def question_box(placeholder: str, longest: int) -> None:
    """Draw the box for questions; what is sent from it is put in line."""
    st.chat_input(placeholder, key=_INPUT, max_chars=longest, on_submit=_ask_from_box)


def pop_notice() -> str:
    """Return what went wrong with the last click, once; empty when nothing did."""
    return str(st.session_state.pop(_NOTICE, ""))


# --- callbacks of the list of conversations ------------------------------------------------------


def new_conversation(store: ConversationStore) -> None:
    """Start over; what was said stays in the list."""
    st.session_state.pop(_DELETED, None)
    _show(Chat(keeper=ConversationKeeper(store)))


def resume(store: ConversationStore, conversation_id: str) -> None:
    """Go on with a kept conversation."""
    st.session_state.pop(_DELETED, None)
    try:
        kept = store.load(conversation_id)
    except InputError:
        _note("This conversation is not in the library any more.")
    except PaperchatError as error:
        _note(str(error))
    else:
        _show(Chat(kept.conversation, ConversationKeeper(store, kept.head.id)))


def rename(store: ConversationStore, conversation_id: str, box: str) -> None:
    """Give a conversation the title that was typed into the box with the key ``box``."""
    try:
        store.rename(conversation_id, str(st.session_state[box]))
    except PaperchatError as error:
        _note(str(error))


def delete(store: ConversationStore, conversation_id: str) -> None:
    """Delete a conversation; :func:`undo` puts it back."""
    try:
        kept = store.delete(conversation_id)
    except PaperchatError as error:
        _note(str(error))
        return
    if _chat().id == kept.head.id:
        new_conversation(store)
    st.session_state[_DELETED] = kept


def deleted() -> KeptConversation | None:
    """Return the conversation that was deleted last, as long as that can be undone."""
    found: KeptConversation | None = st.session_state.get(_DELETED)
    return found


def undo(store: ConversationStore) -> None:
    """Put back what was deleted last, and go on with it where nothing else was begun."""
    kept = deleted()
    if kept is None:
        return
    try:
        store.restore(kept)
    except PaperchatError as error:
        _note(str(error))
        return
    st.session_state.pop(_DELETED)
    if not _chat().turns and not _chat().waiting:
        resume(store, kept.head.id)


def _chat() -> Chat:
    found: Chat = st.session_state[_CHAT]
    return found


def _show(chat: Chat) -> None:
    st.session_state[_CHAT] = chat


def _note(notice: str) -> None:
    st.session_state[_NOTICE] = notice


def _ask_from_box() -> None:
    question = st.session_state[_INPUT]
    if question:
        _chat().ask(str(question))
