"""A summary of one paper: its own sentences, facet by facet."""

from __future__ import annotations

from collections.abc import Sequence

from paperchat.answering.draft import Draft
from paperchat.answering.facets import FACETS, facets_of
from paperchat.types import Paper, Sentence


def compose_summary(draft: Draft, paper: Paper, sentences: Sequence[Sentence]) -> None:
    """Write a summary of ``paper`` into ``draft``; ``sentences`` are all of its text, in order."""
    faceted = facets_of(sentences)
    draft.say(f"Summary of “{paper.title}”:")
    for role, name in FACETS.items():
        found = sorted(faceted.sentences[role], key=lambda sentence: sentence.start)
        if found:
            draft.say(f"{name}:")
            for sentence in found:
                draft.quote(sentence, paper)
