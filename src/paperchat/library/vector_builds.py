"""The vector index in folders: each change makes a new build, which is checked and swapped in.

Chroma's files survive neither a killed writer nor a second process that writes, so a published
build is never written to. A build's seal covers its HNSW files byte by byte, and of its database
(to which Chroma writes on every opening) the content.
"""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from paperchat.errors import LibraryError
from paperchat.library.builds import Build, Builds, seal
from paperchat.library.catalogue import Catalogue
from paperchat.library.chroma_files import DATABASE, copy_folder, database_content, make_durable
from paperchat.library.reasons import reason_of
from paperchat.library.vector_cache import Vector, VectorCache
from paperchat.library.vector_filling import fill, holds_all, is_current

if TYPE_CHECKING:
    from paperchat.library.chroma import ChromaCollection

_log = logging.getLogger(__name__)


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
        return is_current(self._builds.current(), self._catalogue, self._cache)

    def sound(self) -> bool:
        """Tell whether the published build is as it was when sealed; never opens it in Chroma."""
        build = self._builds.current()
        self._intact = build if build is not None and self._as_sealed(build) else None
        return self._intact is not None

    def open(self, build: Build, embedder: str) -> ChromaCollection | None:
        """Open ``build`` if its files are as they were sealed: Chroma crashes on damaged ones."""
        # Chroma has to write to what it opens, so a library that is read-only is searched exactly.
        if self._catalogue.read_only or not self._may_be_opened(build):
            return None
        from paperchat.library.chroma import BROKEN, ChromaCollection

        try:
            collection = ChromaCollection(self._builds.folder(build))
        except BROKEN as error:
            # Chroma has to write for that, which is no news where the disk is full.
            _log.info("The vector index cannot be opened (%s).", reason_of(error))
            return None
        if collection.embedder == embedder:
            return collection
        # Vectors of another embedder are never compared with this one's.
        collection.close()
        return None

    def _may_be_opened(self, build: Build) -> bool:
        # Its files are looked at only the first time.
        if self._intact != build and self._as_sealed(build):
            self._intact = build
        return self._intact == build

    def _as_sealed(self, build: Build) -> bool:
        return self._seal(self._builds.folder(build)) == build.seal

    def sweep(self) -> None:
        """Remove folders of builds that are no longer, or never became, current."""
        self._builds.sweep()

    def close(self) -> None:
        """There is nothing to release: each build is opened and closed by itself."""

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
            sealed, fault = None, reason_of(error)
        if sealed:
            self._builds.publish(folder.name, generation, sealed)
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
        if build is None or not self._as_sealed(build):
            return -1
        copy_folder(self._builds.folder(build), folder)
        return build.generation

    def _fill(self, folder: Path, since: int) -> dict[str, Vector]:
        """Add what came after ``since``; returns some vectors that must be found from now on."""
        from paperchat.library.chroma import ChromaCollection

        embedder = self._catalogue.fact("embedder") or ""
        collection = ChromaCollection(folder, create_for=embedder if since < 0 else None)
        try:
            return fill(collection, self._catalogue, self._cache, since)
        finally:
            collection.close()

    def _complete(self, folder: Path, probes: dict[str, Vector]) -> bool:
        """Open the build as a reader will; check the number of vectors and that some are found."""
        from paperchat.library.chroma import ChromaCollection

        collection = ChromaCollection(folder)
        try:
            return holds_all(collection, self._cache, probes)
        finally:
            collection.close()

    def _seal(self, folder: Path) -> str | None:
        content = database_content(folder)
        if content is None:
            return None
        embedder = self._catalogue.fact("embedder")
        return f"{embedder} {content} {seal(folder, ignore=(DATABASE,))}"
