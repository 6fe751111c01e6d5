"""The name under which a paper's own title introduces it ("DeAL: Decoding-time Alignment ...")."""

from __future__ import annotations

from collections.abc import Sequence

from paperchat.retrieval.names import Mention, ownership
from paperchat.text.names import distinctive_names
from paperchat.types import Paper

_OWNS = 2.0
"""What :func:`ownership` gives for a name that is clearly the paper's own."""


def title_name(paper: Paper) -> str:
    """Return the distinctive name that a title begins with, before a colon; empty if none does.

    A name that merely stands in a title or text may be the field's ("RLHF", "Human-AI"), and says
    nothing to who has not read the paper.
    """
    head, colon, _ = paper.title.partition(": ")
    if not colon:
        return ""
    named = any(name.text == head for name in distinctive_names(paper.title))
    return head if named and ownership(head, paper) >= _OWNS else ""


def without_names(text: str, mentions: Sequence[Mention]) -> str:
    """Return what a question says beside the papers it names."""
    for mention in mentions:
        for name in (mention.paper.title, mention.surface):
            text = text.replace(name, " ") if name else text
    return text


def with_titles(text: str, mentions: Sequence[Mention]) -> str:
    """Return a question with the whole titles of the papers it names."""
    for mention in mentions:
        title = mention.paper.title
        if mention.surface and title not in text:
            text = text.replace(mention.surface, title)
    return text
