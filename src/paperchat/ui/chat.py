"""One conversation as all its windows see it: its turns, and the questions on their way."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from paperchat.errors import ConfigurationError, InputError, PaperchatError
from paperchat.library.conversations import ConversationStore
from paperchat.library.keeping import ConversationKeeper
from paperchat.recording import Recording
from paperchat.types import Answer, Conversation, Turn
from paperchat.ui.ending import ends, log_unless_ending
from paperchat.ui.without_model import Answering, WithoutModel

_log = logging.getLogger(__name__)

STOPPED = "You stopped this answer; what had come by then is kept."
UNEXPECTED = "Something went wrong here that should not have; the details are in the server's log."
BROKE_OFF = "The answer broke off before its end: ask again."
_QUOTES = "extractive"
_LOOK_S = 0.005


@dataclass(slots=True, eq=False)
class Pending:
    """A question on its way to an answer that ``model`` writes."""

    question: str
    model: str
    recording: Recording
    stopped: threading.Event = field(default_factory=threading.Event)


class Chat:
    """One conversation: its turns, the questions that wait, and where it is kept.

    Answers are made one after the other in threads of their own, whoever looks: a window that goes
    away ends nothing, and any number of them may show the same conversation. Safe to share between
    threads. ``answering`` gives the assistant whose answers a model writes; it may raise.
    """

    def __init__(
        self,
        answering: Callable[[str], Answering],
        store: ConversationStore | None = None,
        conversation_id: str | None = None,
        conversation: Conversation | None = None,
    ) -> None:
        self.waiting: tuple[Pending, ...] = ()
        self.deleted = False
        """Whether it was deleted elsewhere; what is on screen stays."""
        self._conversation = conversation or Conversation()
        self._answering = answering
        self._store = store
        self._keeper = ConversationKeeper(store, conversation_id) if store else None
        self._seen = store.version() if store else None
        self._lock = threading.RLock()

    @property
    def conversation(self) -> Conversation:
        """What was said, as the assistant is given it."""
        return self._conversation

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The answered questions, oldest first."""
        return self._conversation.turns

    @property
    def id(self) -> str | None:
        """The id under which it is kept; None until the first question."""
        return self._keeper.id if self._keeper else None

    @property
    def trouble(self) -> str:
        """Why the newest answers could not be kept, if that is so."""
        return self._keeper.trouble if self._keeper else ""

    def ask(self, question: str, model: str = _QUOTES) -> None:
        """Put a question in line, for ``model`` to answer; a blank one is ignored."""
        if question.strip():
            with self._lock:
                self._put_in_line(question.strip(), model)

    def ask_again(self, place: int, question: str, model: str = _QUOTES) -> None:
        """Ask ``question`` in place of the turn at ``place`` (0 is the first) and all after it.

        They are kept aside: :meth:`undo` puts them back. While an answer is being made, or if the
        question is blank, nothing happens.
        """
        with self._lock:
            self.refresh()
            if self.waiting or not question.strip() or not 0 <= place < len(self.turns):
                return
            self._conversation = Conversation(self.turns[:place])
            self._put_in_line(question.strip(), model, instead_of=place + 1)

    def undo(self) -> None:
        """Put back the turns that gave way last.

        Raises:
            LibraryError: the library cannot be written.
        """
        with self._lock:
            if self._store and self.id is not None and not self.waiting:
                self._store.undo(self.id)
                self.refresh()

    @property
    def replaced(self) -> int | None:
        """The place of the turn that :meth:`undo` would exchange, if it is the last one."""
        with self._lock:
            if not self._store or self.id is None or self.waiting:
                return None
            first = self._store.undoable(self.id)
            return first - 1 if first is not None and first == len(self.turns) else None

    def stop(self) -> None:
        """End the answer that is being made, and keep what has come of it."""
        with self._lock:
            if self.waiting:
                pending = self.waiting[0]
                pending.stopped.set()
                come = pending.recording.come()
                self._settle(pending, come.answer or pending.recording.broken_off(STOPPED))

    def wait(self, within_s: float) -> None:
        """Wait for an answer that is being made of quotes, at most so long, in seconds."""
        end = time.monotonic() + within_s
        while (line := self.waiting) and line[0].model == _QUOTES and time.monotonic() < end:
            time.sleep(_LOOK_S)

    def refresh(self) -> None:
        """Take in what other programs have changed about this conversation."""
        with self._lock:
            if self._store is None or self.id is None or self.waiting:
                return
            version = self._store.version()
            if version == self._seen or self.trouble:
                return
            try:
                self._conversation = self._store.load(self.id).conversation
                self.deleted = False
            except InputError:
                self.deleted = True
            except PaperchatError:
                return  # Told where something is kept; what is on screen stays.
            self._seen = version

    def keep_anyway(self) -> None:
        """Keep the conversation anew after it was deleted elsewhere.

        Raises:
            LibraryError: it could not be kept.
        """
        with self._lock:
            if self._store and self.deleted and self.turns:
                head = self._store.create(self.turns)
                self._keeper = ConversationKeeper(self._store, head.id)
                self.deleted = False

    # --- answering -------------------------------------------------------------------------------

    def _put_in_line(self, question: str, model: str, instead_of: int | None = None) -> None:
        self.refresh()
        if self.deleted:  # It goes on as a new conversation, which holds what is on screen.
            with suppress(PaperchatError):
                self.keep_anyway()
        recording = Recording(self._keeper, question, model, instead_of)
        self.waiting = (*self.waiting, Pending(question, model, recording))
        if len(self.waiting) == 1:
            self._start()

    def _start(self) -> None:
        name, said = "answering", (self.waiting[0], self._conversation)
        threading.Thread(target=self._answer, args=said, name=name, daemon=True).start()

    def _answer(self, pending: Pending, conversation: Conversation) -> None:
        try:
            events = self._writer(pending.model).stream(pending.question, conversation)
            for event in events:
                if pending.stopped.is_set():
                    close = getattr(events, "close", None)
                    if close is not None:
                        close()
                    return
                pending.recording.add(event)
        except PaperchatError as error:
            self._fail(pending, str(error))
        except Exception:  # noqa: BLE001  # the last door: whatever it was is logged, and said plainly
            log_unless_ending(_log, "a question could not be answered")
            self._fail(pending, UNEXPECTED)
        else:
            answer = pending.recording.come().answer
            self._settle(pending, answer or pending.recording.broken_off(BROKE_OFF, "error"))

    def _writer(self, model: str) -> Answering:
        """Return who answers where ``model`` writes: where that cannot be used, quotes and why."""
        try:
            return self._answering(model)
        except ConfigurationError as error:
            return WithoutModel(self._answering(_QUOTES), str(error))

    def _fail(self, pending: Pending, told: str) -> None:
        # At the end of the process anything fails, and what it says of it would mislead.
        note = BROKE_OFF if ends() else told
        self._settle(pending, pending.recording.broken_off(note, "error"))

    def _settle(self, pending: Pending, answer: Answer) -> None:
        with self._lock:
            if pending not in self.waiting:
                return  # It was stopped meanwhile.
            turn = pending.recording.settle(answer)
            self._conversation = self._conversation.with_turn(turn)
            self.waiting = tuple(other for other in self.waiting if other is not pending)
            if self.waiting:
                self._start()
