"""Answers made of the papers' own sentences: which ones, from which papers, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from paperchat.answering.draft import Draft
from paperchat.answering.length import Length
from paperchat.types import Evidence, Paper

MAX_PAPERS = 4
PAPER_GAP = 1.5
_SENTENCE_GAP = 2.5
"""How far below the best score, in log-odds, a further paper, or sentence, may be."""

Standing = Literal["best", "near", "far", "beyond", "unnamed"]
"""Of the papers weighed: quoted are the best one and those near it, but for those beyond the most
that are quoted at once, and for those that are not named where others are."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper stands: its best sentence, and how far that is below the best one quoted."""

    leader: Evidence
    below: float
    standing: Standing

    @property
    def taken(self) -> bool:
        """Whether the paper is quoted."""
        return self.standing in ("best", "near")


@dataclass(frozen=True, slots=True)
class Selection:
    """One paper's share of an answer, the most telling sentence first."""

    paper: Paper
    evidence: tuple[Evidence, ...]


def select(
    evidence: Sequence[Evidence],
    *,
    named: frozenset[str] = frozenset(),
    length: Length = Length.NORMAL,
) -> list[Selection]:
    """Choose sentences from best-first ``evidence``, grouped by paper, best paper first.

    With ``named`` papers only these are quoted.
    """
    pool = [item for item in evidence if not named or item.paper.id in named]
    if not pool:
        return []
    best = pool[0].score
    leaders = [
        place.leader for place in places(evidence, named=named, length=length) if place.taken
    ]
    per_paper = length.alone if len(leaders) == 1 else length.per_paper
    chosen = {leader.paper.id: [leader] for leader in leaders}
    taken = len(leaders)
    for item in pool:
        mine = chosen.get(item.paper.id)
        fits = item.score >= best - _SENTENCE_GAP or taken < length.least
        if taken >= length.most or not fits:
            break
        if mine is not None and item not in mine and len(mine) < per_paper:
            mine.append(item)
            taken += 1
    return [Selection(leader.paper, tuple(chosen[leader.paper.id])) for leader in leaders]


def most_papers(length: Length) -> int:
    """Return how many papers an answer quotes at most."""
    return min(MAX_PAPERS, length.most)


def places(
    evidence: Sequence[Evidence],
    *,
    named: frozenset[str] = frozenset(),
    length: Length = Length.NORMAL,
) -> list[Place]:
    """Return where each paper of best-first ``evidence`` stands, best first; see :func:`select`."""
    leaders: dict[str, Evidence] = {}
    for item in evidence:
        leaders.setdefault(item.paper.id, item)
    in_question = [key for key in leaders if not named or key in named]
    best = leaders[in_question[0]].score if in_question else 0.0
    near = [key for key in in_question if leaders[key].score >= best - PAPER_GAP]
    taken = near[: most_papers(length)]

    def standing(key: str) -> Standing:
        if key not in in_question:
            return "unnamed"
        if key not in near:
            return "far"
        if key not in taken:
            return "beyond"
        return "best" if key == taken[0] else "near"

    return [Place(leader, best - leader.score, standing(key)) for key, leader in leaders.items()]


def compose(draft: Draft, selections: Sequence[Selection]) -> None:
    """Write the selections into ``draft``: a line that names the paper, then its quotes."""
    for position, selection in enumerate(selections):
        opening = "From" if position == 0 else "Also from"
        if any(item.sentence.part == "body" for item in selection.evidence):
            opening += " the text of"
        draft.say(f"{opening} “{selection.paper.title}”:")
        for item in selection.evidence:
            draft.quote(item.sentence, item.paper)
