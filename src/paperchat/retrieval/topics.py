"""Every paper on a topic, not only the nearest ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from paperchat.embedding.port import Embedder
from paperchat.library.filters import Condition
from paperchat.library.library import Library
from paperchat.retrieval.hybrid import HybridRetriever
from paperchat.types import PaperHit

_DEPTH = 500
_CENTRAL = 2
"""Mentions that make a term more than a passing one."""

_MEANT = 0.45
"""Cosine at which a paper is on a topic although it uses only some of its words."""

_NEAR = 0.25
"""Cosine that a paper which uses all the words once has to reach."""

_PARTLY = 0.5


class TopicFinder:
    """Finds the papers of a library that are about something."""

    def __init__(self, library: Library, embedder: Embedder, retriever: HybridRetriever) -> None:
        self._library = library
        self._embedder = embedder
        self._retriever = retriever

    def papers_on(self, topic: str, conditions: Sequence[Condition] = ()) -> list[PaperHit]:
        """Return all papers on ``topic`` that meet the conditions, the most telling first.

        A paper is on a topic if it uses all its words in the title or more than once, or all of
        them near enough in meaning, or some of them very near.
        """
        vector = self._embedder.embed_query(topic)
        rankings = self._retriever.rank(topic, vector, depth=_DEPTH, conditions=conditions)
        hits = self._retriever.hits(rankings, _DEPTH)
        tokens = self._retriever.query_tokens(topic)
        weights = self._library.lexical.inverse_frequencies(tokens)
        return [hit for hit in hits if self._is_on(hit, weights)]

    def _is_on(self, hit: PaperHit, weights: dict[str, float]) -> bool:
        title = set(self._library.lexical.tokens(hit.paper.title))
        uses = Counter(self._library.lexical.all_tokens(f"{hit.paper.title} {hit.paper.text}"))
        total = sum(weights.values())
        held = sum(weight for token, weight in weights.items() if uses[token]) / total
        cosine = hit.dense_score or 0.0
        if held < 1.0:
            return held >= _PARTLY and cosine >= _MEANT
        central = all(token in title or uses[token] >= _CENTRAL for token in weights)
        return central or cosine >= _NEAR
