"""Dense search: Chroma for what is published, exact search for what came since.

Chroma's files survive neither a killed writer nor a second process that writes. So a published
build is never written to: changes go into a copy, which is checked and then swapped in. Until
then the newest vectors are searched exactly, straight from the catalogue, which also makes them
visible to every process at once.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from paperchat.library.builds import Build, Builds, seal
from paperchat.library.catalogue import Catalogue
from paperchat.library.rows import paper_of
from paperchat.library.vector_cache import Vector, VectorCache
from paperchat.types import ChunkHit

if TYPE_CHECKING:
    from paperchat.library.chroma import ChromaCollection

_log = logging.getLogger(__name__)
_PAGE = 10_000
_PROBES = 16
_SAME = 0.9999
_IGNORED = ("chroma.sqlite3",)


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What is searched: a published collection, and what the catalogue holds beyond it."""

    build: str
    generation: int
    collection: ChromaCollection | None
    ids: tuple[str, ...]
    vectors: Vector
    dropped: frozenset[str]


class VectorIndex:
    """The vector index of one library."""

    def __init__(self, catalogue: Catalogue, cache: VectorCache, root: Path) -> None:
        self._catalogue = catalogue
        self._cache = cache
        self._builds = Builds(catalogue, root, "vectors")
        self._lock = threading.RLock()
        self._snapshot: _Snapshot | None = None

    # --- reading ---------------------------------------------------------------------------------

    def search(self, vector: Vector, limit: int) -> list[ChunkHit]:
        """Return up to ``limit`` chunks, nearest first; scores are cosine similarities."""
        with self._lock:
            snapshot = self._current_snapshot()
            found = self._published_hits(snapshot, vector, limit)
        if snapshot.ids:
            scores = snapshot.vectors @ vector
            for position in np.argsort(-scores)[:limit]:
                found[snapshot.ids[position]] = float(scores[position])
        best = sorted(found.items(), key=lambda item: -item[1])[:limit]
        return [ChunkHit(name, paper_of(name), score) for name, score in best]

    def count(self) -> int:
        """Return how many vectors the published build holds."""
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
    ) -> dict[str, float]:
        if snapshot.collection is None:
            return {}
        from paperchat.library.chroma import BROKEN

        try:
            found = snapshot.collection.query(vector, limit + len(snapshot.dropped))
        except BROKEN as error:
            _log.warning("the vector index cannot be read (%s); searching the catalogue", error)
            self._release()
            self._snapshot = snapshot = self._exact_snapshot(snapshot)
            scores = snapshot.vectors @ vector if snapshot.ids else np.empty(0)
            found = [(snapshot.ids[i], float(scores[i])) for i in np.argsort(-scores)[:limit]]
        return {name: score for name, score in found if name not in snapshot.dropped}

    def _current_snapshot(self) -> _Snapshot:
        generation = self._catalogue.generation()
        snapshot = self._snapshot
        if snapshot is not None and snapshot.generation == generation:
            return snapshot
        build = self._builds.current()
        name = build.folder.name if build else ""
        collection = snapshot.collection if snapshot and snapshot.build == name else None
        if collection is None:
            self._release()
            collection = self._open(build)
        since = build.generation if build and collection else -1
        self._snapshot = self._beyond(name, generation, collection, since)
        return self._snapshot

    def _beyond(
        self, build: str, generation: int, collection: ChromaCollection | None, since: int
    ) -> _Snapshot:
        found, vectors = self._cache.newer_than(since)
        dropped = frozenset(self._catalogue.changes(since).dropped) if collection else frozenset()
        return _Snapshot(build, generation, collection, tuple(found), vectors, dropped)

    def _exact_snapshot(self, snapshot: _Snapshot) -> _Snapshot:
        return self._beyond(snapshot.build, snapshot.generation, None, -1)

    def _open(self, build: Build | None) -> ChromaCollection | None:
        if build is None or not build.folder.is_dir():
            return None
        from paperchat.library.chroma import BROKEN, ChromaCollection

        embedder = self._catalogue.fact("embedder") or ""
        try:
            collection = ChromaCollection(build.folder, embedder)
        except BROKEN as error:
            _log.warning("the vector index cannot be opened (%s); searching the catalogue", error)
            return None
        # Vectors of another embedder are never compared with this one's.
        return collection if collection.embedder == embedder else None

    def _release(self) -> None:
        if self._snapshot is not None and self._snapshot.collection is not None:
            self._snapshot.collection.close()
        self._snapshot = None

    # --- writing (the caller holds the writer's lock) --------------------------------------------

    def current(self) -> bool:
        """Tell whether the published build holds all that the catalogue holds."""
        build = self._builds.current()
        return build is not None and not self._changed_since(build.generation)

    def sound(self) -> bool:
        """Tell whether the published build's files are as they were when it was sealed."""
        from paperchat.library.chroma import database_sound

        build = self._builds.current()
        if build is None or not build.folder.is_dir():
            return False
        return self._seal(build.folder) == build.seal and database_sound(build.folder)

    def sweep(self) -> None:
        """Remove folders of builds that are no longer, or never became, current."""
        self._builds.sweep()

    def publish(self, *, anew: bool = False) -> None:
        """Write a build that holds all vectors of the catalogue, check it, and swap it in.

        It starts from a copy of the published build, or from nothing with ``anew`` or where that
        build is missing, damaged, or of another embedder.
        """
        from paperchat.library.chroma import ChromaCollection

        embedder = self._catalogue.fact("embedder") or ""
        generation = self._catalogue.generation()
        folder = self._builds.new_folder()
        since = -1 if anew else self._copy_published(folder)
        collection = ChromaCollection(folder, embedder)
        try:
            if since >= 0:
                collection.delete(self._catalogue.changes(since).dropped)
            after = ""
            while True:
                ids, vectors = self._cache.newer_than(since, after=after, limit=_PAGE)
                if not ids:
                    break
                collection.add(ids, vectors)
                after = ids[-1]
            complete = self._complete(collection)
        finally:
            collection.close()
        if not complete and since >= 0:
            self.publish(anew=True)
            return
        previous = self._builds.current()
        self._builds.publish(folder, generation, self._seal(folder))
        # A reader may be about to open the build it just looked up.
        self._builds.sweep(keep=(previous.folder,) if previous else ())

    def _copy_published(self, folder: Path) -> int:
        """Copy the published build into ``folder``; returns its generation, or -1 if unusable."""
        from paperchat.library.chroma import copy_folder

        build = self._builds.current()
        if build is None or not self.sound():
            return -1
        copy_folder(build.folder, folder)
        return build.generation

    def _complete(self, collection: ChromaCollection) -> bool:
        """Check the number of vectors, and that a sample of them is found."""
        if collection.count() != self._cache.embedded_count():
            return False
        ids, vectors = self._cache.newer_than(-1, limit=_PROBES)
        for name, vector in zip(ids, vectors, strict=True):
            found = collection.query(vector, 5)
            # Papers of one text share a vector, so any exact neighbour will do.
            if not any(name == other or score > _SAME for other, score in found):
                return False
        return True

    def _seal(self, folder: Path) -> str:
        return f"{self._catalogue.fact('embedder')} {seal(folder, ignore=_IGNORED)}"

    def _changed_since(self, generation: int) -> bool:
        ids, _ = self._cache.newer_than(generation, limit=1)
        return bool(ids or self._catalogue.changes(generation).dropped)
