"""A summary of papers that are named: their own sentences, facet by facet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from paperchat.answering.common_ground import compose_common_ground
from paperchat.answering.draft import Draft
from paperchat.answering.facets import FACETS, Faceted, facets_of
from paperchat.answering.length import Length
from paperchat.retrieval.rarity import Rarity
from paperchat.types import Paper, Sentence, SentenceRole

MOST_PAPERS = 10
_MOST_COMPARED = 5
_IN_COMPANY: tuple[SentenceRole, ...] = ("problem", "method", "result")
"""What is said of one paper among several; one sentence each."""
_TELLING: tuple[SentenceRole, ...] = ("method", "result", "problem", "data", "limit", "resource")
"""What is said first of a paper where only so many sentences are wanted."""


def compose_summary(
    draft: Draft, paper: Paper, sentences: Sequence[Sentence], length: Length = Length.NORMAL
) -> None:
    """Write a summary of ``paper`` into ``draft``; ``sentences`` are all of its text, in order.

    A short one is the sentence that says what the paper does; a long one is the whole text. The
    links of the paper's record come last, as words of ours.
    """
    faceted = facets_of(sentences)
    draft.say(f"Summary of “{paper.title}”:")
    if length is Length.SHORT:
        headline = faceted.first("method") or next(iter(sentences), None)
        if headline is not None:
            draft.quote(headline, paper)
        return
    if length.counted:
        for sentence in _most_telling(faceted, length.most):
            draft.quote(sentence, paper)
        return
    if length is Length.LONG:
        for sentence in sentences:
            draft.quote(sentence, paper)
    else:
        apart = faceted.apart()
        for role, name in FACETS.items():
            found = sorted(apart[role], key=lambda sentence: sentence.start)
            if found:
                draft.say(f"{name}:")
                for sentence in found:
                    draft.quote(sentence, paper)
    links = _links(paper)
    if links:
        draft.say(links)


def compose_summaries(
    draft: Draft,
    papers: Sequence[Paper],
    sentences: Mapping[str, Sequence[Sentence]],
    rarity: Rarity,
    length: Length = Length.NORMAL,
) -> None:
    """Write a summary of several named papers, then what they share and where they differ.

    ``sentences`` holds all sentences of each paper, keyed by paper id. At most ten papers are
    summarized, the first ones.
    """
    if len(papers) == 1:
        compose_summary(draft, papers[0], sentences[papers[0].id], length)
        return
    length = length.shared_by(len(papers))
    papers, rest = papers[:MOST_PAPERS], papers[MOST_PAPERS:]
    for paper in papers:
        _brief(draft, paper, sentences[paper.id], length)
    if rest:
        left_out = "; ".join(f"“{paper.title}”" for paper in rest)
        draft.say(f"At most {MOST_PAPERS} papers are summarized at once; left out: {left_out}.")
    brief = length is Length.SHORT or length.counted
    if len(papers) <= _MOST_COMPARED and not brief:
        compose_common_ground(draft, papers, sentences, rarity)


def _most_telling(faceted: Faceted, number: int) -> list[Sentence]:
    """Return the few sentences that tell most of a paper, in the order of its text."""
    ranks = max(map(len, faceted.sentences.values()), default=0)
    ranked = [
        faceted.sentences[role][rank]
        for rank in range(ranks)
        for role in _TELLING
        if rank < len(faceted.sentences[role])
    ]
    chosen = list(dict.fromkeys(ranked))[:number]
    return sorted(chosen, key=lambda sentence: sentence.start)


def _brief(draft: Draft, paper: Paper, sentences: Sequence[Sentence], length: Length) -> None:
    if length is not Length.NORMAL:
        compose_summary(draft, paper, sentences, length)
        return
    faceted = facets_of(sentences)
    found = [sentence for role in _IN_COMPANY for sentence in faceted.best(role, 1)]
    draft.say(f"“{paper.title}”:")
    for sentence in sorted(found, key=lambda sentence: sentence.start):
        draft.quote(sentence, paper)


def _links(paper: Paper) -> str | None:
    places = (("paper", paper.url), ("code", paper.code_url), ("project", paper.project_url))
    links = [f"{name} {url}" for name, url in places if url]
    return f"Links in its record: {', '.join(links)}" if links else None
