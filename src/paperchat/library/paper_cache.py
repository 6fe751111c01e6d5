"""Papers kept in memory for as long as the library's generation stays the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping

from paperchat.types import Paper

_KEPT = 4_000
"""Papers kept: some 12 MB of titles and abstracts."""


class PaperCache:
    """The papers read last, all of one generation. Safe to share between threads."""

    def __init__(self) -> None:
        self._generation = -1
        self._papers: OrderedDict[str, Paper] = OrderedDict()
        self._lock = threading.Lock()

    def known(self, ids: Iterable[str], generation: int) -> dict[str, Paper]:
        """Return those of the papers that are kept; all are forgotten at another generation."""
        with self._lock:
            if generation != self._generation:
                self._papers.clear()
                self._generation = generation
            found = {key: self._papers[key] for key in ids if key in self._papers}
            for key in found:
                self._papers.move_to_end(key)
        return found

    def keep(self, papers: Mapping[str, Paper], generation: int) -> None:
        """Keep papers that were read after the library was asked for its ``generation``."""
        if len(papers) > _KEPT:
            return  # A whole library went by: it would push out what questions come back to.
        with self._lock:
            if generation != self._generation:
                return
            self._papers.update(papers)
            while len(self._papers) > _KEPT:
                self._papers.popitem(last=False)
