"""The time, and waiting: given to what needs them, so that others can see to both."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """``now`` returns seconds since the epoch, ``sleep`` waits for some."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep

    def moment(self) -> datetime:
        """Return the time in UTC, without a zone, as the catalogue keeps it."""
        return datetime.fromtimestamp(self.now(), UTC).replace(tzinfo=None)

    def today(self) -> date:
        """Return the day in UTC, by which both services count."""
        return self.moment().date()
