"""Choosing evidence: every sentence of the papers found, scored against the question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from paperchat.answering.definition import how_defined, names_in
from paperchat.answering.likeness import QuestionWords, weighted
from paperchat.answering.page import Measured, Page, PageReader
from paperchat.answering.question import Question
from paperchat.answering.self_description import asks_for_description, describes_itself
from paperchat.answering.signals import Signals, read_signals
from paperchat.answering.untold import SeldomTold
from paperchat.library.library import Library
from paperchat.retrieval.names import Mention
from paperchat.retrieval.readings import Readings
from paperchat.types import Evidence, PaperHit, Sentence, SentenceRole

_PERCENT = re.compile(r"%|\bper ?cent", re.IGNORECASE)
_REASONS = re.compile(
    r"\b(?:because|due to|owing to|caus\w+|reasons?|to blame|stems? from|explain\w*|"
    r"attribut\w+|leads? to|results? from|aris\w+|driv\w+|since)\b",
    re.IGNORECASE,
)

# Weights of a sentence's score, in log-odds of being one that holds the answer: a logistic fit on
# the questions of development, but for the two of figures, which were raised by hand so that the
# figure asked for comes first (docs/decisions/0010-gate.md).
_LIKENESS = 4.0
_RARE_LIKENESS = 3.6
_PAPER = 5.5
_OPENING = -1.9
_FIGURE = 2.0
_COUNT = 1.5
_SHARE = 1.4
_CONTRIBUTION = 1.0
_REASON = 2.0
_ROLE = 0.8
_DESCRIBED = -1.5
_AHEAD = 0.1
_REACH = 6.0
"""How far below the best sentence one that says what a thing is may be, to be put before it."""

_COUNTED = 0.6
"""Likeness from which what a number counts is what is asked for."""

_NOTHING_ASKED = 0.8
"""Stands for the likeness to a question without words of its own."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """All candidate sentences, best first, the signals for the gate, and the question's words."""

    evidence: tuple[Evidence, ...]
    signals: Signals
    words: QuestionWords


class EvidenceScorer:
    """Scores the sentences of candidate papers for a question."""

    def __init__(self, library: Library, readings: Readings) -> None:
        self._reader = PageReader(library, readings)
        self._seldom = SeldomTold(readings)

    def weigh(
        self,
        question: Question,
        hits: Sequence[PaperHit],
        mentions: Sequence[Mention] = (),
        behind: Mapping[str, Sequence[Sentence]] | None = None,
    ) -> Weighed:
        """Score every sentence of ``hits``; where papers are named, only these give signals.

        The sentences are those of the abstracts, or others from ``behind`` them, which tell also
        what abstracts seldom do.

        Raises:
            EmbeddingError: the reader failed.
        """
        words = self._reader.words(question, mentions)
        pages = self._reader.pages(question, words, hits, behind)
        evidence = [
            Evidence(
                item.sentence,
                page.hit.paper,
                _score(question, words, page, item, named=bool(mentions)),
            )
            for page in pages
            for item in page.sentences
        ]
        evidence.sort(key=lambda item: -item.score)
        called = names_in(question, [mention.surface for mention in mentions])
        named = frozenset(mention.paper.id for mention in mentions)
        relevant = [page for page in pages if not named or page.hit.paper.id in named]
        asked = question.attribute.phrase if question.attribute and behind is None else ""
        seldom = self._seldom.likeness(asked)
        signals = read_signals(question, words, relevant, named=bool(named), seldom=seldom)
        return Weighed(tuple(_defining_first(evidence, called)), signals, words)


def _defining_first(evidence: Sequence[Evidence], names: Sequence[str]) -> Sequence[Evidence]:
    """Put the sentence that says most plainly what one of ``names`` is before the best one.

    Its score is no more than that needs, so that as many others are near it as were before.
    """
    best = evidence[0].score if evidence else 0.0
    near = [item for item in evidence if names and item.score >= best - _REACH]
    said = [how_defined(item.sentence.text, names) for item in near]
    if not any(said):
        return evidence
    chosen = near[said.index(max(said))]
    first = replace(chosen, score=best + _AHEAD)
    return [first, *(other for other in evidence if other is not chosen)]


def _plays(wanted: SentenceRole, role: SentenceRole, *, named: bool) -> bool:
    """Tell whether a sentence does what is asked for.

    The limits of what no paper is named for, a technique, are the problems that papers start from.
    """
    return role == wanted or (wanted == "limit" and role == "problem" and not named)


def _score(
    question: Question, words: QuestionWords, page: Page, item: Measured, *, named: bool
) -> float:
    plain = float(item.likeness.mean()) if words.surfaces else _NOTHING_ASKED
    rare = weighted(item.likeness, words.rarity) if words.surfaces else _NOTHING_ASKED
    text = item.sentence.text
    score = _LIKENESS * plain + _RARE_LIKENESS * rare + _PAPER * page.hit.score
    if item.sentence.ordinal == 0 and len(page.sentences) > 1:
        score += _OPENING
    figure = question.figure is not None and question.figure.is_in(text)
    if figure:
        score += _FIGURE
    if item.counted >= _COUNTED:
        score += _COUNT
    if question.wants_share and _PERCENT.search(text):
        score += _SHARE
    if question.wants_reason and _REASONS.search(text):
        score += _REASON
    aside = item.role == "resource" or describes_itself(text)
    if aside and not (figure or asks_for_description(words.surfaces)):
        score += _DESCRIBED
    if question.role is None and item.role in ("method", "result"):
        score += _CONTRIBUTION
    if question.role is not None and _plays(question.role, item.role, named=named):
        score += _ROLE
    return score
