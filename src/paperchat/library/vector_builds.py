"""The vector index in folders: each change makes a new build, which is checked and swapped in.

Chroma's files survive neither a killed writer nor a second process that writes, so a published
build is never written to. A build consists of parts (see ``part_files``), of which a writer has one
open at a time; its seal covers all of them.
"""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from paperchat.errors import LibraryError
from paperchat.library.builds import Build, Builds
from paperchat.library.catalogue import Catalogue
from paperchat.library.chroma_files import make_durable
from paperchat.library.part_files import MOST, content_of, copy_parts, part_folders
from paperchat.library.reasons import reason_of
from paperchat.library.vector_cache import Vector, VectorCache
from paperchat.library.vector_filling import fill, is_current

if TYPE_CHECKING:
    from paperchat.library.open_parts import OpenParts

_log = logging.getLogger(__name__)


class VectorBuilds:
    """The builds of one library's vector index; who writes holds the writer's lock.

    Each of their parts takes ``most`` writes.
    """

    def __init__(
        self, catalogue: Catalogue, cache: VectorCache, root: Path, *, most: int = MOST
    ) -> None:
        self._catalogue = catalogue
        self._most = most
        self._cache = cache
        self._builds = Builds(catalogue, root, "vectors")
        self._intact: tuple[Build, tuple[Path, ...]] | None = None

    def published(self) -> Build | None:
        """Return the build the catalogue names, whether or not its folder is sound."""
        return self._builds.current()

    def current(self) -> bool:
        """Tell whether the published build holds all that the catalogue holds."""
        return is_current(self._builds.current(), self._catalogue, self._cache)

    def sound(self) -> bool:
        """Tell whether the published build is as it was when sealed; never opens it in Chroma."""
        build = self._builds.current()
        return build is not None and bool(self._sealed_parts(build))

    def open(self, build: Build, embedder: str) -> OpenParts | None:
        """Open ``build`` if its files are as they were sealed: Chroma crashes on damaged ones."""
        # Chroma has to write to what it opens, so a library that is read-only is searched exactly.
        if self._catalogue.read_only or not (folders := self._known_parts(build)):
            return None
        from paperchat.library.chroma import BROKEN
        from paperchat.library.open_parts import OpenParts

        try:
            parts = OpenParts(folders)
        except BROKEN as error:
            # Chroma has to write for that, which is no news where the disk is full.
            _log.info("The vector index cannot be opened (%s).", reason_of(error))
            return None
        if parts.are_of(embedder):
            return parts
        # Vectors of another embedder are never compared with this one's.
        parts.close()
        return None

    def _known_parts(self, build: Build) -> tuple[Path, ...]:
        # Its files are looked at only the first time.
        known, folders = self._intact or (None, ())
        return folders if known == build else self._sealed_parts(build)

    def _sealed_parts(self, build: Build) -> tuple[Path, ...]:
        """Return the folders of a build's parts if all is as it was sealed, else none."""
        folder = self._builds.folder(build)
        # Listed before the seal is checked, so that none is missing that is swept meanwhile.
        folders = tuple(part_folders(folder))
        intact = self._seal(folder) == build.seal
        self._intact = (build, folders) if intact else None
        return folders if intact else ()

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
        if build is None or not self._sealed_parts(build):
            return -1
        copy_parts(self._builds.folder(build), folder)
        return build.generation

    def _fill(self, folder: Path, since: int) -> dict[str, Vector]:
        """Add what came after ``since``; returns some vectors that must be found from now on."""
        from paperchat.library.part_writing import PartWriter

        writer = PartWriter(folder, self._embedder(), self._most)
        try:
            if since < 0:
                # Also where there is nothing to add: a build has a part.
                writer.begin()
            return fill(writer, self._catalogue, self._cache, since)
        finally:
            writer.close()

    def _complete(self, folder: Path, probes: dict[str, Vector]) -> bool:
        """Open the parts, each as a reader will; check their vectors' number, and find some."""
        from paperchat.library.part_checking import hold_all

        return hold_all(part_folders(folder), self._cache, self._embedder(), probes)

    def _seal(self, folder: Path) -> str | None:
        content = content_of(folder)
        return content and f"{self._embedder()} {content}"

    def _embedder(self) -> str:
        return self._catalogue.fact("embedder") or ""
