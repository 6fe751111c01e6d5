"""Keeping one conversation while it is being held."""

from __future__ import annotations

from paperchat.errors import LibraryError
from paperchat.library.conversations import ConversationStore
from paperchat.types import Turn


class ConversationKeeper:
    """Keeps each turn as it is answered; a failure to keep one never takes the answer away.

    The conversation is created with its first turn, so that none is kept empty. ``id`` is that of
    the conversation, or None until then.
    """

    def __init__(self, store: ConversationStore, conversation_id: str | None = None) -> None:
        self.id = conversation_id
        self.trouble = ""
        """Why the newest turns are not kept, in one sentence; empty while all are."""
        self._store = store
        self._waiting: list[Turn] = []

    def keep(self, turn: Turn) -> str:
        """Keep ``turn``, together with those that could not be kept before.

        Returns the sentence that says why that failed; it is returned once, and again only after
        keeping has worked in between or when the reason is another. Otherwise it is empty.
        """
        self._waiting.append(turn)
        try:
            self._write()
        except LibraryError as error:
            told, self.trouble = self.trouble, str(error)
            return self.trouble if self.trouble != told else ""
        self._waiting.clear()
        self.trouble = ""
        return ""

    def _write(self) -> None:
        # Deleted elsewhere meanwhile: what was said before stays deleted, and a new one begins.
        if self.id is None or not self._store.add(self.id, self._waiting):
            self.id = self._store.create(self._waiting).id
