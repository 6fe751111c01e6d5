"""Comparing papers: one grid, filled evenly, each cell quoted from its own paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from paperchat.answering.draft import Draft
from paperchat.answering.facets import FACETS, facets_of
from paperchat.types import Comparison, ComparisonCell, ComparisonRow, Paper, Sentence

NOT_STATED = "not stated in the abstract"


def compose_comparison(
    draft: Draft, papers: Sequence[Paper], sentences: Mapping[str, Sequence[Sentence]]
) -> Comparison:
    """Write a comparison into ``draft`` and return its grid; one column a paper, in order.

    ``sentences`` holds all sentences of each paper, keyed by paper id.
    """
    faceted = {paper.id: facets_of(sentences[paper.id]) for paper in papers}
    draft.say(f"Comparing {_titles(papers)}:")
    rows = []
    for role, name in FACETS.items():
        cells: list[ComparisonCell | None] = []
        draft.say(f"{name}.")
        for paper in papers:
            sentence = faceted[paper.id].first(role)
            if sentence is None:
                draft.say(f"“{paper.title}”: {NOT_STATED}.")
                cells.append(None)
                continue
            draft.say(f"“{paper.title}”:")
            spoken = draft.quote(sentence, paper)
            cells.append(ComparisonCell(spoken.labels, sentence.text))
        rows.append(ComparisonRow(name, tuple(cells)))
    return Comparison(tuple(paper.id for paper in papers), tuple(rows))


def _titles(papers: Sequence[Paper]) -> str:
    quoted = [f"“{paper.title}”" for paper in papers]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"
