"""What keeps the vector index of a library: folders beside the catalogue, or a Chroma server.

The vectors themselves are in the catalogue. A store holds an index of them that may be lost at any
time, and that may lag behind: what it lacks is searched exactly meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from paperchat.library.builds import Build
from paperchat.library.vector_cache import Vector


class OpenVectors(Protocol):
    """A build opened for searching. Every method may raise ``StoreUnavailable``."""

    def count(self) -> int:
        """Return the number of vectors."""

    def query(self, vector: Vector, limit: int) -> list[tuple[str, float]]:
        """Return up to ``limit`` pairs of id and cosine similarity, nearest first."""

    def close(self) -> None:
        """Release what was opened."""


class WritableVectors(Protocol):
    """A build that is being written, not published yet or not by all of what it holds."""

    def add(self, ids: Sequence[str], vectors: Vector) -> None:
        """Add or replace vectors, one row an id."""

    def delete(self, ids: Sequence[str]) -> None:
        """Forget vectors; unknown ids are no error."""


class VectorStore(Protocol):
    """The builds of one library's vector index; who writes holds the writer's lock."""

    def published(self) -> Build | None:
        """Return the build the catalogue names, whether or not it is sound."""

    def current(self) -> bool:
        """Tell whether the published build holds all that the catalogue holds."""

    def sound(self) -> bool:
        """Tell whether the published build is as it was when sealed.

        Raises:
            StoreUnavailable: nobody can tell now.
        """

    def open(self, build: Build, embedder: str) -> OpenVectors | None:
        """Open ``build`` for searching; null where it is damaged, gone, or of another embedder.

        Raises:
            StoreUnavailable: it cannot be opened now.
        """

    def sweep(self) -> None:
        """Remove builds that are no longer, or never became, current.

        Raises:
            StoreUnavailable: they cannot be removed now.
        """

    def publish(self, *, anew: bool = False) -> None:
        """Make a build with all vectors of the catalogue the published one.

        It goes on from the published build, or begins from nothing with ``anew`` or where that
        build is missing, damaged, or of another embedder.

        Raises:
            StoreUnavailable: the store cannot be reached; the vectors wait in the catalogue.
            LibraryError: it cannot be written; the vectors are safe in the catalogue.
        """

    def close(self) -> None:
        """Release what the store itself holds; open builds are closed by who opened them."""
