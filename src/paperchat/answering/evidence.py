"""Choosing evidence: every sentence of the papers found, scored against the question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paperchat.answering.question import Question
from paperchat.answering.roles import role_scores
from paperchat.library.library import Library
from paperchat.library.vector_cache import Vector
from paperchat.retrieval.sentence_vectors import SentenceVectors
from paperchat.types import Evidence, Paper, PaperHit, Sentence

_DIGIT = re.compile(r"\d")
_DEFINES = re.compile(
    r"\b(?:propos\w+|introduc\w+|present\w*|call(?:ed|s)?|named|defin\w+|(?:is|are) (?:a|an|the)|"
    r"refers? to)\b",
    re.IGNORECASE,
)

# Weights of a sentence's score, chosen on SciFact rationales (docs/decisions/0005-answers.md).
_COSINE = 0.50
_COVERAGE = 0.35
_CONTEXT = 0.15
_PAPER = 0.10
_FIGURE = 0.12
_ROLE = 0.08
_DEFINITION = 0.06


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for and against answering; all but the terms are in [0, 1].

    ``cosine`` is of the best sentence, ``coverage`` the idf-weighted share of the subject's terms
    that the best paper holds, ``paper_cosine`` the similarity of the nearest paper.
    """

    cosine: float
    coverage: float
    paper_cosine: float
    missing_terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """All candidate sentences, best first, and the signals for the gate."""

    evidence: tuple[Evidence, ...]
    signals: Signals


class EvidenceScorer:
    """Scores the sentences of candidate papers for a question."""

    def __init__(self, library: Library, vectors: SentenceVectors) -> None:
        self._library = library
        self._vectors = vectors

    def weigh(self, question: Question, vector: Vector, hits: Sequence[PaperHit]) -> Weighed:
        """Score every sentence of ``hits``; ``vector`` is the embedded question."""
        papers = [hit.paper for hit in hits]
        by_paper = self._library.catalogue.sentences_of(papers)
        weights = self._term_weights(question)
        sentences = [sentence for paper in papers for sentence in by_paper[paper.id]]
        cosines = self._vectors.of(sentences) @ vector if sentences else []
        cosine_of = {
            (sentence.paper_id, sentence.ordinal): float(value)
            for sentence, value in zip(sentences, cosines, strict=True)
        }
        evidence = [
            scored
            for hit in hits
            for scored in self._score_paper(
                question, hit, by_paper[hit.paper.id], weights, cosine_of
            )
        ]
        evidence.sort(key=lambda item: -item.score)
        signals = self._signals(question, hits, weights, cosine_of)
        return Weighed(tuple(evidence), signals)

    def _score_paper(
        self,
        question: Question,
        hit: PaperHit,
        sentences: Sequence[Sentence],
        weights: Mapping[str, float],
        cosine_of: Mapping[tuple[str, int], float],
    ) -> list[Evidence]:
        total = sum(weights.values()) or 1.0
        title = set(self._library.lexical.tokens(hit.paper.title))
        roles = role_scores(sentences) if question.role else []
        found = []
        for place, sentence in enumerate(sentences):
            own = set(self._library.lexical.tokens(sentence.text))
            covered = sum(weights[token] for token in weights if token in own) / total
            implied = sum(weights[t] for t in weights if t in title and t not in own) / total
            score = (
                _COSINE * max(cosine_of[sentence.paper_id, sentence.ordinal], 0.0)
                + _COVERAGE * covered
                + _CONTEXT * implied
                + _PAPER * hit.score
            )
            if question.wants_figure and _DIGIT.search(sentence.text):
                score += _FIGURE
            if question.wants_definition and _DEFINES.search(sentence.text):
                score += _DEFINITION
            if question.role and max(roles[place], key=roles[place].__getitem__) == question.role:
                score += _ROLE
            found.append(Evidence(sentence, hit.paper, score))
        return found

    def _term_weights(self, question: Question) -> dict[str, float]:
        """Weigh each index term of the subject by its rarity in the library."""
        tokens = self._library.lexical.tokens(" ".join(question.subject or question.frame))
        return self._library.lexical.inverse_frequencies(tokens)

    def _signals(
        self,
        question: Question,
        hits: Sequence[PaperHit],
        weights: Mapping[str, float],
        cosine_of: Mapping[tuple[str, int], float],
    ) -> Signals:
        total = sum(weights.values()) or 1.0
        held = [self._held(hit.paper, weights) for hit in hits]
        coverage = max((sum(weights[t] for t in own) / total for own in held), default=0.0)
        anywhere = set().union(*held) if held else set()
        missing = tuple(
            word
            for word in question.subject
            if not set(self._library.lexical.tokens(word)) & anywhere
        )
        return Signals(
            cosine=max(cosine_of.values(), default=0.0),
            coverage=coverage,
            paper_cosine=max((hit.dense_score or 0.0 for hit in hits), default=0.0),
            missing_terms=tuple(dict.fromkeys(missing)),
        )

    def _held(self, paper: Paper, weights: Mapping[str, float]) -> set[str]:
        return set(self._library.lexical.tokens(f"{paper.title} {paper.text}")) & weights.keys()
