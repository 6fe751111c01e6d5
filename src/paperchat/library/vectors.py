"""Dense search: Chroma for what is published, exact search for what came since.

What the published build lacks (see ``vector_store``) is searched exactly, straight from the
catalogue, which also makes it visible to every process at once. So is everything while the build
cannot be used.
"""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass, replace

import numpy as np

from paperchat.errors import StoreUnavailable
from paperchat.library.builds import Build
from paperchat.library.catalogue import Catalogue
from paperchat.library.outage import Outage
from paperchat.library.rows import paper_of
from paperchat.library.vector_cache import (
    Vector,
    VectorCache,
    embedder_mismatch,
    similarities,
)
from paperchat.library.vector_store import OpenVectors, VectorStore
from paperchat.types import ChunkHit

_SHORTEST_PAUSE_S = 3.0
_PAUSE_A_SECOND_LOST = 6.0
"""Until a store that was away is asked again: the longer, the longer finding that out took."""
_NONE: Vector = np.empty((0, 0), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What is searched: a published collection, and what the catalogue holds beyond it.

    At ``ask_again``, in monotonic seconds, a collection that could not be had is asked for again.
    """

    build: Build | None
    embedder: str
    generation: int
    collection: OpenVectors | None
    ask_again: float
    ids: tuple[str, ...]
    vectors: Vector
    dropped: frozenset[str]

    def searches_as(self, other: _Snapshot) -> bool:
        """Tell whether neither has a collection, and both search the same vectors."""
        return (
            self.collection is None
            and other.collection is None
            and (self.embedder, self.generation) == (other.embedder, other.generation)
        )

    def nearest_beyond(self, vector: Vector, limit: int) -> dict[str, float]:
        """Return the nearest of what is not in the collection, by exact search."""
        if not self.ids:
            return {}
        scores = similarities(self.vectors, vector)
        return {self.ids[i]: float(scores[i]) for i in np.argsort(-scores)[:limit]}


class VectorIndex:
    """Reads the vector index of one library; safe to use from several threads."""

    def __init__(
        self, catalogue: Catalogue, cache: VectorCache, store: VectorStore, outage: Outage
    ) -> None:
        self._catalogue = catalogue
        self._cache = cache
        self._store = store
        self._outage = outage
        self._lock = threading.RLock()
        self._snapshot: _Snapshot | None = None
        self._expected: str | None = None

    def expect(self, fingerprint: str) -> None:
        """Name the embedder of the vectors that will be searched for."""
        self._expected = fingerprint

    def search(self, vector: Vector, limit: int) -> list[ChunkHit]:
        """Return up to ``limit`` chunks, nearest first; scores are cosine similarities.

        Raises:
            EmbedderMismatch: another process has embedded the library anew with another embedder.
        """
        with self._lock:
            snapshot = self._current_snapshot()
            asked = time.monotonic()
            try:
                found = self._published_hits(snapshot, vector, limit)
            except StoreUnavailable as error:
                self._release()
                # It may just have been swapped for another, which is no outage.
                if self._store.published() == snapshot.build:
                    self._outage.begin(error)
                snapshot = self._snapshot = self._beyond(
                    replace(snapshot, collection=None, ask_again=_ask_again(error, asked))
                )
                found = {}
        found |= snapshot.nearest_beyond(vector, limit)
        best = sorted(found.items(), key=lambda item: -item[1])[:limit]
        return [ChunkHit(name, paper_of(name), score) for name, score in best]

    def count(self) -> int:
        """Return how many vectors the published build holds; 0 when it cannot be used."""
        with self._lock:
            collection = self._current_snapshot().collection
            try:
                return collection.count() if collection else 0
            except StoreUnavailable as error:
                self._outage.begin(error)
                return 0

    def waiting(self) -> int:
        """Return how many vectors wait to be published; they are searched all the same."""
        with self._lock:
            return len(self._current_snapshot().ids)

    def close(self) -> None:
        """Release the published build."""
        with self._lock:
            self._release()

    def _published_hits(self, snapshot: _Snapshot, vector: Vector, limit: int) -> dict[str, float]:
        """Return what the collection finds; raises ``StoreUnavailable`` as it does."""
        if snapshot.collection is None:
            return {}
        found = snapshot.collection.query(vector, limit + len(snapshot.dropped))
        self._outage.end()
        return {name: score for name, score in found if name not in snapshot.dropped}

    def _current_snapshot(self) -> _Snapshot:
        # The generation is asked first: what changes meanwhile is looked at again next time.
        generation = self._catalogue.generation()
        build = self._store.published()
        old = self._snapshot
        fresh = old is not None and time.monotonic() < old.ask_again
        if old is not None and fresh and (old.generation, old.build) == (generation, build):
            return old
        embedder = self._catalogue.fact("embedder") or ""
        if self._expected not in (None, embedder):
            raise embedder_mismatch(embedder, self._expected or "")
        if old is not None and fresh and (old.build, old.embedder) == (build, embedder):
            collection, ask_again = old.collection, old.ask_again
        else:
            self._release()
            collection, ask_again = self._open(build, embedder)
            if collection is None and (newer := self._store.published()) != build:
                # It was swapped for another between looking it up and opening it.
                build = newer
                collection, ask_again = self._open(build, embedder)
        wanted = _Snapshot(
            build, embedder, generation, collection, ask_again, (), _NONE, frozenset()
        )
        if old is not None and old.searches_as(wanted):
            # The store is still away: what was read from the catalogue is kept.
            wanted = replace(old, ask_again=ask_again)
        else:
            wanted = self._beyond(wanted)
        self._snapshot = wanted
        return wanted

    def _beyond(self, snapshot: _Snapshot) -> _Snapshot:
        """Return ``snapshot`` with what the catalogue holds beyond its collection."""
        build, collection = snapshot.build, snapshot.collection
        since = build.generation if build and collection else -1
        ids, vectors = self._cache.newer_than(since, fingerprint=snapshot.embedder)
        dropped = self._catalogue.dropped_since(since) if collection else ()
        return replace(snapshot, ids=tuple(ids), vectors=vectors, dropped=frozenset(dropped))

    def _open(self, build: Build | None, embedder: str) -> tuple[OpenVectors | None, float]:
        """Return the collection of ``build`` if it can be had, and when to ask for it again."""
        asked = time.monotonic()
        try:
            return (self._store.open(build, embedder) if build else None), math.inf
        except StoreUnavailable as error:
            self._outage.begin(error)
            return None, _ask_again(error, asked)

    def _release(self) -> None:
        if self._snapshot is not None and self._snapshot.collection is not None:
            self._snapshot.collection.close()
        self._snapshot = None


def _ask_again(error: StoreUnavailable, asked: float) -> float:
    if not error.passing:
        return math.inf
    now = time.monotonic()
    return now + max(_SHORTEST_PAUSE_S, _PAUSE_A_SECOND_LOST * (now - asked))
