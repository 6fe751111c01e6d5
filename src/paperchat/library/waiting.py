"""How many papers of a library are found by their words only, since their vectors are to come."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from sqlalchemy import func, select

from paperchat.library.database import Database
from paperchat.library.tables import chunks, papers

_FRESH_S = 5.0
"""To count tens of thousands of papers takes some 60 ms, and nobody reads faster than that."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """``papers`` of all ``of`` papers have texts without a vector."""

    papers: int
    of: int

    def __str__(self) -> str:
        if self.papers == 1:
            return f"1 of {self.of:,} papers is found by words only so far."
        return f"{self.papers:,} of {self.of:,} papers are found by words only so far."


class WaitingPapers:
    """Counts the papers of one library that wait; a count is good for some seconds."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._counted: tuple[float, Waiting] | None = None

    def now(self) -> Waiting | None:
        """Return how many wait; None when none does."""
        pending = chunks.c.vector_generation.is_(None)
        with self._database.read() as connection:
            if connection.execute(select(chunks.c.id).where(pending).limit(1)).first() is None:
                return None
            with self._lock:
                if self._counted is None or time.monotonic() - self._counted[0] > _FRESH_S:
                    waiting = select(func.count(chunks.c.paper_id.distinct())).where(pending)
                    count = connection.scalar(waiting) or 0
                    of = connection.scalar(select(func.count()).select_from(papers)) or 0
                    self._counted = time.monotonic(), Waiting(count, of)
                return self._counted[1]
