"""Hybrid retrieval: BM25 over papers and dense vectors over chunks, fused per paper.

What a person searches for is ranked by proximity and by close reading as well. Answers are not:
their thresholds are fitted to the fused scores, and the questions people ask in their own words
gain nothing by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from paperchat.embedding.port import Embedder
from paperchat.library.filters import Condition
from paperchat.library.library import Library
from paperchat.library.vector_cache import Vector
from paperchat.retrieval.among import Among
from paperchat.retrieval.bodies import NEAR, BodyRetriever, FoundPassage
from paperchat.retrieval.close_reading import READ, closeness
from paperchat.retrieval.fusion import best_per_paper, fuse, lift
from paperchat.retrieval.proximity import LOOKED_AT, proximities
from paperchat.retrieval.readings import Readings
from paperchat.text.terms import terms
from paperchat.types import PaperHit

DEPTH = 200
"""How many of each index are fused: papers by words, chunks by meaning."""

_CHUNKS_A_PAPER = 3
"""More than an abstract usually has; so many chunks hold as many papers as are wanted."""


@dataclass(frozen=True, slots=True)
class Rankings:
    """Papers with their scores, best first: by each index alone, and fused.

    Where ``proximity`` is given, of the first papers, it is part of the fused scores.
    """

    dense: dict[str, float]
    lexical: dict[str, float]
    fused: dict[str, float]
    proximity: Mapping[str, float] = field(default_factory=dict)


class HybridRetriever:
    """Ranks the papers of one library for a query; without ``readings`` nothing is read closely."""

    def __init__(
        self, library: Library, embedder: Embedder, readings: Readings | None = None
    ) -> None:
        self._library = library
        self._embedder = embedder
        self._readings = readings
        self._bodies = BodyRetriever(library, embedder.fingerprint)

    def search(
        self, query: str, limit: int, conditions: Sequence[Condition] = ()
    ) -> list[PaperHit]:
        """Return up to ``limit`` papers that meet all conditions, best first by their abstracts."""
        vector = self._embedder.embed_query(query)
        return self.hits(self.rank(query, vector, limit=limit, conditions=conditions), limit)

    def nearest(
        self, query: str, vector: Vector, limit: int, conditions: Sequence[Condition] = ()
    ) -> list[PaperHit]:
        """Search by proximity and close reading as well, with the query embedded already."""
        rankings = self.rank(query, vector, limit=limit, conditions=conditions)
        return self.hits(self.refined(rankings, query), limit)

    def search_texts(
        self, query: str, limit: int, conditions: Sequence[Condition] = ()
    ) -> list[PaperHit]:
        """Search by all that, and in the texts behind the abstracts."""
        vector = self._embedder.embed_query(query)
        rankings = self.rank(query, vector, limit=limit, conditions=conditions)
        rankings = self.refined(rankings, query)
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
                proximity=rankings.proximity.get(key),
            )
            for key in first
            if key in papers
        ]

    def rank(
        self,
        query: str,
        vector: Vector,
        *,
        limit: int = 0,
        depth: int = DEPTH,
        conditions: Sequence[Condition] = (),
    ) -> Rankings:
        """Rank papers by their abstracts in each index and by both.

        ``vector`` is the embedded query. The indexes are asked for ``depth`` papers and chunks, or
        more where ``limit`` papers are wanted.
        """
        depth = max(depth, _CHUNKS_A_PAPER * limit)
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

    def refined(self, rankings: Rankings, query: str) -> Rankings:
        """Return ``rankings`` with the first papers lifted as far as they speak of the query.

        That is, say its words together, and come near to each of them.
        """
        first, tokens = list(rankings.fused), self.query_tokens(query)
        near = proximities(self._library, tokens, first[:LOOKED_AT])
        close: Mapping[str, float] = {}
        if self._readings:
            close = closeness(self._library, self._readings, query, tokens, first[:READ])
        return replace(rankings, fused=lift(rankings.fused, near, close), proximity=near)

    def query_tokens(self, query: str) -> list[str]:
        """Return the index terms of the query's content words; all of its words if none is."""
        content = " ".join(term.surface for term in terms(query) if not term.is_stop)
        return self._library.lexical.tokens(content or query)
