"""Which papers meet conditions, kept in memory for as long as the library stays the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from paperchat.library.filters import Condition

_KEPT = 8
"""Whoever filters asks several questions of the same papers, and seldom turns to many others."""

Conditions = tuple[Condition, ...]


class Selections:
    """The ids of papers by the conditions they meet, all of one generation. Safe to share."""

    def __init__(self) -> None:
        self._generation = -1
        self._ids: OrderedDict[Conditions, frozenset[str]] = OrderedDict()
        self._lock = threading.Lock()

    def known(self, conditions: Sequence[Condition], generation: int) -> frozenset[str] | None:
        """Return what was kept; all is forgotten at another generation."""
        with self._lock:
            if generation != self._generation:
                self._ids.clear()
                self._generation = generation
            found = self._ids.get(tuple(conditions))
            if found is not None:
                self._ids.move_to_end(tuple(conditions))
        return found

    def keep(self, conditions: Sequence[Condition], ids: frozenset[str], generation: int) -> None:
        """Keep ids that were read after the library was asked for its ``generation``."""
        with self._lock:
            if generation != self._generation:
                return
            self._ids[tuple(conditions)] = ids
            while len(self._ids) > _KEPT:
                self._ids.popitem(last=False)
