"""A question that nothing answers by itself, asked once more of the papers just spoken of.

"How many were cured?" after an answer about a trial names nothing and leans on no pronoun, yet it
goes on about that trial. Whether it does is for the gate to tell: an answer is given only if the
papers spoken of hold one.
"""

from __future__ import annotations

from collections.abc import Sequence

from paperchat.types import Conversation, Paper

_MOST = 3
"""Papers that a question may go on about."""


def spoken_of_last(conversation: Conversation) -> tuple[str, ...]:
    """Return the ids of the papers of the last answer with quotes, unless they are too many."""
    for turn in reversed(conversation.turns):
        ids = tuple(dict.fromkeys(citation.paper_id for citation in turn.answer.citations))
        if ids:
            return ids if len(ids) <= _MOST else ()
    return ()


def asked_of(question: str, papers: Sequence[Paper]) -> str:
    """Return ``question`` with the papers it goes on about."""
    titles = " and ".join(f"“{paper.title}”" for paper in papers)
    return f"{question.strip().rstrip('?.! ')} (in {titles})?"
