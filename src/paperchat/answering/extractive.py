"""Answers made of the papers' own sentences: which ones, from which papers, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paperchat.answering.draft import Draft
from paperchat.answering.length import Length
from paperchat.types import Evidence, Paper

MAX_PAPERS = 4
_PAPER_GAP = 1.5
_SENTENCE_GAP = 2.5
"""How far below the best score, in log-odds, a further paper, or sentence, may be."""


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
    leaders: dict[str, Evidence] = {}
    for item in pool:
        leaders.setdefault(item.paper.id, item)
    papers = [key for key, item in leaders.items() if item.score >= best - _PAPER_GAP]
    papers = papers[: min(MAX_PAPERS, length.most)]
    per_paper = length.alone if len(papers) == 1 else length.per_paper
    chosen: dict[str, list[Evidence]] = {key: [leaders[key]] for key in papers}
    taken = len(papers)
    for item in pool:
        mine = chosen.get(item.paper.id)
        fits = item.score >= best - _SENTENCE_GAP or taken < length.least
        if taken >= length.most or not fits:
            break
        if mine is not None and item not in mine and len(mine) < per_paper:
            mine.append(item)
            taken += 1
    return [Selection(leaders[key].paper, tuple(chosen[key])) for key in papers]


def compose(draft: Draft, selections: Sequence[Selection]) -> None:
    """Write the selections into ``draft``: a line that names the paper, then its quotes."""
    for position, selection in enumerate(selections):
        opening = "From" if position == 0 else "Also from"
        draft.say(f"{opening} “{selection.paper.title}”:")
        for item in selection.evidence:
            draft.quote(item.sentence, item.paper)
