"""Hybrid retrieval: BM25 over papers and dense vectors over chunks, fused per paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from paperchat.embedding.port import Embedder
from paperchat.library.filters import Condition
from paperchat.library.library import Library
from paperchat.library.vector_cache import Vector
from paperchat.retrieval.among import Among
from paperchat.retrieval.bodies import NEAR, BodyRetriever, FoundPassage
from paperchat.retrieval.fusion import best_per_paper, fuse
from paperchat.text.terms import terms
from paperchat.types import PaperHit

DEPTH = 200
"""How many of each index are fused: papers by words, chunks by meaning."""

_CHUNKS_A_PAPER = 3
"""More than an abstract usually has; so many chunks hold as many papers as are wanted."""


@dataclass(frozen=True, slots=True)
class Rankings:
    """Papers with their scores, best first: by each index alone, and fused."""

    dense: dict[str, float]
    lexical: dict[str, float]
    fused: dict[str, float]


class HybridRetriever:
    """Ranks the papers of one library for a query."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self._library = library
        self._embedder = embedder
        self._bodies = BodyRetriever(library, embedder.fingerprint)

    def search(
        self, query: str, limit: int, conditions: Sequence[Condition] = ()
    ) -> list[PaperHit]:
        """Return up to ``limit`` papers that meet all conditions, best first by their abstracts."""
        return self.nearest(query, self._embedder.embed_query(query), limit, conditions)

    def nearest(
        self, query: str, vector: Vector, limit: int, conditions: Sequence[Condition] = ()
    ) -> list[PaperHit]:
        """Search as :meth:`search` does, with the query embedded already."""
        depth = max(DEPTH, _CHUNKS_A_PAPER * limit)
        rankings = self.rank(query, vector, depth=depth, conditions=conditions)
        return self.hits(rankings, limit)

    def search_texts(
        self, query: str, limit: int, conditions: Sequence[Condition] = ()
    ) -> list[PaperHit]:
        """Search as :meth:`search` does, and in the texts behind the abstracts as well."""
        vector = self._embedder.embed_query(query)
        depth = max(DEPTH, _CHUNKS_A_PAPER * limit)
        rankings = self.rank(query, vector, depth=depth, conditions=conditions)
        if self._library.bodies.any():
            rankings = self._with_bodies(rankings, query, vector, conditions)
        return self.hits(rankings, limit)

    def passages(
        self,
        query: str,
        vector: Vector,
        near: Iterable[str],
        conditions: Sequence[Condition] = (),
    ) -> list[FoundPassage]:
        """Return passages of bodies, best first; those of papers ``near`` are among them."""
        allowed = self._library.catalogue.paper_ids(conditions) if conditions else None
        return self._bodies.passages(self.query_tokens(query), vector, near, allowed)

    def _with_bodies(
        self, rankings: Rankings, query: str, vector: Vector, conditions: Sequence[Condition]
    ) -> Rankings:
        found = self.passages(query, vector, list(rankings.fused)[:NEAR], conditions)
        fused = self._bodies.lifted(
            rankings.fused, rankings.dense, rankings.lexical, self.query_tokens(query), found
        )
        return replace(rankings, fused=fused)

    def hits(self, rankings: Rankings, limit: int) -> list[PaperHit]:
        """Return the first ``limit`` papers of ``rankings`` with their ranks and scores."""
        dense_ranks = {key: rank for rank, key in enumerate(rankings.dense, 1)}
        lexical_ranks = {key: rank for rank, key in enumerate(rankings.lexical, 1)}
        first = list(rankings.fused)[:limit]
        papers = self._library.catalogue.papers_by_id(first)
        return [
            PaperHit(
                paper=papers[key],
                score=rankings.fused[key],
                dense_rank=dense_ranks.get(key),
                lexical_rank=lexical_ranks.get(key),
                dense_score=rankings.dense.get(key),
                lexical_score=rankings.lexical.get(key),
            )
            for key in first
            if key in papers
        ]

    def rank(
        self,
        query: str,
        vector: Vector,
        *,
        depth: int = DEPTH,
        conditions: Sequence[Condition] = (),
    ) -> Rankings:
        """Rank papers by their abstracts in each index and by both.

        ``vector`` is the embedded query.
        """
        tokens = self.query_tokens(query)
        if conditions:
            some = Among(self._library, self._library.catalogue.paper_ids(conditions))
            lexical = some.by_words(tokens, depth)
            hits = some.by_meaning(vector, depth)
        else:
            lexical = self._library.lexical.search(tokens, depth)
            hits = self._library.vectors.search(vector, depth)
        dense = best_per_paper(hits)
        return Rankings(dense, lexical, fuse(dense, lexical))

    def query_tokens(self, query: str) -> list[str]:
        """Return the index terms of the query's content words; all of its words if none is."""
        content = " ".join(term.surface for term in terms(query) if not term.is_stop)
        return self._library.lexical.tokens(content or query)
