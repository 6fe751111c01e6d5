"""Writing a build of the vector index part by part, with one of them open at a time."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from paperchat.library.chroma import ChromaCollection
from paperchat.library.chroma_files import count_writes, held_ids
from paperchat.library.part_files import next_part, part_folders
from paperchat.library.vector_cache import Vector


class PartWriter:
    """Adds to a build and deletes from it. Close it before the build is sealed.

    The last part grows until it was written to ``most`` times, then another is begun. An id is in
    one part only. Databases are looked into only of parts that are closed: SQLite's locks do not
    part Chroma's copy of SQLite from ours within one process.
    """

    def __init__(self, build: Path, embedder: str, most: int) -> None:
        self._build = build
        self._embedder = embedder
        self._most = most
        self._last: ChromaCollection | None = None
        self._room = 0

    def begin(self) -> None:
        """Begin another part."""
        self.close()
        folder = next_part(self._build)
        folder.mkdir()
        self._last = ChromaCollection(folder, create_for=self._embedder)
        self._room = self._most

    def add(self, ids: Sequence[str], vectors: Vector) -> None:
        """Add or replace vectors, one row an id."""
        start = 0
        while start < len(ids):
            rows = slice(start, start + self._make_room())
            self._forget(ids[rows], part_folders(self._build)[:-1])
            self._growing().add(ids[rows], vectors[rows])
            self._room -= len(ids[rows])
            start = rows.stop

    def delete(self, ids: Sequence[str]) -> None:
        """Forget vectors; unknown ids are no error."""
        self.close()
        self._forget(ids, part_folders(self._build))

    def close(self) -> None:
        """Release the part that is open."""
        if self._last is not None:
            self._last.close()
            self._last = None

    def _make_room(self) -> int:
        """Return how many vectors the last part takes yet; it is a new one if need be."""
        if self._last is None:
            folders = part_folders(self._build)
            self._room = self._most - count_writes(folders[-1]) if folders else 0
        if self._room <= 0:
            self.begin()
        return self._room

    def _growing(self) -> ChromaCollection:
        if self._last is None:
            self._last = ChromaCollection(part_folders(self._build)[-1])
        return self._last

    def _forget(self, ids: Sequence[str], folders: Iterable[Path]) -> None:
        for folder in folders:
            if held := held_ids(folder, ids):
                self.close()
                _delete(folder, held)


def _delete(folder: Path, ids: Sequence[str]) -> None:
    part = ChromaCollection(folder)
    try:
        part.delete(ids)
        emptied = part.count() == 0
    finally:
        part.close()
    if emptied:
        # Emptied HNSW files are written to by each opening, which would break the seal.
        shutil.rmtree(folder)
