"""A summary of one paper: its own sentences, facet by facet."""

from __future__ import annotations

from collections.abc import Sequence

from paperchat.answering.draft import Draft
from paperchat.answering.facets import FACETS, facets_of
from paperchat.answering.length import Length
from paperchat.types import Paper, Sentence


def compose_summary(
    draft: Draft, paper: Paper, sentences: Sequence[Sentence], length: Length = Length.NORMAL
) -> None:
    """Write a summary of ``paper`` into ``draft``; ``sentences`` are all of its text, in order.

    A short one is the sentence that says what the paper does; a long one is the whole text.
    """
    faceted = facets_of(sentences)
    draft.say(f"Summary of “{paper.title}”:")
    if length is Length.SHORT:
        headline = faceted.first("method") or next(iter(sentences), None)
        if headline is not None:
            draft.quote(headline, paper)
        return
    if length is Length.LONG:
        for sentence in sentences:
            draft.quote(sentence, paper)
        return
    for role, name in FACETS.items():
        found = sorted(faceted.sentences[role], key=lambda sentence: sentence.start)
        if found:
            draft.say(f"{name}:")
            for sentence in found:
                draft.quote(sentence, paper)
