"""Dense search: Chroma for what is published, exact search for what came since.

A published build is never written to (see ``vector_builds``). Until the next one is swapped in,
the newest vectors are searched exactly, straight from the catalogue, which also makes them visible
to every process at once.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from paperchat.library.builds import Build
from paperchat.library.catalogue import Catalogue
from paperchat.library.rows import paper_of
from paperchat.library.vector_builds import VectorBuilds
from paperchat.library.vector_cache import Vector, VectorCache, embedder_mismatch
from paperchat.types import ChunkHit

if TYPE_CHECKING:
    from paperchat.library.chroma import ChromaCollection

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What is searched: a published collection, and what the catalogue holds beyond it."""

    build: Build | None
    embedder: str
    generation: int
    collection: ChromaCollection | None
    ids: tuple[str, ...]
    vectors: Vector
    dropped: frozenset[str]

    def nearest_beyond(self, vector: Vector, limit: int) -> dict[str, float]:
        """Return the nearest of what is not in the collection, by exact search."""
        if not self.ids:
            return {}
        scores = self.vectors @ vector
        return {self.ids[i]: float(scores[i]) for i in np.argsort(-scores)[:limit]}


class VectorIndex:
    """Reads the vector index of one library; safe to use from several threads."""

    def __init__(self, catalogue: Catalogue, cache: VectorCache, builds: VectorBuilds) -> None:
        self._catalogue = catalogue
        self._cache = cache
        self._builds = builds
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
            found = self._published_hits(snapshot, vector, limit)
            if found is None:
                self._release()
                snapshot = self._snapshot = self._beyond(
                    snapshot.build, snapshot.embedder, snapshot.generation, None
                )
                found = {}
        found |= snapshot.nearest_beyond(vector, limit)
        best = sorted(found.items(), key=lambda item: -item[1])[:limit]
        return [ChunkHit(name, paper_of(name), score) for name, score in best]

    def count(self) -> int:
        """Return how many vectors the published build holds; 0 when it cannot be used."""
        with self._lock:
            collection = self._current_snapshot().collection
            return collection.count() if collection else 0

    def waiting(self) -> int:
        """Return how many vectors wait to be published; they are searched all the same."""
        with self._lock:
            return len(self._current_snapshot().ids)

    def close(self) -> None:
        """Release the published build."""
        with self._lock:
            self._release()

    def _published_hits(
        self, snapshot: _Snapshot, vector: Vector, limit: int
    ) -> dict[str, float] | None:
        """Return what the collection finds; null when it cannot be read."""
        if snapshot.collection is None:
            return {}
        from paperchat.library.chroma import BROKEN

        try:
            found = snapshot.collection.query(vector, limit + len(snapshot.dropped))
        except BROKEN as error:
            _log.warning("The vector index cannot be read (%s): searching the catalogue.", error)
            return None
        return {name: score for name, score in found if name not in snapshot.dropped}

    def _current_snapshot(self) -> _Snapshot:
        # The generation is asked first: what changes meanwhile is looked at again next time.
        generation = self._catalogue.generation()
        build = self._builds.published()
        old = self._snapshot
        if old is not None and (old.generation, old.build) == (generation, build):
            return old
        embedder = self._catalogue.fact("embedder") or ""
        if self._expected not in (None, embedder):
            raise embedder_mismatch(embedder, self._expected or "")
        if old is not None and (old.build, old.embedder) == (build, embedder):
            collection = old.collection
        else:
            self._release()
            collection = self._open(build, embedder)
            if collection is None and (newer := self._builds.published()) != build:
                # It was swapped for another between looking it up and opening it.
                build, collection = newer, self._open(newer, embedder)
        self._snapshot = self._beyond(build, embedder, generation, collection)
        return self._snapshot

    def _beyond(
        self,
        build: Build | None,
        embedder: str,
        generation: int,
        collection: ChromaCollection | None,
    ) -> _Snapshot:
        since = build.generation if build and collection else -1
        ids, vectors = self._cache.newer_than(since, fingerprint=embedder)
        dropped = self._catalogue.changes(since).dropped if collection else ()
        return _Snapshot(
            build, embedder, generation, collection, tuple(ids), vectors, frozenset(dropped)
        )

    def _open(self, build: Build | None, embedder: str) -> ChromaCollection | None:
        """Open a build whose files are as they were sealed: Chroma crashes on damaged ones."""
        # Chroma has to write to what it opens, so a library that is read-only is searched exactly.
        if build is None or self._catalogue.read_only or not self._builds.intact(build):
            return None
        from paperchat.library.chroma import BROKEN, ChromaCollection

        try:
            collection = ChromaCollection(build.folder)
        except BROKEN as error:
            _log.warning("The vector index cannot be opened (%s): searching the catalogue.", error)
            return None
        if collection.embedder == embedder:
            return collection
        # Vectors of another embedder are never compared with this one's.
        collection.close()
        return None

    def _release(self) -> None:
        if self._snapshot is not None and self._snapshot.collection is not None:
            self._snapshot.collection.close()
        self._snapshot = None
