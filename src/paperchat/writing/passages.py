"""What a model may rest an answer on: numbered sentences of the papers that were found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paperchat.library.catalogue import Catalogue
from paperchat.types import Answer, Citation, Paper, Sentence

_MOST_FURTHER = 60
"""Sentences beside the quoted ones, so that ten long abstracts do not drown them."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a paper with its label.

    ``chosen`` tells the sentences that were found to answer, from the other ones of their papers.
    """

    label: int
    paper: Paper
    sentence: Sentence
    chosen: bool

    @property
    def citation(self) -> Citation:
        """The passage as it is cited."""
        return Citation(
            label=self.label,
            paper_id=self.paper.id,
            title=self.paper.title,
            quote=self.paper.text[self.sentence.start : self.sentence.end],
            start=self.sentence.start,
            end=self.sentence.end,
            url=self.paper.url,
            text_kind=self.paper.text_kind,
        )


def passages_of(answer: Answer, catalogue: Catalogue) -> tuple[Passage, ...]:
    """Return the passages behind ``answer``: its quotes, then the rest of the papers it quotes.

    Quotes keep the labels that the answer gave them; the others are numbered on.
    """
    ids = list(dict.fromkeys(citation.paper_id for citation in answer.citations))
    papers = catalogue.papers_by_id(ids)
    sentences = catalogue.sentences_of(papers.values())
    at = {(s.paper_id, s.start, s.end): s for own in sentences.values() for s in own}
    chosen = [
        Passage(item.label, papers[item.paper_id], at[item.paper_id, item.start, item.end], True)
        for item in answer.citations
        if (item.paper_id, item.start, item.end) in at
    ]
    taken = {(item.paper.id, item.sentence.start) for item in chosen}
    further = [
        (papers[key], sentence)
        for key in ids
        if key in papers
        for sentence in sentences[key]
        if (key, sentence.start) not in taken
    ]
    first = max((item.label for item in chosen), default=0) + 1
    return (
        *chosen,
        *(
            Passage(label, paper, sentence, False)
            for label, (paper, sentence) in enumerate(further[:_MOST_FURTHER], first)
        ),
    )


def by_paper(passages: Sequence[Passage]) -> list[tuple[Paper, list[Passage]]]:
    """Group passages by paper, papers as they come, passages in the order of their text."""
    groups: dict[str, list[Passage]] = {}
    for passage in passages:
        groups.setdefault(passage.paper.id, []).append(passage)
    return [
        (own[0].paper, sorted(own, key=lambda item: item.sentence.start))
        for own in groups.values()
    ]
