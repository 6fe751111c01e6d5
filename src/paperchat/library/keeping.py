"""Keeping one conversation while it is being held."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from paperchat.errors import LibraryError
from paperchat.library.conversations import ConversationStore
from paperchat.types import Turn


@dataclass(slots=True, eq=False)
class KeptPlace:
    """Where a turn is kept: at ``ordinal`` (from 1) of a conversation, or not yet (None)."""

    turn: Turn
    conversation: str | None = None
    ordinal: int | None = None
    written: Turn | None = None
    """What was last kept there, by which its place is known again."""


class ConversationKeeper:
    """Keeps each turn from when it is asked; a failure to keep one never takes the answer away.

    The conversation is created with its first turn, so that none is kept empty. ``id`` is that of
    the conversation, or None until then. Safe to share between threads.
    """

    def __init__(self, store: ConversationStore, conversation_id: str | None = None) -> None:
        self.id = conversation_id
        self.trouble = ""
        """Why the newest turns are not kept, in one sentence; empty while all are."""
        self._store = store
        self._unkept: list[KeptPlace] = []
        self._lock = threading.RLock()

    def begin(self, turn: Turn, instead_of: int | None = None) -> tuple[KeptPlace, str]:
        """Keep a turn whose answer is still to come, with those that could not be kept before.

        The turns from the ordinal ``instead_of`` on give way to it. Returns its place, and why it
        could not be kept, as :meth:`keep` does.
        """
        place = KeptPlace(turn)
        with self._lock:
            self._unkept.append(place)
            return place, self._try(lambda: self._write(instead_of))

    def settle(self, place: KeptPlace, turn: Turn) -> str:
        """Keep ``turn`` at its place; returns why that failed, as :meth:`keep` does.

        Where the conversation was deleted meanwhile it stays deleted, and where another turn has
        been put in its place that one stays.
        """
        with self._lock:
            place.turn = turn
            if place not in self._unkept:
                self._unkept.append(place)
            return self._try(self._write)

    def keep(self, turn: Turn) -> str:
        """Keep ``turn``, together with those that could not be kept before.

        Returns the sentence that says why that failed; it is returned once, and again only after
        keeping has worked in between or when the reason is another. Otherwise it is empty.
        """
        with self._lock:
            self._unkept.append(KeptPlace(turn))
            return self._try(self._write)

    def _try(self, write: Callable[..., None]) -> str:
        try:
            write()
        except LibraryError as error:
            told, self.trouble = self.trouble, str(error)
            return self.trouble if self.trouble != told else ""
        self.trouble = ""
        return ""

    def _write(self, instead_of: int | None = None) -> None:
        for place in list(self._unkept):
            if place.conversation and place.ordinal and place.written:
                new = place.turn
                if self._store.settle(place.conversation, place.ordinal, new, place.written):
                    place.written = new
                self._unkept.remove(place)
        places = list(self._unkept)
        if not places:
            return
        turns = [place.turn for place in places]
        first = None if self.id is None else self._store.add(self.id, turns, instead_of)
        if first is None:
            # Deleted elsewhere meanwhile: what was said before stays deleted, a new one begins.
            self.id, first = self._store.create(turns).id, 1
        for ordinal, place in enumerate(places, first):
            place.conversation, place.ordinal, place.written = self.id, ordinal, place.turn
        self._unkept.clear()
