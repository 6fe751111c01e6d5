"""Every paper on a topic, not only the nearest ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from paperchat.embedding.port import Embedder
from paperchat.library.filters import Condition
from paperchat.library.library import Library
from paperchat.retrieval.hybrid import HybridRetriever
from paperchat.retrieval.mentions import MentionFinder
from paperchat.retrieval.topic_score import TopicScore
from paperchat.retrieval.wording import Wording
from paperchat.types import PaperHit

_AND = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
_OF = re.compile(
    r"\s+(?:for|in|with|using|via|from|on|under|against|to|through|by|without|within|beyond)\s+",
    re.IGNORECASE,
)
_DEPTH = 500

_ON_TOPIC_AT = 0.25
"""Likelihood at which a paper is listed: there precision and recall are about the same."""

_ON_BOTH_AT = 0.1
"""The same for a paper that holds the rarest word of each part of a topic."""


class TopicFinder:
    """Finds the papers of a library that are about something."""

    def __init__(self, library: Library, embedder: Embedder, retriever: HybridRetriever) -> None:
        self._library = library
        self._embedder = embedder
        self._retriever = retriever
        self._mentions = MentionFinder(library)

    def papers_on(self, topic: str, conditions: Sequence[Condition] = ()) -> list[PaperHit]:
        """Return all papers on ``topic`` that meet the conditions, the most telling first.

        What counts is how often a paper uses the topic's wording, its short or its long form,
        whether title and text hold its words, and how near the paper is in meaning, beside the
        nearest one. Of "X and Y" papers on both are looked for, and if there is none, those on
        either. The hits' scores are 0 to 1.
        """
        parts = _AND.split(topic)
        if len(parts) == 1:
            return self._on(topic, conditions)
        found = [{hit.paper.id: hit for hit in self._on(part, conditions)} for part in parts]
        both = set.intersection(*map(set, found))
        either = {key: hit for hits in reversed(found) for key, hit in hits.items()}
        kept = {key: hit for key, hit in either.items() if key in both or not both}
        if both and self._mentions.papers_with(topic, literally=True):
            # "Search and rescue" may be one thing.
            kept = {hit.paper.id: hit for hit in self._on(topic, conditions)} | kept
        return sorted(kept.values(), key=lambda hit: -hit.score)

    def papers_mentioning(
        self, phrase: str, conditions: Sequence[Condition] = (), *, literally: bool = False
    ) -> list[PaperHit]:
        """Return all papers that use ``phrase`` and meet the conditions, in the library's order.

        Plurals, hyphens and capitals make no difference, and unless ``literally`` the long form of
        an acronym stands for it, as the texts define it.
        """
        found = self._mentions.papers_with(phrase, literally=literally)
        if conditions:
            allowed = self._library.catalogue.paper_ids(conditions)
            found = {key: paper for key, paper in found.items() if key in allowed}
        added = sorted(found.values(), key=lambda paper: (paper.added_at, paper.title))
        return [PaperHit(paper, 1.0, None, None) for paper in added]

    def papers_speaking_of(self, phrase: str) -> frozenset[str]:
        """Return the ids of all papers that speak of ``phrase`` at all.

        They use its words or an acronym that holds it, or are on it in other words.
        """
        on = {hit.paper.id for hit in self.papers_on(phrase)}
        return frozenset(on | self._mentions.papers_speaking_of(phrase).keys())

    def forms(self, phrase: str, *, literally: bool = False) -> tuple[Wording, ...]:
        """Return what finds ``phrase`` in a text, and what finds its short or long form."""
        return self._mentions.forms(phrase, literally=literally)

    def _on(self, topic: str, conditions: Sequence[Condition]) -> list[PaperHit]:
        vector = self._embedder.embed_query(topic)
        rankings = self._retriever.rank(topic, vector, depth=_DEPTH, conditions=conditions)
        hits = {hit.paper.id: hit for hit in self._retriever.hits(rankings, 2 * _DEPTH)}
        for hit in self.papers_mentioning(topic, conditions):
            cosine = rankings.dense.get(hit.paper.id)
            hits.setdefault(hit.paper.id, replace(hit, score=0.0, dense_score=cosine))
        tokens = self._retriever.query_tokens(topic)
        score = TopicScore(
            forms=self.forms(topic),
            weights=self._library.lexical.inverse_frequencies(tokens),
            # Of all papers, so that a condition never makes a paper nearer to a topic.
            nearest=next((hit.score for hit in self._library.vectors.search(vector, 1)), None),
            tokens=self._library.lexical.all_tokens,
        )
        weighed = [
            replace(hit, score=score.of(hit.paper, hit.dense_score)) for hit in hits.values()
        ]
        on = self._on_each(topic, weighed)
        return sorted(on, key=lambda hit: -hit.score)

    def _on_each(self, topic: str, hits: Sequence[PaperHit]) -> list[PaperHit]:
        """Return the papers that hold the rarest word of each part of "X for Y".

        All that speak of X a lot score well, whatever they use it for, while those that speak of
        both need score less. Where none speaks of both, those on the whole are what there is.
        """
        on = [hit for hit in hits if hit.score >= _ON_TOPIC_AT]
        parts = _OF.split(topic)
        if len(parts) < 2:
            return on
        rarest = frozenset(filter(None, map(self._rarest, parts)))
        likely = [hit for hit in hits if hit.score >= _ON_BOTH_AT]
        return [hit for hit in likely if self._held(hit) >= rarest] or on

    def _rarest(self, part: str) -> str:
        weights = self._library.lexical.inverse_frequencies(self._retriever.query_tokens(part))
        return max(weights, key=weights.__getitem__, default="")

    def _held(self, hit: PaperHit) -> frozenset[str]:
        return frozenset(self._library.lexical.tokens(f"{hit.paper.title} {hit.paper.text}"))
