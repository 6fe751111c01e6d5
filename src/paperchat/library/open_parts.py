"""A build of the vector index opened for searching: its parts as one."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from itertools import chain
from pathlib import Path

from paperchat.library.chroma import ChromaCollection
from paperchat.library.vector_cache import Vector

_AT_ONCE = 4
"""Parts that are searched at once; each keeps a core busy for some milliseconds."""


class OpenParts:
    """All parts of a build, searched at once; each stays in memory from its first search on.

    Raises what ``ChromaCollection`` does where one of them cannot be opened.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        with ExitStack() as opened:
            self._parts = [opened.enter_context(closing(ChromaCollection(f))) for f in folders]
            # None of them starts before several parts are searched.
            self._threads = opened.enter_context(ThreadPoolExecutor(_AT_ONCE, "parts"))
            self._opened = opened.pop_all()

    def are_of(self, embedder: str) -> bool:
        """Tell whether all vectors are those of ``embedder``, given by its fingerprint."""
        return all(part.embedder == embedder for part in self._parts)

    def count(self) -> int:
        """Return the number of vectors; raises ``StoreUnavailable`` where a part is damaged."""
        return sum(part.count() for part in self._parts)

    def query(self, vector: Vector, limit: int) -> list[tuple[str, float]]:
        """Return up to ``limit`` pairs of id and cosine similarity, nearest first.

        Raises:
            StoreUnavailable: the files of a part are damaged.
        """
        if len(self._parts) == 1:
            return self._parts[0].query(vector, limit)
        found = self._threads.map(lambda part: part.query(vector, limit), self._parts)
        return heapq.nlargest(limit, chain.from_iterable(found), key=_score)

    def close(self) -> None:
        """Release all parts."""
        self._opened.close()


def _score(pair: tuple[str, float]) -> float:
    return pair[1]
