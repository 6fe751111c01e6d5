"""One embedded Chroma collection in one folder: the only module that knows chromadb."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path

# Both switches must be set before chromadb is first imported.
os.environ["ANONYMIZED_TELEMETRY"] = "False"
os.environ.setdefault("CHROMA_OTEL_COLLECTION_ENDPOINT", "")

import chromadb
import numpy as np
import numpy.typing as npt
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

DATABASE = "chroma.sqlite3"
"""Chroma rewrites this file on every opening; the HNSW files beside it stay as they were."""

_NAME = "chunks"
_ADD = 2_000
_DELETE = 500
_CONFIGURATION = {
    "hnsw": {
        "space": "cosine",
        "ef_construction": 200,
        "max_neighbors": 32,
        "ef_search": 200,
        # Small thresholds: everything is in the HNSW files once an `add` returns.
        "batch_size": 2,
        "sync_threshold": 2,
    }
}

BROKEN = (ChromaError, sqlite3.DatabaseError, OSError, ValueError, KeyError)
"""What opening or querying a damaged folder raises."""


class ChromaCollection:
    """Vectors by chunk id. Close it before its folder is sealed or moved."""

    def __init__(self, folder: Path, embedder: str) -> None:
        self._client = chromadb.PersistentClient(
            str(folder), settings=ChromaSettings(anonymized_telemetry=False)
        )
        self._collection = self._client.get_or_create_collection(
            _NAME,
            embedding_function=None,
            metadata={"embedder": embedder},
            configuration=_CONFIGURATION,  # type: ignore[arg-type]  # a TypedDict upstream
        )

    @property
    def embedder(self) -> str:
        """Fingerprint of the embedder whose vectors these are."""
        return str((self._collection.metadata or {}).get("embedder", ""))

    def count(self) -> int:
        """Return the number of vectors."""
        return self._collection.count()

    def add(self, ids: Sequence[str], vectors: npt.NDArray[np.float32]) -> None:
        """Add or replace vectors, one row an id."""
        for start in range(0, len(ids), _ADD):
            part = slice(start, start + _ADD)
            self._collection.upsert(ids=list(ids[part]), embeddings=vectors[part])

    def delete(self, ids: Sequence[str]) -> None:
        """Forget vectors; unknown ids are no error."""
        for start in range(0, len(ids), _DELETE):
            self._collection.delete(ids=list(ids[start : start + _DELETE]))

    def query(self, vector: npt.NDArray[np.float32], limit: int) -> list[tuple[str, float]]:
        """Return up to ``limit`` pairs of id and cosine similarity, nearest first."""
        wanted = min(limit, self.count())
        if wanted == 0:
            return []
        found = self._collection.query(
            query_embeddings=vector[np.newaxis, :], n_results=wanted, include=["distances"]
        )
        distances = found["distances"] or [[]]
        return [
            (name, 1.0 - distance)
            for name, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def close(self) -> None:
        """Release the folder."""
        self._client.close()


def copy_folder(source: Path, target: Path) -> None:
    """Copy a collection's folder, also while a reader has it open."""
    for path in source.iterdir():
        if path.is_dir():
            shutil.copytree(path, target / path.name)
    origin = sqlite3.connect(f"file:{(source / DATABASE).as_posix()}?mode=ro", uri=True)
    copy = sqlite3.connect(target / DATABASE)
    try:
        origin.backup(copy)
    finally:
        copy.close()
        origin.close()


def database_sound(folder: Path) -> bool:
    """Tell whether Chroma's own database can be read from end to end."""
    path = folder / DATABASE
    if not path.is_file():
        return False
    try:
        connection = sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True)
        try:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        return False
