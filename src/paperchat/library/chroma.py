"""Chroma's collections, and those that are embedded: each in a folder of its own.

Only this module and ``chroma_server`` know chromadb.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import cast

# Both switches must be set before chromadb is first imported.
os.environ["ANONYMIZED_TELEMETRY"] = "False"
os.environ.setdefault("CHROMA_OTEL_COLLECTION_ENDPOINT", "")

import chromadb
import numpy as np
import numpy.typing as npt
from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from paperchat.errors import StoreUnavailable
from paperchat.library.reasons import reason_of

_NAME = "chunks"
_ADD = 5_000
_DELETE = 500
HNSW = {"space": "cosine", "ef_construction": 100, "max_neighbors": 24, "ef_search": 300}
"""How vectors are indexed, in a folder and on a server alike; decision 0003 has the figures."""
_CONFIGURATION = {
    # Small thresholds: everything is in the HNSW files once an `add` returns.
    "hnsw": {**HNSW, "batch_size": 2, "sync_threshold": 2}
}

BROKEN = (ChromaError, sqlite3.DatabaseError, OSError, ValueError, KeyError, StoreUnavailable)
"""What opening, filling or querying a folder raises when its files or the disk are at fault."""


class ChromaCollection:
    """Vectors by chunk id. Close it before its folder is sealed or moved."""

    def __init__(self, folder: Path, *, create_for: str | None = None) -> None:
        """Open the collection in ``folder``, or make one for the embedder ``create_for``."""
        client = chromadb.PersistentClient(
            str(folder), settings=ChromaSettings(anonymized_telemetry=False)
        )
        # Declared as an interface that cannot be closed.
        self._client = cast("Client", client)
        self._size: int | None = None
        try:
            if create_for is None:
                # Never "get or create": an empty collection would pass for a full one.
                self._collection = self._client.get_collection(_NAME, embedding_function=None)
            else:
                self._collection = self._client.create_collection(
                    _NAME,
                    embedding_function=None,
                    metadata={"embedder": create_for},
                    configuration=_CONFIGURATION,  # type: ignore[arg-type]  # a TypedDict upstream
                )
        except BaseException:
            self._client.close()
            raise

    @property
    def embedder(self) -> str:
        """Fingerprint of the embedder whose vectors these are."""
        return str((self._collection.metadata or {}).get("embedder", ""))

    def count(self) -> int:
        """Return the number of vectors.

        Raises:
            StoreUnavailable: the files are damaged.
        """
        try:
            return self._collection.count()
        except BROKEN as error:
            raise _unreadable(error) from error

    def add(self, ids: Sequence[str], vectors: npt.NDArray[np.float32]) -> None:
        """Add or replace vectors, one row an id."""
        self._size = None
        for start in range(0, len(ids), _ADD):
            part = slice(start, start + _ADD)
            self._collection.upsert(ids=list(ids[part]), embeddings=vectors[part])
        if len(ids) == 1:
            # One entry stays below every threshold; the second makes Chroma write its files.
            self._collection.upsert(ids=list(ids), embeddings=vectors)

    def delete(self, ids: Sequence[str]) -> None:
        """Forget vectors; unknown ids are no error."""
        self._size = None
        for start in range(0, len(ids), _DELETE):
            self._collection.delete(ids=list(ids[start : start + _DELETE]))

    def query(self, vector: npt.NDArray[np.float32], limit: int) -> list[tuple[str, float]]:
        """Return up to ``limit`` pairs of id and cosine similarity, nearest first.

        Raises:
            StoreUnavailable: the files are damaged.
        """
        # Counting takes longer than searching, and what is published does not change.
        if self._size is None:
            self._size = self.count()
        wanted = min(limit, self._size)
        if wanted == 0:
            return []
        try:
            return nearest(self._collection, vector, wanted)
        except BROKEN as error:
            raise _unreadable(error) from error

    def close(self) -> None:
        """Release the folder."""
        self._client.close()


def nearest(
    collection: Collection, vector: npt.NDArray[np.float32], limit: int
) -> list[tuple[str, float]]:
    """Return up to ``limit`` pairs of id and cosine similarity, nearest first."""
    found = collection.query(
        query_embeddings=vector[np.newaxis, :], n_results=limit, include=["distances"]
    )
    distances = found["distances"] or [[]]
    return [
        (name, 1.0 - distance) for name, distance in zip(found["ids"][0], distances[0], strict=True)
    ]


def _unreadable(error: BaseException) -> StoreUnavailable:
    return StoreUnavailable(
        f"The vector index cannot be read ({reason_of(error)}): the vectors in the catalogue are "
        "searched instead, and 'paperchat doctor --repair' writes the index anew."
    )
