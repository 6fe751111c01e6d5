"""Looking for questions to go on with, in the background: nobody waits for them."""

from __future__ import annotations

import logging
import threading

from paperchat.assistant import Assistant
from paperchat.types import Conversation
from paperchat.ui.ending import log_unless_ending

_log = logging.getLogger(__name__)


class LookingAhead:
    """A search for questions to go on with after a conversation, in a thread of its own."""

    def __init__(self, assistant: Assistant, conversation: Conversation) -> None:
        self._assistant = assistant
        self._conversation = conversation
        self._found: tuple[str, ...] = ()
        self._stopped = threading.Event()
        self._over = threading.Event()
        threading.Thread(target=self._run, name="looking-ahead", daemon=True).start()

    def over(self, within_s: float) -> bool:
        """Wait for its end at most so long, in seconds, and tell whether it has come."""
        return self._over.wait(within_s)

    @property
    def found(self) -> tuple[str, ...]:
        """The questions; none while the search goes on, and none where it was stopped."""
        return () if self._stopped.is_set() else self._found

    def stop(self) -> None:
        """End the search after what is being tried."""
        self._stopped.set()

    def _run(self) -> None:
        try:
            self._found = self._assistant.follow_ups(
                self._conversation, lambda: not self._stopped.is_set()
            )
        except Exception:  # noqa: BLE001  # an answer is of use without them
            log_unless_ending(_log, "no questions to go on with could be found")
        finally:
            self._over.set()
