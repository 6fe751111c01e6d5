"""Papers near a paper in meaning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from paperchat.library.library import Library
from paperchat.library.vector_cache import Vector
from paperchat.retrieval.fusion import best_per_paper
from paperchat.types import Paper

_CHUNKS_A_PAPER = 3
"""More than an abstract usually has; so many chunks hold as many papers as are wanted."""


@dataclass(frozen=True, slots=True)
class SimilarPaper:
    """A paper, and the cosine similarity of its nearest chunk."""

    paper: Paper
    score: float


def nearness_in(library: Library) -> Callable[[Paper, Paper], float]:
    """Return what tells the cosine between the middles of two papers; each is read but once.

    It is 0 where one of them has no vectors.
    """

    @cache
    def middle(paper_id: str) -> Vector | None:
        return _middle(library.vector_cache.of_paper(paper_id))

    def nearness(paper: Paper, other: Paper) -> float:
        first, second = middle(paper.id), middle(other.id)
        return 0.0 if first is None or second is None else float(first @ second)

    return nearness


def _middle(vectors: Vector) -> Vector | None:
    """Return the unit vector in the middle of some; None where there is none."""
    middle: Vector = vectors.mean(axis=0) if len(vectors) else np.zeros(1, dtype=np.float32)
    length = float(np.linalg.norm(middle))
    return middle / length if length else None


def similar_papers(library: Library, paper_id: str, limit: int) -> list[SimilarPaper]:
    """Return up to ``limit`` papers near the middle of a paper's chunks, nearest first.

    There are none as long as the paper has no vectors.
    """
    vectors = library.vector_cache.of_paper(paper_id)
    middle = _middle(vectors)
    if middle is None:
        return []
    reach = _CHUNKS_A_PAPER * (limit + 1) + len(vectors)
    nearest = best_per_paper(library.vectors.search(middle, reach))
    nearest.pop(paper_id, None)
    first = dict(list(nearest.items())[:limit])
    papers = library.catalogue.papers_by_id(first)
    return [SimilarPaper(papers[key], score) for key, score in first.items() if key in papers]
