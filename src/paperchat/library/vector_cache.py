"""Vectors kept in the catalogue, so that no text is ever embedded twice.

The vector index is built from here; texts that have no vector yet are *pending*. A vector that was
damaged on the disk is read as if there were none: see ``vector_damage``.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from sqlalchemy import Connection, func, insert, select, update

from paperchat.errors import EmbedderMismatch
from paperchat.library.database import Database, fact, next_generation, set_fact
from paperchat.library.rows import CHUNKS, in_parts, to_chunk
from paperchat.library.spans import mark_embedded
from paperchat.library.tables import chunks, papers, vectors
from paperchat.library.vector_damage import Vector, damaged, forget, whole
from paperchat.types import Chunk

__all__ = ["Vector", "VectorCache", "embedder_mismatch"]


def similarities(rows: Vector, vector: Vector) -> Vector:
    """Return the cosine similarity of each of ``rows`` to ``vector``, all of unit length.

    Not by ``@``: where other work keeps the cores busy, BLAS's threads wait for each other, and
    this took 0.1 ms instead of 10 for 2,400 rows.
    """
    found: Vector = np.einsum("ij,j->i", rows, vector)
    return found


class VectorCache:
    """Vectors by the hash of their text, under the fingerprint of the embedder that made them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def adopt(self, fingerprint: str, dimension: int, *, if_none: bool = False) -> None:
        """Make ``fingerprint`` the library's embedder; its cached vectors become current.

        With ``if_none`` only a library that has no embedder yet takes it.
        """
        with self._database.write() as connection:
            stored = fact(connection, "embedder")
            if stored == fingerprint or (if_none and stored is not None):
                return
            set_fact(connection, "embedder", fingerprint)
            set_fact(connection, "dimension", str(dimension))
            if connection.execute(update(chunks).values(vector_generation=None)).rowcount:
                mark_embedded(connection, next_generation(connection))

    def pending_count(self) -> int:
        """Return how many chunks have no vector yet."""
        with self._database.read() as connection:
            query = select(func.count()).select_from(chunks)
            return connection.scalar(query.where(chunks.c.vector_generation.is_(None))) or 0

    def embedded_count(self) -> int:
        """Return how many chunks have a vector."""
        with self._database.read() as connection:
            query = select(func.count()).select_from(chunks)
            return connection.scalar(query.where(chunks.c.vector_generation.is_not(None))) or 0

    def pending(self, limit: int) -> list[Chunk]:
        """Return up to ``limit`` chunks without a vector, in no particular order."""
        with self._database.read() as connection:
            query = CHUNKS.where(chunks.c.vector_generation.is_(None)).limit(limit)
            return [to_chunk(row) for row in connection.execute(query)]

    def damaged_count(self) -> int:
        """Return how many vectors of the library's embedder are damaged; all of them are read."""
        with self._database.read() as connection:
            return len(damaged(connection, fact(connection, "embedder") or ""))

    def forget_damaged(self) -> int:
        """Drop damaged vectors, so that their texts are pending; returns how many there were."""
        with self._database.write() as connection:
            return forget(connection, fact(connection, "embedder") or "")

    def store(self, by_hash: Mapping[str, Vector], fingerprint: str) -> None:
        """Keep vectors, and make those of chunks current, in one transaction.

        Raises:
            EmbedderMismatch: they are not of the library's embedder.
        """
        with self._database.write() as connection:
            stored = fact(connection, "embedder")
            if stored != fingerprint:
                raise embedder_mismatch(stored, fingerprint)
            known = _known(connection, by_hash, fingerprint)
            rows = [
                {"text_hash": key, "fingerprint": fingerprint, "vector": _to_bytes(vector)}
                for key, vector in by_hash.items()
                if key not in known
            ]
            if rows:
                connection.execute(insert(vectors), rows)
            generation = next_generation(connection)
            for part in in_parts(by_hash):
                mark_embedded(connection, generation, chunks.c.text_hash.in_(part))

    def load(self, hashes: Iterable[str], fingerprint: str) -> dict[str, Vector]:
        """Return those of the vectors that are known, keyed by text hash."""
        with self._database.read() as connection:
            rows = [
                (row.text_hash, row.vector)
                for part in in_parts(hashes)
                for row in connection.execute(
                    select(vectors.c.text_hash, vectors.c.vector).where(
                        vectors.c.fingerprint == fingerprint, vectors.c.text_hash.in_(part)
                    )
                )
            ]
        return dict(zip(*whole(rows), strict=True))

    def of_paper(self, paper_id: str) -> Vector:
        """Return the vectors of a paper's chunks as the rows of an array; it may have none."""
        with self._database.read() as connection:
            query = (
                select(chunks.c.id, vectors.c.vector)
                .join(chunks, vectors.c.text_hash == chunks.c.text_hash)
                .where(vectors.c.fingerprint == (fact(connection, "embedder") or ""))
                .where(chunks.c.paper_id == paper_id)
                .order_by(chunks.c.ordinal)
            )
            return whole([(row.id, row.vector) for row in connection.execute(query)])[1]

    def of_selection(self, paper_ids: Iterable[str], fingerprint: str) -> tuple[list[str], Vector]:
        """Return ids and vectors of the chunks of these papers; the vectors are rows of an array.

        Chunks that wait for their vector are left out.
        """
        query = (
            select(chunks.c.id, vectors.c.vector)
            .join(vectors, vectors.c.text_hash == chunks.c.text_hash)
            .where(vectors.c.fingerprint == fingerprint)
        )
        with self._database.read() as connection:
            rows = [
                (row.id, row.vector)
                for part in in_parts(paper_ids)
                for row in connection.execute(query.where(chunks.c.paper_id.in_(part)))
            ]
        return whole(rows)

    def of_papers(self, limit: int) -> tuple[list[str], Vector]:
        """Return ids of papers and the vectors of their first chunks, in the order they were added.

        Of a library with more than ``limit`` papers it is every second, third, ... paper.
        """
        return next(self.all_papers(limit), ([], np.empty((0, 0), dtype=np.float32)))

    def all_papers(self, limit: int) -> Iterator[tuple[list[str], Vector]]:
        """Yield those of all papers, about ``limit`` at a time; see :meth:`of_papers`."""
        first = (chunks.c.ordinal == 0) & chunks.c.vector_generation.is_not(None)
        with self._database.read() as connection:
            total = connection.scalar(select(func.count()).select_from(chunks).where(first)) or 0
            fingerprint = fact(connection, "embedder") or ""
        query = (
            select(papers.c.id, vectors.c.vector)
            .join(chunks, chunks.c.paper_id == papers.c.id)
            .join(vectors, vectors.c.text_hash == chunks.c.text_hash)
            .where(vectors.c.fingerprint == fingerprint, first)
            .order_by(papers.c.number)
        )
        step = max(-(-total // limit), 1)
        for part in range(step):
            with self._database.read() as connection:
                rows = connection.execute(query.where(papers.c.number % step == part)).all()
            names, found = whole([(row.id, row.vector) for row in rows])
            if names:
                yield names, found

    def newer_than(
        self,
        generation: int,
        *,
        after: str = "",
        limit: int | None = None,
        fingerprint: str | None = None,
    ) -> tuple[list[str], Vector]:
        """Return ids and vectors of the chunks embedded after ``generation``.

        In order of chunk id and, with ``limit``, a page that starts behind ``after``. The vectors
        are the rows of an array of shape ``(n, dimension)``; they are those of the library's
        embedder unless ``fingerprint`` names another.
        """
        with self._database.read() as connection:
            embedder = fingerprint or fact(connection, "embedder") or ""
            query = (
                select(chunks.c.id, vectors.c.vector)
                .join(vectors, vectors.c.text_hash == chunks.c.text_hash)
                .where(vectors.c.fingerprint == embedder)
                .where(chunks.c.vector_generation > generation, chunks.c.id > after)
                .order_by(chunks.c.id)
                .limit(limit)
            )
            rows = [(row.id, row.vector) for row in connection.execute(query)]
        return whole(rows)

    def sample(self, limit: int, generation: int) -> dict[str, Vector]:
        """Return up to ``limit`` vectors by chunk id, of those there were at ``generation``.

        Which ones is left to chance.
        """
        query = (
            select(chunks.c.id, vectors.c.vector)
            .join(vectors, vectors.c.text_hash == chunks.c.text_hash)
            .where(chunks.c.vector_generation <= generation)
            .order_by(chunks.c.text_hash)
            .limit(limit)
        )
        with self._database.read() as connection:
            embedder = vectors.c.fingerprint == (fact(connection, "embedder") or "")
            # Hashes are spread evenly; of a small library few may come after this one.
            start = secrets.token_hex(4)
            rows = (
                connection.execute(query.where(embedder, chunks.c.text_hash >= start)).all()
                or connection.execute(query.where(embedder)).all()
            )
        return dict(zip(*whole([(row.id, row.vector) for row in rows]), strict=True))


def embedder_mismatch(stored: str | None, wanted: str) -> EmbedderMismatch:
    """Return the error that says which two embedders do not go together, and how to go on."""
    return EmbedderMismatch(
        f"This library was embedded with {stored}, but the settings ask for {wanted}: set "
        "PAPERCHAT_EMBEDDER back, or run 'paperchat doctor --repair' to embed it anew."
    )


def _known(connection: Connection, hashes: Iterable[str], fingerprint: str) -> set[str]:
    return {
        key
        for part in in_parts(hashes)
        for key in connection.scalars(
            select(vectors.c.text_hash).where(
                vectors.c.fingerprint == fingerprint, vectors.c.text_hash.in_(part)
            )
        )
    }


def _to_bytes(vector: Vector) -> bytes:
    return np.ascontiguousarray(vector, dtype="<f4").tobytes()
