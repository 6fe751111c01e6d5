"""The one place where requests are repeated: the clients underneath try once."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from paperchat.models.failure import Failure


@dataclass(frozen=True, slots=True)
class Retrying:
    """How often a request that failed in passing is sent, and how long to wait before.

    ``waits`` are the seconds before each repetition. Whoever asks for more than
    ``longest`` is not asked again: somebody waits for the answer, and there is another one.
    """

    waits: tuple[float, ...] = (0.5, 1.5)
    longest: float = 5.0
    sleep: Callable[[float], None] = time.sleep

    def again(self, failure: Failure, failed: int) -> bool:
        """Wait, and tell whether to send the request again after it failed ``failed`` times."""
        if not failure.passing or failed > len(self.waits):
            return False
        wait = max(self.waits[failed - 1], failure.wait or 0.0)
        if wait > self.longest:
            return False
        self.sleep(wait)
        return True
