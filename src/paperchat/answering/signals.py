"""What speaks for and against answering a question, measured on the paper that fits best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paperchat.answering.figures import Figure
from paperchat.answering.likeness import QuestionWords, weighted
from paperchat.answering.page import Page
from paperchat.answering.question import Question
from paperchat.answering.untold import SELDOM_TOLD
from paperchat.retrieval.token_likeness import Floats

_TITLE_TELLS, _TITLE_SILENT = 0.75, 0.40
"""Likeness to a word of the title from which, and up to which, a word is (not) told by it."""

_FRAME_SHARE = 0.5
_TOLD_BY_TITLE = 0.3
"""Where less than this is left of a question beside the title, the title tells it all."""

_IMPORTANT = 0.06
"""Importance of a word without which the question is another one."""

_NOT_ASKED = 0.6
"""Stands for a figure that fits, or does not, where none is asked for."""

_ALL_TOLD = 0.8


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for and against answering, from the paper that fits best.

    ``support`` is how far the paper speaks of the question's words, weighted by importance, and
    ``weakest`` how far it speaks of the important word it speaks of least; ``specifics`` counts
    the words that its title does not tell. ``cosine`` is of its best sentence. If a figure is asked
    for, ``figure`` is how far one sentence with such a figure speaks of the specifics, ``counted``
    how near what a number counts comes to what "how many" asks, and ``sort`` tells whether there
    is a duration or a share where one is asked for. ``untold`` counts words for what abstracts
    seldom tell and this one does not. ``role_found`` is false if
    the question asks for a kind of statement (limits, resources) that named papers do not make.
    """

    support: float
    weakest: float
    specifics: float
    cosine: float
    figure: float
    counted: float
    sort: float
    untold: int
    named: bool
    role_found: bool
    missing_terms: tuple[str, ...]


def read_signals(
    question: Question, words: QuestionWords, pages: Sequence[Page], *, named: bool
) -> Signals:
    """Measure ``pages``: those of the papers that are ``named``, or all that were found."""
    role_found = question.role not in ("limit", "resource") or any(
        item.role == question.role for page in pages for item in page.sentences
    )
    if not pages:
        return Signals(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0, named, role_found, words.surfaces)
    best = max(pages, key=lambda page: _support(words, page) + page.cosine / 2)
    frame = np.array([_FRAME_SHARE if w in question.frame else 1.0 for w in words.surfaces])
    silent = (_TITLE_TELLS - best.title) / (_TITLE_TELLS - _TITLE_SILENT)
    rest = np.clip(silent, 0.0, 1.0) * frame
    weight = np.minimum(words.importance / _IMPORTANT, 1.0)
    spoken = np.maximum(best.text, best.literal)
    anywhere = np.max([page.literal for page in pages], axis=0)
    return Signals(
        support=_support(words, best),
        weakest=float(np.min(1.0 - weight * (1.0 - spoken), initial=1.0)),
        specifics=float(rest.sum()),
        cosine=best.cosine,
        figure=_figure(best, rest, question.figure) if question.figure else _NOT_ASKED,
        counted=_counted(best, question.figure),
        sort=_sort(best, question.figure),
        untold=sum(
            surface.lower() in SELDOM_TOLD and not told
            for surface, told in zip(words.surfaces, best.literal, strict=True)
        ),
        named=named,
        role_found=role_found,
        missing_terms=_missing(question, words, anywhere),
    )


def _support(words: QuestionWords, page: Page) -> float:
    return weighted(page.text, words.importance) if words.surfaces else _ALL_TOLD


def _figure(page: Page, rest: Floats, asked: Figure) -> float:
    """Return how far the best sentence with a figure speaks of what the title leaves open."""
    if rest.sum() <= _TOLD_BY_TITLE:
        return _ALL_TOLD
    fitting = [item for item in page.sentences if asked.is_in(item.sentence.text)]
    spoken = [weighted(item.likeness, rest) for item in fitting or page.sentences]
    return max(spoken, default=0.0)


def _counted(page: Page, asked: Figure | None) -> float:
    if asked is None or not asked.counted:
        return _NOT_ASKED
    return max((item.counted for item in page.sentences), default=0.0)


def _sort(page: Page, asked: Figure | None) -> float:
    if asked is None or asked.sort not in ("duration", "share"):
        return _NOT_ASKED
    return float(any(asked.is_in(item.sentence.text) for item in page.sentences))


def _missing(question: Question, words: QuestionWords, anywhere: Floats) -> tuple[str, ...]:
    """Return the words of the subject that no paper holds, most important first."""
    absent = [
        (-importance, surface)
        for surface, importance, held in zip(
            words.surfaces, words.importance, anywhere, strict=True
        )
        if not held and surface in question.subject
    ]
    return tuple(dict.fromkeys(surface for _, surface in sorted(absent)))
