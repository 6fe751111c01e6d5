"""Choosing evidence: every sentence of the papers found, scored against the question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paperchat.answering.attribute import AttributeFinder
from paperchat.answering.question import Question
from paperchat.answering.roles import roles as roles_of
from paperchat.library.library import Library
from paperchat.library.vector_cache import Vector
from paperchat.retrieval.names import Mention
from paperchat.retrieval.sentence_vectors import SentenceVectors
from paperchat.types import Evidence, PaperHit, Sentence, SentenceRole

_DIGIT = re.compile(r"\d")
_DEFINES = re.compile(
    r"\b(?:propos\w+|introduc\w+|present\w*|call(?:ed|s)?|named|defin\w+|identif\w+|"
    r"(?:is|are) (?:a|an|the)|refers? to)\b",
    re.IGNORECASE,
)
_REASONS = re.compile(
    r"\b(?:because|due to|owing to|caus\w+|reasons?|to blame|stems? from|explain\w*|"
    r"attribut\w+|leads? to|results? from|aris\w+|driv\w+|since)\b",
    re.IGNORECASE,
)

# Weights of a sentence's score; the first three chosen on SciFact rationales, see
# docs/decisions/0005-answers.md.
_COSINE = 0.50
_COVERAGE = 0.35
_CONTEXT = 0.15
_PAPER = 0.10
_FIGURE = 0.20
_ROLE = 0.12
_DEFINITION = 0.06
_REASON = 0.12
_OPEN_QUESTION = 0.4
"""Share of the attribute granted to "how" and "why": their words are seldom the paper's."""

_CONTRIBUTION = 0.03
"""For what a paper did, rather than why: background is seldom asked for."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for and against answering.

    ``cosine`` is of the best sentence and ``paper_cosine`` of the nearest paper. ``coverage`` is
    the share of the question's terms, weighted by rarity, that the best paper holds, and
    ``sentence_coverage`` the share that the best sentence holds; where the question names papers
    only these count, and the names themselves do not. ``attribute`` is how far one sentence of a
    named paper speaks of what is asked for (with a number if a figure is). ``role_found`` is false
    if the question asks for a kind of statement (limits, resources) that named papers do not make.
    """

    cosine: float
    paper_cosine: float
    coverage: float
    sentence_coverage: float
    attribute: float
    named: bool
    role_found: bool
    missing_terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """All candidate sentences, best first, and the signals for the gate."""

    evidence: tuple[Evidence, ...]
    signals: Signals


@dataclass(frozen=True, slots=True)
class _Measured:
    """One sentence beside the question."""

    sentence: Sentence
    hit: PaperHit
    role: SentenceRole
    cosine: float
    covered: float
    implied: float
    tokens: frozenset[str]


class EvidenceScorer:
    """Scores the sentences of candidate papers for a question."""

    def __init__(self, library: Library, vectors: SentenceVectors) -> None:
        self._library = library
        self._vectors = vectors
        self._attributes = AttributeFinder(library.lexical, vectors)

    def weigh(
        self,
        question: Question,
        vector: Vector,
        hits: Sequence[PaperHit],
        mentions: Sequence[Mention] = (),
    ) -> Weighed:
        """Score every sentence of ``hits``; ``vector`` is the embedded question."""
        named = frozenset(mention.paper.id for mention in mentions)
        weights = self._term_weights(question, mentions)
        measured = self._measure(vector, hits, weights)
        evidence = [
            Evidence(item.sentence, item.hit.paper, _score(question, item)) for item in measured
        ]
        evidence.sort(key=lambda item: -item.score)
        relevant = [item for item in measured if not named or item.hit.paper.id in named]
        return Weighed(tuple(evidence), self._signals(question, relevant, weights, bool(named)))

    def _measure(
        self, vector: Vector, hits: Sequence[PaperHit], weights: Mapping[str, float]
    ) -> list[_Measured]:
        by_paper = self._library.catalogue.sentences_of([hit.paper for hit in hits])
        sentences = [sentence for hit in hits for sentence in by_paper[hit.paper.id]]
        cosines = iter(self._vectors.of(sentences) @ vector if sentences else ())
        found = []
        for hit in hits:
            mine = by_paper[hit.paper.id]
            title = frozenset(self._library.lexical.tokens(hit.paper.title))
            for sentence, role in zip(mine, roles_of(mine), strict=True):
                own = frozenset(self._library.lexical.tokens(sentence.text))
                found.append(
                    _Measured(
                        sentence, hit, role, max(float(next(cosines)), 0.0),
                        _share(weights, own), _share(weights, title - own), own | title,
                    )
                )  # fmt: skip
        return found

    def _term_weights(self, question: Question, mentions: Sequence[Mention]) -> dict[str, float]:
        """Weigh each index term of the subject by its rarity in the library.

        The name of a paper says which paper, not what about it, so it does not count.
        """
        tokens = self._library.lexical.tokens(" ".join(question.subject or question.frame))
        names = {
            token for mention in mentions for token in self._library.lexical.tokens(mention.surface)
        }
        return self._library.lexical.inverse_frequencies(
            token for token in tokens if token not in names
        )

    def _attribute(
        self, question: Question, measured: Sequence[_Measured], weights: Mapping[str, float]
    ) -> float:
        texts = [item.sentence.text for item in measured]
        if question.attribute:
            return self._attributes.found(question.attribute, texts, figure=question.wants_figure)
        # Without words for what is asked, what is left of the subject should be spoken of.
        rest = [
            word
            for word in question.subject
            if any(token in weights for token in self._library.lexical.tokens(word))
        ]
        found = self._attributes.found(rest, texts, figure=question.wants_figure)
        return _OPEN_QUESTION + (1 - _OPEN_QUESTION) * found

    def _signals(
        self,
        question: Question,
        measured: Sequence[_Measured],
        weights: Mapping[str, float],
        named: bool,
    ) -> Signals:
        held: dict[str, set[str]] = {}
        for item in measured:
            held.setdefault(item.hit.paper.id, set()).update(item.tokens)
        anywhere = set().union(*held.values()) if held else set()
        missing = [
            word
            for word in question.subject
            if not set(tokens := self._library.lexical.tokens(word)) & anywhere
            and any(token in weights for token in tokens)
        ]
        return Signals(
            cosine=max((item.cosine for item in measured), default=0.0),
            paper_cosine=max((item.hit.dense_score or 0.0 for item in measured), default=0.0),
            coverage=max((_share(weights, own) for own in held.values()), default=0.0)
            if weights
            else 1.0,
            sentence_coverage=max((item.covered for item in measured), default=0.0)
            if weights
            else 1.0,
            attribute=self._attribute(question, measured, weights) if named else 1.0,
            named=named,
            role_found=question.role not in ("limit", "resource")
            or any(item.role == question.role for item in measured),
            missing_terms=tuple(dict.fromkeys(missing)),
        )


def _score(question: Question, item: _Measured) -> float:
    score = (
        _COSINE * item.cosine
        + _COVERAGE * item.covered
        + _CONTEXT * item.implied
        + _PAPER * item.hit.score
    )
    if question.wants_figure and _DIGIT.search(item.sentence.text):
        score += _FIGURE
    if question.wants_definition and _DEFINES.search(item.sentence.text):
        score += _DEFINITION
    if question.wants_reason and _REASONS.search(item.sentence.text):
        score += _REASON
    if question.role is None and item.role in ("method", "result"):
        score += _CONTRIBUTION
    if question.role is not None and item.role == question.role:
        score += _ROLE
    return score


def _share(weights: Mapping[str, float], tokens: frozenset[str] | set[str]) -> float:
    """Return the share of the weights that ``tokens`` hold; 0 if there is nothing to hold."""
    total = sum(weights.values())
    return sum(weights[t] for t in weights if t in tokens) / total if total else 0.0
