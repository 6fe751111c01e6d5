"""Exact search among the chunks of some papers, read from the catalogue."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from paperchat.library.catalogue import Catalogue
from paperchat.library.rows import paper_of
from paperchat.library.vector_cache import Vector, VectorCache, similarities
from paperchat.types import ChunkHit


@dataclass(frozen=True, slots=True)
class _Rows:
    """The vectors of the chunks ``ids`` of ``papers``, one a row."""

    papers: frozenset[str]
    generation: int
    embedder: str
    ids: tuple[str, ...]
    vectors: Vector

    def are_of(self, papers: frozenset[str], generation: int, embedder: str) -> bool:
        """Tell whether these are all the vectors of ``papers`` there are at a generation."""
        return (self.generation, self.embedder, self.papers) == (generation, embedder, papers)


class SelectedVectors:
    """Searches few papers of a library without its index; safe to use from several threads.

    The vectors asked for last stay in memory, since several questions mostly follow each other
    over the same papers.
    """

    def __init__(self, catalogue: Catalogue, cache: VectorCache) -> None:
        self._catalogue = catalogue
        self._cache = cache
        self._lock = threading.Lock()
        self._rows: _Rows | None = None

    def search(self, vector: Vector, limit: int, papers: frozenset[str]) -> list[ChunkHit]:
        """Return up to ``limit`` chunks of ``papers``, nearest first, by cosine similarity."""
        rows = self._of(papers)
        if not rows.ids:
            return []
        scores = similarities(rows.vectors, vector)
        best = np.argpartition(-scores, min(limit, len(scores)) - 1)[:limit]
        return [
            ChunkHit(rows.ids[i], paper_of(rows.ids[i]), float(scores[i]))
            for i in best[np.argsort(-scores[best])]
        ]

    def _of(self, papers: frozenset[str]) -> _Rows:
        generation = self._catalogue.generation()
        embedder = self._catalogue.fact("embedder") or ""
        with self._lock:
            rows = self._rows
        if rows is not None and rows.are_of(papers, generation, embedder):
            return rows
        ids, vectors = self._cache.of_selection(papers, embedder)
        rows = _Rows(papers, generation, embedder, tuple(ids), vectors)
        with self._lock:
            self._rows = rows
        return rows
