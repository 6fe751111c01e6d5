"""An answer kept as it comes, so that whatever ends it leaves what had come by then."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from paperchat.errors import PaperchatError
from paperchat.library.keeping import ConversationKeeper, KeptPlace
from paperchat.models.spec import without_password
from paperchat.types import Answer, AnswerStatus, Turn
from paperchat.writing.collecting import Collected
from paperchat.writing.events import Event, answer_of

BROKE_OFF = (
    "This answer is not complete: it broke off before its end, or is still being written in "
    "another window."
)
COULD_NOT_BE_MADE = "The answer could not be made."
_EVERY_S = 0.2
"""Between two writes, each of which waits for the disk."""


class Recording:
    """Keeps a turn from when it is asked. Safe to share between threads.

    The turn is kept at once as one that broke off: nothing needs to be written when it does. With
    no keeper nothing is kept. ``instead_of`` is the ordinal from which on turns give way to it.
    """

    def __init__(
        self,
        keeper: ConversationKeeper | None,
        question: str,
        model: str,
        instead_of: int | None = None,
    ) -> None:
        self.question = question
        self.trouble = ""
        """Why the turn is not kept, where that has not been told before."""
        self._model = without_password(model)
        self._keeper = keeper
        self._collected = Collected(question)
        self._lock = threading.Lock()
        # Apart from the other lock, so that windows see what has come while the disk is waited for.
        self._writing = threading.Lock()
        self._settled = False
        self._timer: threading.Timer | None = None
        self._written = 0
        self._due = time.monotonic() + _EVERY_S
        self._place: KeptPlace | None = None
        if keeper is not None:
            self._place, self.trouble = keeper.begin(self._broken_off(), instead_of)

    def add(self, event: Event) -> None:
        """Take in what has happened."""
        with self._lock:
            self._collected.add(event)
            come = len(self._collected.sentences)
        with self._writing:
            if self._place is None or self._settled or self._timer or come <= self._written:
                return
            # Where it is too early a timer keeps it: the model may say nothing more for minutes.
            self._timer = threading.Timer(self._due - time.monotonic(), self._keep_what_came)
            self._timer.daemon = True
            self._timer.start()

    def follow(self, events: Iterable[Event]) -> Answer:
        """Take in ``events``, and return the answer that they end with."""
        return answer_of(self._added(events))

    @contextmanager
    def settling_errors(self) -> Iterator[None]:
        """Keep what has come where an error ends the answer, with its sentence; then it goes on."""
        try:
            yield
        except BaseException as error:
            told = f"{error}" if isinstance(error, PaperchatError) else COULD_NOT_BE_MADE
            self.settle(self.broken_off(told, "error"))
            raise

    def come(self) -> Collected:
        """Return what has come so far, which goes on changing no more."""
        with self._lock:
            come = self._collected
            return replace(come, sentences=list(come.sentences), citations=dict(come.citations))

    def broken_off(self, note: str, status: AnswerStatus = "answered") -> Answer:
        """Return what has come as an answer that is not complete; see :class:`Collected`."""
        return self.come().broken_off(note, self._model, status)

    def settle(self, answer: Answer) -> Turn:
        """Keep the whole answer, or what there is of it, and return the turn.

        What comes later is not kept.
        """
        turn = Turn(self.question, answer)
        with self._writing:
            self._settled = True
            if self._timer is not None:
                self._timer.cancel()
            self._keep(turn)
        return turn

    def _added(self, events: Iterable[Event]) -> Iterator[Event]:
        for event in events:
            self.add(event)
            yield event

    def _keep_what_came(self) -> None:
        with self._writing:
            self._timer = None
            if self._settled:
                return
            self._written = len(self.come().sentences)
            self._keep(self._broken_off())
            self._due = time.monotonic() + _EVERY_S

    def _keep(self, turn: Turn) -> None:
        if self._keeper is not None and self._place is not None:
            self.trouble = self._keeper.settle(self._place, turn) or self.trouble

    def _broken_off(self) -> Turn:
        come = self.come()
        status: AnswerStatus = "answered" if come.sentences else "error"
        return Turn(self.question, come.broken_off(BROKE_OFF, self._model, status))
