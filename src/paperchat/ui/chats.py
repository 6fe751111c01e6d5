"""The conversations that windows have open, each of them once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from weakref import WeakSet

from paperchat.library.conversations import ConversationStore
from paperchat.ui.chat import Chat
from paperchat.ui.without_model import Answering


class Chats:
    """Hands out conversations; windows on the same one are given the same.

    One that no window shows and that waits for no answer is forgotten. Safe to share between
    threads.
    """

    def __init__(self, store: ConversationStore, answering: Callable[[str], Answering]) -> None:
        self.store = store
        self._answering = answering
        self._open: WeakSet[Chat] = WeakSet()
        self._lock = threading.Lock()

    def begin(self) -> Chat:
        """Return a new conversation; it is kept from its first question on."""
        chat = Chat(self._answering, self.store)
        with self._lock:
            self._open.add(chat)
        return chat

    def open(self, given: str) -> Chat:
        """Return the kept conversation that ``given`` means.

        Raises:
            InputError: there is no such conversation.
            LibraryError: the library cannot be read.
        """
        with self._lock:
            conversation_id = self.store.find(given)
            for chat in self._open:
                if chat.id == conversation_id:
                    return chat
            kept = self.store.load(conversation_id)
            chat = Chat(self._answering, self.store, conversation_id, kept.conversation)
            self._open.add(chat)
            return chat
