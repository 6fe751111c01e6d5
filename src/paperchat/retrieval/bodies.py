"""Passages behind the abstracts: found by their words, or in papers whose abstracts are near.

A paper counts by its best passage, however many it has, and on the scale of the abstracts, of which
it reaches a share: a long text holds a passage that is a little like anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from paperchat.library.library import Library
from paperchat.library.vector_cache import Vector
from paperchat.retrieval.fusion import DENSE_WEIGHT, best_per_paper, fuse
from paperchat.types import Chunk, ChunkHit

DEPTH = 200
"""Passages that are found by their words, at most."""
NEAR = 5
"""Papers whose abstracts are nearest, of which all passages are read."""
_SHARE = 0.9
"""What the best passage of a body counts beside an abstract that fits as well."""


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage beside a query; ``cosine`` is null while it waits for its vector.

    ``score`` is among the passages found (0 to 1), ``words`` the BM25 score (0: none of them).
    """

    passage: Chunk
    score: float
    cosine: float | None
    words: float


class BodyRetriever:
    """Ranks passages of bodies for a query."""

    def __init__(self, library: Library, fingerprint: str) -> None:
        self._library = library
        self._fingerprint = fingerprint

    def passages(
        self,
        tokens: Sequence[str],
        vector: Vector,
        near: Iterable[str],
        allowed: Collection[str] | None = None,
    ) -> list[FoundPassage]:
        """Return passages that hold any of ``tokens``, and those of papers ``near``; best first.

        With ``allowed`` papers only these are looked at. A library without bodies has none.
        """
        bodies = self._library.bodies
        if not bodies.any():
            return []
        by_words = self._library.body_index.search(tokens, DEPTH)
        found = bodies.passages(list(by_words))
        for own in bodies.passages_of(near).values():
            found |= {item.id: item for item in own}
        if allowed is not None:
            found = {name: item for name, item in found.items() if item.paper_id in allowed}
        vectors = self._library.vector_cache.load(
            {item.text_hash for item in found.values()}, self._fingerprint
        )
        cosines = {
            name: float(vectors[item.text_hash] @ vector)
            for name, item in found.items()
            if item.text_hash in vectors
        }
        words = {name: score for name, score in by_words.items() if name in found}
        scores = fuse(cosines, words)
        return [
            FoundPassage(found[name], score, cosines.get(name), words.get(name, 0.0))
            for name, score in scores.items()
        ]

    def lifted(
        self,
        fused: Mapping[str, float],
        dense: Mapping[str, float],
        lexical: Mapping[str, float],
        tokens: Sequence[str],
        found: Sequence[FoundPassage],
    ) -> dict[str, float]:
        """Return ``fused`` scores of papers, raised where a passage fits better; best first.

        ``dense`` and ``lexical`` are the scores of the abstracts that they were fused from.
        """
        if not found:
            return dict(fused)
        by_meaning = best_per_paper(
            ChunkHit(item.passage.id, item.passage.paper_id, item.cosine)
            for item in found
            if item.cosine is not None
        )
        by_words = self._held(tokens, found)
        most = max([self._held_by_best(lexical, tokens), *by_words.values(), 1e-9])
        low, high = min(dense.values(), default=0.0), max(dense.values(), default=1.0)
        raised = dict(fused)
        for paper_id in {*by_meaning, *by_words}:
            near = (by_meaning.get(paper_id, low) - low) / max(high - low, 1e-9)
            meaning = min(max(near, 0.0), 1.0)
            words = by_words.get(paper_id, 0.0) / most
            score = _SHARE * (DENSE_WEIGHT * meaning + (1 - DENSE_WEIGHT) * words)
            raised[paper_id] = max(raised.get(paper_id, 0.0), score)
        return dict(sorted(raised.items(), key=lambda item: -item[1]))

    def _held(self, tokens: Sequence[str], found: Sequence[FoundPassage]) -> dict[str, float]:
        """Return how much of the query, by rarity, each paper's best passage holds."""
        best: dict[str, FoundPassage] = {}
        for item in found:
            known = best.get(item.passage.paper_id)
            if item.words > (known.words if known else 0.0):
                best[item.passage.paper_id] = item
        rarity = self._library.lexical.inverse_frequencies(tokens)
        return {key: self._mass(rarity, item.passage.text) for key, item in best.items()}

    def _held_by_best(self, lexical: Mapping[str, float], tokens: Sequence[str]) -> float:
        first = next(iter(lexical), None)
        papers = self._library.catalogue.papers_by_id([first] if first else [])
        rarity = self._library.lexical.inverse_frequencies(tokens)
        return max((self._mass(rarity, f"{p.title} {p.text}") for p in papers.values()), default=0)

    def _mass(self, rarity: Mapping[str, float], text: str) -> float:
        held = set(self._library.lexical.tokens(text))
        return sum(weight for token, weight in rarity.items() if token in held)
