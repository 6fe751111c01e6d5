"""Writing the vector index: each change makes a new build, which is checked and then swapped in.

Chroma's files survive neither a killed writer nor a second process that writes, so a published
build is never written to. A build's seal covers its HNSW files byte by byte, and of its database
(to which Chroma writes on every opening) the content.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from paperchat.errors import LibraryError
from paperchat.library.builds import Build, Builds, seal
from paperchat.library.catalogue import Catalogue
from paperchat.library.chroma_files import DATABASE, copy_folder, database_content, make_durable
from paperchat.library.vector_cache import Vector, VectorCache

_PAGE = 10_000
_PROBES = 16
_PROBES_A_PAGE = 4
_SAME = 0.9999


class VectorBuilds:
    """The builds of one library's vector index; who writes holds the writer's lock."""

    def __init__(self, catalogue: Catalogue, cache: VectorCache, root: Path) -> None:
        self._catalogue = catalogue
        self._cache = cache
        self._builds = Builds(catalogue, root, "vectors")
        self._intact: Build | None = None

    def published(self) -> Build | None:
        """Return the build the catalogue names, whether or not its folder is sound."""
        return self._builds.current()

    def current(self) -> bool:
        """Tell whether the published build holds all that the catalogue holds."""
        build = self._builds.current()
        if build is None:
            return False
        ids, _ = self._cache.newer_than(build.generation, limit=1)
        return not ids and not self._catalogue.changes(build.generation).dropped

    def sound(self) -> bool:
        """Tell whether the published build is as it was when sealed; never opens it in Chroma."""
        build = self._builds.current()
        self._intact = (
            build if build is not None and self._seal(build.folder) == build.seal else None
        )
        return self._intact is not None

    def intact(self, build: Build) -> bool:
        """Tell whether ``build`` may be opened; looks at its files only the first time."""
        if self._intact != build and self._seal(build.folder) == build.seal:
            self._intact = build
        return self._intact == build

    def sweep(self) -> None:
        """Remove folders of builds that are no longer, or never became, current."""
        self._builds.sweep()

    def publish(self, *, anew: bool = False) -> None:
        """Write a build that holds all vectors of the catalogue, check it, and swap it in.

        It starts from a copy of the published build, or from nothing with ``anew`` or where that
        build is missing, damaged, or of another embedder.

        Raises:
            LibraryError: it cannot be written; the vectors are safe in the catalogue.
        """
        from paperchat.library.chroma import BROKEN

        generation = self._catalogue.generation()
        folder = self._builds.new_folder()
        since, fault = -1, "a check failed"
        try:
            # Emptied HNSW files are written to by each opening; where there were none, none are.
            anew = anew or self._cache.embedded_count() == 0
            since = -1 if anew else self._copy_published(folder)
            complete = self._complete(folder, self._fill(folder, since))
            make_durable(folder)
            sealed = self._seal(folder) if complete else None
        except BROKEN as error:
            sealed, fault = None, str(error)
        if sealed:
            self._builds.publish(folder, generation, sealed)
            self._builds.sweep()
            return
        shutil.rmtree(folder, ignore_errors=True)
        if since < 0:
            raise LibraryError(
                f"The vector index at {folder.parent} cannot be written ({fault}): check that the "
                "disk has room, then run the same command again; no paper is lost."
            )
        self.publish(anew=True)

    def _copy_published(self, folder: Path) -> int:
        """Copy the published build into ``folder``; returns its generation, or -1 if unusable."""
        build = self._builds.current()
        if build is None or self._seal(build.folder) != build.seal:
            return -1
        copy_folder(build.folder, folder)
        return build.generation

    def _fill(self, folder: Path, since: int) -> dict[str, Vector]:
        """Add what came after ``since``; returns some vectors that must be found from now on."""
        from paperchat.library.chroma import ChromaCollection

        embedder = self._catalogue.fact("embedder") or ""
        collection = ChromaCollection(folder, create_for=embedder if since < 0 else None)
        probes: dict[str, Vector] = {}
        try:
            if since >= 0:
                collection.delete(self._catalogue.changes(since).dropped)
            after = ""
            while True:
                ids, vectors = self._cache.newer_than(since, after=after, limit=_PAGE)
                if not ids:
                    return probes
                collection.add(ids, vectors)
                for row in range(0, len(ids), 1 + len(ids) // _PROBES_A_PAGE):
                    probes[ids[row]] = np.array(vectors[row])
                after = ids[-1]
        finally:
            collection.close()

    def _complete(self, folder: Path, probes: dict[str, Vector]) -> bool:
        """Open the build as a reader will; check the number of vectors and that some are found."""
        from paperchat.library.chroma import ChromaCollection

        probes |= dict(zip(*self._cache.newer_than(-1, limit=_PROBES), strict=True))
        collection = ChromaCollection(folder)
        try:
            if collection.count() != self._cache.embedded_count():
                return False
            for name, vector in probes.items():
                found = collection.query(vector, 5)
                # Papers of one text share a vector, so any exact neighbour will do.
                if not any(name == other or score > _SAME for other, score in found):
                    return False
        finally:
            collection.close()
        return True

    def _seal(self, folder: Path) -> str | None:
        content = database_content(folder)
        if content is None:
            return None
        embedder = self._catalogue.fact("embedder")
        return f"{embedder} {content} {seal(folder, ignore=(DATABASE,))}"
