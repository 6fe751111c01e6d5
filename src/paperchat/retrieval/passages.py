"""Which passage of a paper that was found is meant: the one nearest to the query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from paperchat.library.library import Library
from paperchat.library.vector_cache import Vector
from paperchat.types import Chunk


def nearest_passages(
    library: Library, fingerprint: str, vector: Vector, paper_ids: Sequence[str]
) -> dict[str, Chunk]:
    """Return the chunk of each paper that is nearest to the embedded query ``vector``.

    ``fingerprint`` names the embedder of ``vector``. A chunk that waits for its vector comes last,
    so that a paper found by its words alone is given by its beginning.
    """
    by_paper = library.catalogue.chunks_of(paper_ids)
    hashes = [chunk.text_hash for chunks in by_paper.values() for chunk in chunks]
    vectors = library.vector_cache.load(hashes, fingerprint)
    return {
        paper_id: max(chunks, key=lambda chunk: _likeness(chunk, vector, vectors))
        for paper_id, chunks in by_paper.items()
    }


def _likeness(chunk: Chunk, vector: Vector, vectors: Mapping[str, Vector]) -> float:
    own = vectors.get(chunk.text_hash)
    return -2.0 if own is None else float(own @ vector)
