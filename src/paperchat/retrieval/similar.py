"""Papers near a paper in meaning."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paperchat.library.library import Library
from paperchat.retrieval.fusion import best_per_paper
from paperchat.types import Paper

_CHUNKS_A_PAPER = 3
"""More than an abstract usually has; so many chunks hold as many papers as are wanted."""


@dataclass(frozen=True, slots=True)
class SimilarPaper:
    """A paper, and the cosine similarity of its nearest chunk."""

    paper: Paper
    score: float


def similar_papers(library: Library, paper_id: str, limit: int) -> list[SimilarPaper]:
    """Return up to ``limit`` papers near the middle of a paper's chunks, nearest first.

    There are none as long as the paper has no vectors.
    """
    vectors = library.vector_cache.of_paper(paper_id)
    if not len(vectors):
        return []
    middle = vectors.mean(axis=0)
    length = float(np.linalg.norm(middle))
    if not length:
        return []
    reach = _CHUNKS_A_PAPER * (limit + 1) + len(vectors)
    nearest = best_per_paper(library.vectors.search(middle / length, reach))
    nearest.pop(paper_id, None)
    first = dict(list(nearest.items())[:limit])
    papers = library.catalogue.papers_by_id(first)
    return [SimilarPaper(papers[key], score) for key, score in first.items() if key in papers]
