"""What speaks for and against answering a question, measured on the paper that fits best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paperchat.answering.attribute import holds_figure, of_words
from paperchat.answering.figures import Figure
from paperchat.answering.likeness import QuestionWords, weighted
from paperchat.answering.merits import asking
from paperchat.answering.page import Page
from paperchat.answering.question import Question
from paperchat.answering.untold import SELDOM_TOLD
from paperchat.retrieval.token_likeness import Floats
from paperchat.text.plain_words import is_plain

_IMPORTANT = 0.06
"""Importance of a word without which the question is another one."""

_MOST_WORDS = 12
"""Words of a question beyond which more of them tell nothing new about it."""

_HARDLY = 0.5
"""Likeness below which a paper hardly speaks of a word."""

_AROUND = 3
"""Sentences that tell whether a paper, and not one sentence alone, is near the question."""

_MOST_STRANGERS = 2
"""Names a paper does not say, beyond which more of them tell nothing new."""

# Each stands for a signal that a question does not give, so that it tells such questions apart
# from others in no way: about the mean of those that do.
_NO_WORDS = 0.8
_NO_UNMET = 0.15
_NOT_COUNTED = 0.6
_NOT_MEASURED = 0.6
_NOT_VALUED = 0.4


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for and against answering, from the paper that fits best.

    ``support`` is how far the paper speaks of the question's words, weighted by importance,
    ``joint`` how far one sentence of it does, and ``weakest`` how far it speaks of the important
    word it speaks of least. ``unmet`` is the share of words, weighted by rarity, that it hardly
    speaks of, and ``strangers`` counts names in the question that it does not say. ``cosine`` is of
    its best sentence, ``around`` of its best three. ``words`` counts those of the question,
    ``leads`` tells whether no paper is nearer by words, ``defines`` whether the question asks what
    something is or how it works. ``untold`` counts words for what abstracts seldom tell and this
    one does not.

    If the question has an ``attribute`` that it wants the value of, ``valued`` is how near a
    sentence comes to naming it beside a number or a name, ``spoken`` how far the paper speaks of
    its least word, ``seldom`` how near it comes to things that abstracts seldom tell, ``counted``
    how near what a number counts comes to what "how many" asks (``counts``), and ``figure`` how
    far a sentence with a figure speaks of the question, where the value is one.

    ``role_found`` is false if the question asks for a kind of statement (limits, resources) that
    named papers do not make.
    """

    support: float
    weakest: float
    joint: float
    unmet: float
    strangers: int
    cosine: float
    around: float
    words: int
    leads: bool
    defines: bool
    untold: int
    named: bool
    attribute: bool
    valued: float
    spoken: float
    seldom: float
    counts: bool
    counted: float
    figure: float
    role_found: bool
    missing_terms: tuple[str, ...]


def read_signals(
    question: Question,
    words: QuestionWords,
    pages: Sequence[Page],
    *,
    named: bool,
    seldom: float,
) -> Signals:
    """Measure ``pages``: those of the papers that are ``named``, or all that were found.

    ``seldom`` is how near the attribute asked for comes to things that abstracts seldom tell.
    """
    wanted = question.role if named and question.role in ("limit", "resource") else None
    role_found = wanted is None or any(
        item.role == wanted for page in pages for item in page.sentences
    )
    best = max(pages, key=lambda page: _support(words, page) + page.cosine / 2, default=None)
    # Of several papers that are named, one that tells the value will do.
    tellers = pages if named else ([best] if best else [])
    attribute = question.attribute
    counts = attribute is not None and attribute.sort == "count"
    anywhere = np.max([page.literal for page in pages], axis=0) if pages else np.array([])
    return Signals(
        support=_support(words, best) if best else 0.0,
        weakest=_weakest(words, best) if best else 0.0,
        joint=_joint(words, best) if best else 0.0,
        unmet=_unmet(words, best) if best else 1.0,
        strangers=_strangers(question, words, best) if best else 0,
        cosine=best.cosine if best else 0.0,
        around=_around(words, best) if best else 0.0,
        words=min(len(words.surfaces), _MOST_WORDS),
        leads=best is not None and best.hit.lexical_rank == 1,
        defines=question.defines,
        untold=_untold(words, best) if best else 0,
        named=named,
        attribute=attribute is not None,
        valued=max((_valued(question, words, page) for page in tellers), default=0.0),
        spoken=max((_spoken(question, words, page) for page in tellers), default=0.0),
        seldom=seldom,
        counts=counts,
        counted=max((_counted(page, question.figure) for page in tellers), default=0.0),
        figure=max((_figure(question, words, page) for page in tellers), default=0.0),
        role_found=role_found,
        missing_terms=_missing(question, words, anywhere) if pages else words.surfaces,
    )


def _support(words: QuestionWords, page: Page) -> float:
    return weighted(page.text, words.importance) if words.surfaces else _NO_WORDS


def _joint(words: QuestionWords, page: Page) -> float:
    if not words.surfaces:
        return _NO_WORDS
    spoken = [weighted(item.likeness, words.importance) for item in page.sentences]
    return max(spoken, default=0.0)


def _weakest(words: QuestionWords, page: Page) -> float:
    weight = np.minimum(words.importance / _IMPORTANT, 1.0)
    return float(np.min(1.0 - weight * (1.0 - _said(page)), initial=1.0))


def _unmet(words: QuestionWords, page: Page) -> float:
    hardly = (_said(page) < _HARDLY).astype(np.float64)
    return weighted(hardly, words.rarity) if words.surfaces else _NO_UNMET


def _strangers(question: Question, words: QuestionWords, page: Page) -> int:
    """Count the capitalized words, but for the first of the question, that the page lacks."""
    strangers = [
        surface
        for surface, said in zip(words.surfaces, page.literal, strict=True)
        if surface[0].isupper()
        and surface[1:].islower()
        and not said
        and not question.text.startswith(surface)
    ]
    return min(len(strangers), _MOST_STRANGERS)


def _around(words: QuestionWords, page: Page) -> float:
    if not words.surfaces:
        return page.cosine  # Only a paper is named, and one sentence that brings it in will do.
    if any(item.sentence.part == "body" for item in page.sentences):
        return page.cosine  # A text tells a detail once, among much else.
    nearest = sorted((item.cosine for item in page.sentences), reverse=True)[:_AROUND]
    return float(np.mean(nearest)) if nearest else 0.0


def _said(page: Page) -> Floats:
    """Return how far the page speaks of each word; fully where it says the word itself."""
    said: Floats = np.maximum(page.text, page.literal)
    return said


def _untold(words: QuestionWords, page: Page) -> int:
    return sum(
        surface.lower() in SELDOM_TOLD and not told
        for surface, told in zip(words.surfaces, page.literal, strict=True)
    )


def _valued(question: Question, words: QuestionWords, page: Page) -> float:
    """Return how far the best sentence names the attribute beside a value, and the rest too."""
    named = of_words(words.surfaces, question.attribute)
    if not named:
        return _NOT_VALUED
    rest = [place for place in range(len(words.surfaces)) if place not in named]
    return max(
        (
            item.valued
            * (weighted(item.likeness[rest], words.importance[rest]) if rest else _NO_WORDS)
            for item in page.sentences
        ),
        default=0.0,
    )


def _spoken(question: Question, words: QuestionWords, page: Page) -> float:
    named = of_words(words.surfaces, question.attribute)
    return float(_said(page)[named].min()) if named else _NO_WORDS


def _counted(page: Page, asked: Figure | None) -> float:
    if asked is None or not asked.counted:
        return _NOT_COUNTED
    return max((item.counted for item in page.sentences), default=0.0)


def _figure(question: Question, words: QuestionWords, page: Page) -> float:
    """Return how far the best sentence with a figure speaks of the question."""
    if question.attribute is None or not question.attribute.measured:
        return _NOT_MEASURED
    return max(
        (
            weighted(item.likeness, words.importance) if words.surfaces else _NO_WORDS
            for item in page.sentences
            if holds_figure(item.sentence.text)
        ),
        default=0.0,
    )


def _missing(question: Question, words: QuestionWords, anywhere: Floats) -> tuple[str, ...]:
    """Return the words of the subject that no paper holds, most important first."""
    asked = asking(words.surfaces, question.side) if question.side else []
    absent = [
        (-importance, surface)
        for place, (surface, importance, held) in enumerate(
            zip(words.surfaces, words.importance, anywhere, strict=True)
        )
        if not held and surface in question.subject and not is_plain(surface) and place not in asked
    ]
    return tuple(dict.fromkeys(surface for _, surface in sorted(absent)))
