"""Comparing papers: one grid, filled evenly, each cell quoted from its own paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from paperchat.answering.common_ground import compose_common_ground
from paperchat.answering.draft import Draft
from paperchat.answering.facets import FACETS, facets_of
from paperchat.layout import not_stated
from paperchat.retrieval.rarity import Rarity
from paperchat.types import Comparison, ComparisonCell, ComparisonRow, Paper, Sentence, SentenceRole

MOST_PAPERS = 5
_A_CELL: dict[SentenceRole, int] = {"method": 2, "result": 2}
"""Sentences in one cell; one where nothing is said here."""


def compose_comparison(
    draft: Draft, papers: Sequence[Paper], sentences: Mapping[str, Sequence[Sentence]],
    rarity: Rarity,
) -> Comparison:  # fmt: skip
    """Write a comparison into ``draft`` and return its grid; one column a paper, in order.

    Below the grid stands what the papers share and what only one of them speaks of. At most five
    papers are compared, the first ones. ``sentences`` holds all sentences of each paper, keyed by
    paper id.
    """
    papers, rest = papers[:MOST_PAPERS], papers[MOST_PAPERS:]
    faceted = {paper.id: facets_of(sentences[paper.id]) for paper in papers}
    draft.say(f"Comparing {_titles(papers)}:")
    rows = []
    for role, name in FACETS.items():
        draft.say(f"{name}.")
        cells = [
            _cell(draft, paper, faceted[paper.id].best(role, _A_CELL.get(role, 1)))
            for paper in papers
        ]
        rows.append(ComparisonRow(name, tuple(cells)))
    note = ""
    if rest:
        note = (
            f"At most {MOST_PAPERS} papers are compared at once; {_titles(rest)} "
            f"{'is' if len(rest) == 1 else 'are'} left out."
        )
    compose_common_ground(draft, papers, sentences, rarity, note)
    return Comparison(tuple(paper.id for paper in papers), tuple(rows))


def _cell(draft: Draft, paper: Paper, stated: Sequence[Sentence]) -> ComparisonCell | None:
    if not stated:
        draft.say(f"“{paper.title}”: {not_stated(paper.text_kind)}.")
        return None
    draft.say(f"“{paper.title}”:")
    spoken = [draft.quote(sentence, paper) for sentence in stated]
    labels = tuple(label for sentence in spoken for label in sentence.labels)
    return ComparisonCell(labels, " ".join(sentence.text for sentence in stated))


def _titles(papers: Sequence[Paper]) -> str:
    quoted = [f"“{paper.title}”" for paper in papers]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}" if len(quoted) > 1 else quoted[0]
