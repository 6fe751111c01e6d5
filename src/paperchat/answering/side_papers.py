"""Which papers the sides of a comparison mean: by name, or as what is described best.

A side that names no paper is looked for by its words and by those that hold for all sides, and the
sides are given different papers, so that one paper never stands for two of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from paperchat.answering.context import Context
from paperchat.answering.gate import confidence
from paperchat.answering.question import read_question
from paperchat.answering.side import Side, Sides
from paperchat.library.filters import Condition
from paperchat.types import Paper, PaperHit

_CANDIDATES = 4
"""Papers weighed for each side."""

_SURE = 0.3
"""Confidence from which a paper may be what a side describes."""

_CLEAR = 0.12
"""Lead over the next paper with which a described paper is the one that is meant."""

_CLEARER = 0.35
"""The lead where a side only names a thing, which many papers may speak of."""

_LIKELY, _FAR_AHEAD = 0.2, 0.6
"""Confidence and lead that are enough together, where a paper is far ahead of all others."""

_PLAINLY, _FIRST = 0.4, 0.95
"""Confidence and retrieval score from which a paper is what a side names without describing it."""

_DEPTH = 50

_ALONE = 0.5
"""Weight of the words of a side without those that hold for all."""

_NAMED = 9.0
"""Fit of a paper that a side names: above all that is reached by description."""


@dataclass(frozen=True, slots=True)
class Found:
    """The papers of a comparison, one a side and in that order; or the sides that none fits.

    ``nearest`` are the papers nearest to the sides that none fits.
    """

    papers: tuple[Paper, ...] = ()
    missing: tuple[Side, ...] = ()
    nearest: tuple[PaperHit, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fit:
    """A paper as a candidate for a side; ``sure`` is how likely it bears on its words (0 to 1)."""

    hit: PaperHit
    sure: float
    score: float


def papers_of_sides(
    context: Context,
    sides: Sides,
    focus: Sequence[Paper] = (),
    conditions: Sequence[Condition] = (),
) -> Found | None:
    """Find the papers that are compared; None if the question is not about papers.

    A side that points back ("it") means the one paper of ``focus``. Sides are missing only where
    they describe papers, or where each of the others does or names one.
    """
    if not sides.sides:
        return _several(context, sides, conditions)
    # With "the one on ...", what stands beside it is a paper as well.
    papers_meant = any(side.elliptic for side in sides.sides)
    wanted = [replace(side, definite=side.definite or papers_meant) for side in sides.sides]
    fits = [_candidates(context, sides, side, focus, conditions) for side in wanted]
    chosen = _different(fits)
    clear = [
        _is_clear(side, fit, fitting, chosen)
        for side, fit, fitting in zip(wanted, chosen, fits, strict=True)
    ]
    if all(clear):
        if not (sides.explicit or all(fit and fit.score >= _NAMED for fit in chosen)):
            return None
        return Found(tuple(fit.hit.paper for fit in chosen if fit))
    missing = tuple(side for side, ok in zip(wanted, clear, strict=True) if not ok)
    if not (sides.explicit and all(side.definite for side in missing)):
        return None
    near = [fit.hit for fitting, ok in zip(fits, clear, strict=True) if not ok for fit in fitting]
    return Found(missing=missing, nearest=tuple({hit.paper.id: hit for hit in near}.values()))


def _candidates(
    context: Context,
    sides: Sides,
    side: Side,
    focus: Sequence[Paper],
    conditions: Sequence[Condition],
) -> list[_Fit]:
    """Return the papers that may be meant by ``side``, best first."""
    if side.pronoun:
        pointed = {paper.id: paper for paper in focus}
        return [_named(paper) for paper in pointed.values()] if len(pointed) == 1 else []
    paper = _named_by(context, side)
    if paper is not None:
        return [_named(paper)]
    fits = _weighed(context, side.words, sides.context, conditions)
    if side.elliptic and not sides.context:
        # "The one with human feedback" may be about what the side before it is about.
        leaning = _weighed(context, side.words, sides.sides[0].words, conditions)
        fits = max(fits, leaning, key=_lead)
    return fits


def _named_by(context: Context, side: Side) -> Paper | None:
    """Return the paper that a side names, if it is one and fits what else the side says."""
    mentions = [mention for mention in context.names.mentioned(side.text) if mention.outright]
    named = {mention.paper.id: mention.paper for mention in mentions}
    if len(named) != 1:
        named = {paper.id: paper for paper in context.names.resolve(side.text)}
    if len(named) != 1:
        return None
    (paper,) = named.values()
    if any(len(mention.surface) >= len(side.words) for mention in mentions):
        return paper
    hit = PaperHit(paper, 1.0, None, None)
    weighed = context.scorer.weigh(read_question(side.words), [hit])
    return paper if confidence(weighed.signals) >= _LIKELY else None


def _weighed(
    context: Context, words: str, shared: str, conditions: Sequence[Condition]
) -> list[_Fit]:
    text = f"{words} {shared}".strip()
    alone = {hit.paper.id: hit.score for hit in context.retriever.search(words, _DEPTH, conditions)}
    question = read_question(text)
    fits = []
    for hit in context.retriever.search(text, _CANDIDATES, conditions):
        sure = confidence(context.scorer.weigh(question, [hit]).signals)
        score = hit.score + sure + _ALONE * alone.get(hit.paper.id, 0.0)
        fits.append(_Fit(hit, sure, score))
    return sorted(fits, key=lambda fit: -fit.score)


def _lead(fits: Sequence[_Fit]) -> float:
    return fits[0].score - fits[1].score if len(fits) > 1 else 0.0


def _named(paper: Paper) -> _Fit:
    return _Fit(PaperHit(paper, 1.0, None, None), 1.0, _NAMED)


def _different(fits: Sequence[Sequence[_Fit]]) -> list[_Fit | None]:
    """Choose a paper for each side, all different, that fit best together."""
    best: list[_Fit | None] = [None] * len(fits)
    highest = float("-inf")
    for chosen in product(*[[*fitting, None] for fitting in fits]):
        ids = [fit.hit.paper.id for fit in chosen if fit]
        total = sum(fit.score for fit in chosen if fit)
        if len(set(ids)) == len(ids) and total > highest:
            best, highest = list(chosen), total
    return best


def _is_clear(
    side: Side, fit: _Fit | None, fitting: Sequence[_Fit], chosen: Sequence[_Fit | None]
) -> bool:
    """Tell whether ``fit`` is what ``side`` means: likely at all, and ahead of the papers left."""
    if fit is None or fit.score >= _NAMED:
        return fit is not None
    taken = {other.hit.paper.id for other in chosen if other}
    lead = fit.score - max(
        (other.score for other in fitting if other.hit.paper.id not in taken), default=0.0
    )
    if side.definite:
        clear = fit.sure >= _SURE and lead >= _CLEAR
        return clear or (fit.sure >= _LIKELY and lead >= _FAR_AHEAD)
    # A thing that another side's paper speaks of as well describes no paper.
    plain = fit is fitting[0] and fit.sure >= _PLAINLY and fit.hit.score >= _FIRST
    return plain and lead >= _CLEARER


def _several(context: Context, sides: Sides, conditions: Sequence[Condition]) -> Found | None:
    """Find "the two studies on X": the papers on X, if just as many stand out."""
    fits = _weighed(context, sides.context, "", conditions)
    first, rest = fits[: sides.number], fits[sides.number :]
    if len(first) < sides.number or any(fit.sure < _SURE for fit in first):
        side = Side(f"{sides.number} papers {sides.context}", sides.context, definite=True)
        return Found(missing=(side,), nearest=tuple(fit.hit for fit in fits))
    if rest and first[-1].score - rest[0].score < _CLEARER:
        return None
    return Found(tuple(fit.hit.paper for fit in first))
