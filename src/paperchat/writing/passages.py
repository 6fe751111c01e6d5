"""What a model may rest an answer on: numbered sentences of the papers that were found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from paperchat.library.bodies import BodyStore
from paperchat.library.catalogue import Catalogue
from paperchat.types import Answer, Citation, Paper, Sentence

_MOST_FURTHER = 60
"""Sentences beside the quoted ones, so that ten long abstracts do not drown them."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a paper with its label.

    ``place`` is that of its paper among the papers of an answer, from 0. ``chosen`` tells the
    sentences that were found to answer, from the other ones of their papers.
    """

    label: int
    place: int
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
            quote=self.sentence.text,
            start=self.sentence.start,
            end=self.sentence.end,
            url=self.paper.url,
            text_kind=self.paper.text_kind,
            part=self.sentence.part,
            page=self.sentence.page,
        )


def passages_of(
    answer: Answer, catalogue: Catalogue, bodies: BodyStore | None = None
) -> tuple[Passage, ...]:
    """Return the passages behind ``answer``: its quotes, then the rest of the papers it quotes.

    Of a body it is only what stands around the quotes. Quotes keep the labels that the answer gave
    them; the others are numbered on.
    """
    compared = answer.comparison.papers if answer.comparison else ()
    ids = list(dict.fromkeys((*compared, *(item.paper_id for item in answer.citations))))
    place = {key: at for at, key in enumerate(ids)}
    papers = catalogue.papers_by_id(ids)
    sentences = catalogue.sentences_of(papers.values())
    if bodies is not None:
        around = _around(answer, bodies)
        sentences = {key: (*around.get(key, ()), *own) for key, own in sentences.items()}
    at = {(s.paper_id, s.part, s.start, s.end): s for own in sentences.values() for s in own}
    chosen = [
        Passage(item.label, place[item.paper_id], papers[item.paper_id], at[key], True)
        for item in answer.citations
        if (key := (item.paper_id, item.part, item.start, item.end)) in at
    ]
    taken = {(item.paper.id, item.sentence.part, item.sentence.start) for item in chosen}
    further = [
        (papers[key], sentence)
        for key in ids
        if key in papers
        for sentence in sentences[key]
        if (key, sentence.part, sentence.start) not in taken
    ]
    first = max((item.label for item in chosen), default=0) + 1
    return (
        *chosen,
        *(
            Passage(label, place[paper.id], paper, sentence, False)
            for label, (paper, sentence) in enumerate(further[:_MOST_FURTHER], first)
        ),
    )


def _around(answer: Answer, bodies: BodyStore) -> dict[str, tuple[Sentence, ...]]:
    """Return the sentences of the passages of bodies that ``answer`` quotes."""
    quoted = [item for item in answer.citations if item.part == "body"]
    if not quoted:
        return {}
    passages = bodies.passages_of({item.paper_id for item in quoted})
    return bodies.sentences_in(
        passage
        for own in passages.values()
        for passage in own
        if any(
            item.paper_id == passage.paper_id and passage.start <= item.start < passage.end
            for item in quoted
        )
    )


def by_paper(passages: Sequence[Passage]) -> list[list[Passage]]:
    """Group passages by paper, in the order of the papers and of their texts."""
    ordered = sorted(
        passages, key=lambda item: (item.place, item.sentence.part, item.sentence.start)
    )
    return [list(own) for _, own in groupby(ordered, key=lambda item: item.place)]
