"""What a sentence does in an abstract: states a problem, a method, data, a result, a limit, a link.

A small trained model (``role_model``) tells problem, method and result apart, from words, place
and neighbours. Its training labels do not know data, limits and links; these are told by cue
words, which also sharpen the rest. See docs/decisions/0006-sentence-roles.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from paperchat.answering.role_model import cues
from paperchat.answering.role_model.chain import LABELS, Chain, Label, shipped_chain
from paperchat.types import Sentence, SentenceRole

ROLES: tuple[SentenceRole, ...] = ("problem", "method", "data", "result", "limit", "resource")

_TALE = 150
"""A sentence longer than this (characters) that has a finding does more than give a link."""

_HEADED: dict[SentenceRole, tuple[Label, ...]] = {
    "problem": ("background", "objective"),
    "method": ("method",),
    "data": ("method",),
    "result": ("result",),
    "limit": ("result",),
    "resource": ("result",),
}
"""The labels that the model should find below a heading of a structured abstract."""
_HEADING = 8.0
"""By how much a heading speaks for these labels."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What the cues of a sentence tell; strengths are factors, or scores on the scale of roles."""

    moved: tuple[float, float]
    """The shares of objective and background that tell of the approach all the same."""
    contribution: float
    deficit: float
    finding: float
    data: float
    chiefly_data: bool
    limit: float
    resource: float


def role_scores(
    sentences: Sequence[Sentence], chain: Chain | None = None
) -> list[dict[SentenceRole, float]]:
    """Return, for each sentence of one abstract in order, how well each role fits it.

    Scores start at 0 and higher is better: about 1 where the model is sure and no cue speaks, up
    to 4 where cues agree. ``chain`` is used instead of the model that ships.
    """
    texts = tuple(sentence.text for sentence in sentences)
    if chain is None:
        return [dict(scores) for scores in _shipped_scores(texts)]
    return _scores_of(texts, chain)


@lru_cache(maxsize=1_024)
def _shipped_scores(texts: tuple[str, ...]) -> list[dict[SentenceRole, float]]:
    # Questions come back to the same abstracts.
    return _scores_of(texts, shipped_chain())


def _scores_of(texts: Sequence[str], chain: Chain) -> list[dict[SentenceRole, float]]:
    rows = chain.probabilities(texts).tolist()
    scores: list[dict[SentenceRole, float]] = []
    contributed = announced = False
    section: SentenceRole | None = None
    for place, (text, row) in enumerate(zip(texts, rows, strict=True)):
        heading = cues.heading(text)
        section = heading or section
        found = _below(section, dict(zip(LABELS, row, strict=True)))
        late = 2 * place >= len(texts)
        told = _told(text, contributed=contributed, announced=announced, late=late)
        scores.append(_scores(found, told))
        if heading in ("data", "limit", "resource"):
            scores[-1][heading] += 1.5
        announced = announced or told.contribution > 1
        contributed = announced or contributed or found["method"] > 0.5
    return scores


def roles(sentences: Sequence[Sentence], chain: Chain | None = None) -> list[SentenceRole]:
    """Return the best fitting role of each sentence of one abstract, in order."""
    return [max(ROLES, key=found.__getitem__) for found in role_scores(sentences, chain)]


def _below(section: SentenceRole | None, found: dict[Label, float]) -> dict[Label, float]:
    """Weigh the model's probabilities by the heading above the sentence, if there is one."""
    if section is None:
        return found
    weighed = {
        label: share * (_HEADING if label in _HEADED[section] else 1.0)
        for label, share in found.items()
    }
    total = sum(weighed.values())
    return {label: share / total for label, share in weighed.items()}


def _told(text: str, *, contributed: bool, announced: bool, late: bool) -> _Told:
    """Look for cues.

    ``contributed``: an earlier sentence told of the paper's own work; ``announced``: it did so
    in plain words. ``late``: the sentence stands in the second half.
    """
    plain = cues.plain(text)
    own = bool(cues.OWN.search(plain))
    deficits = min(len(cues.DEFICIT.findall(plain)), 2)
    ours = bool(cues.OURS.search(plain)) or (announced and not deficits)
    figure = bool(cues.FIGURE.search(text))
    finding = bool(cues.FINDING.search(plain))
    chiefly_finding = finding and not own and (figure or bool(cues.FINDING_CHIEFLY.search(plain)))
    data = bool(cues.DATA.search(plain) or cues.MEASURED_ON.match(text))
    return _Told(
        moved=(1.0, 0.7) if own else (0.8, 0.5) if ours else (0.0, 0.0),
        contribution=1.0 + own + (0.5 if own and cues.NAMES.search(plain) else 0.0),
        deficit=1.0 + 0.4 * deficits,
        finding=1.0 + 1.2 * finding + 1.2 * figure + 1.5 * chiefly_finding,
        data=0.8 * data,
        chiefly_data=data
        and not (own or finding or figure)
        and bool(cues.DATA_CHIEFLY.search(plain)),
        limit=_limit(plain) if contributed or (late and cues.LIMIT_OWN.search(plain)) else 0.0,
        resource=_resource(text, plain, finding=finding or figure),
    )


def _limit(plain: str) -> float:
    """Score a limit. Those named before the paper's own work are limits of earlier work."""
    chiefly = cues.LIMIT_CHIEFLY.search(plain)
    if not (chiefly or cues.LIMIT.search(plain)) or cues.NOT_ITS_LIMIT.search(plain):
        return 0.0
    return 3.5 if chiefly else 1.0


def _resource(text: str, plain: str, *, finding: bool) -> float:
    given = cues.RESOURCE.search(plain) and not cues.NOT_GIVEN.search(plain)
    if not given and not cues.ADDRESS.search(text):
        return 0.0
    return 1.0 if finding and len(text) > _TALE else 4.0


def _scores(found: dict[Label, float], told: _Told) -> dict[SentenceRole, float]:
    """Turn the model's probabilities and the cues into scores.

    An objective is the approach where the paper says what it does, else it is the problem.
    """
    aim, context = found["objective"], found["background"]
    moved = aim * told.moved[0] + context * told.moved[1]
    method = found["method"] + moved
    scores: dict[SentenceRole, float] = {
        "problem": (aim + context - moved) * told.deficit,
        "method": method * told.contribution,
        "data": told.data * (method + found["result"]),
        "result": found["result"] * told.finding,
        "limit": told.limit,
        "resource": told.resource,
    }
    if told.chiefly_data:
        scores["data"] = max(2.0 * scores["data"], 1.1 * method)
    else:
        scores["data"] = min(scores["data"], 0.9 * max(method, scores["result"]))
    return scores
