"""A question that may go on about the papers just spoken of, and is asked of them as well.

"How many were cured?" after an answer about a trial names nothing and leans on no pronoun, yet it
goes on about that trial. Whether it does is for the gate to tell: their answer is taken if the gate
is surer of it than of what the library says otherwise. "How many did they cure?" and "on what
hardware?" cannot stand alone: what the papers spoken of do not say, no other paper answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperchat.answering.pronouns import has_antecedent
from paperchat.answering.question import Question
from paperchat.text.names import distinctive_names
from paperchat.types import Conversation, Paper

_MOST = 3
"""Papers that a question may go on about."""

_WHOLE = 4
"""Content words from which a question without a pronoun needs nothing of what was said before."""

_PRONOUN = re.compile(r"\b(?:they|them|their|its?)\b", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?:do|does|did|is|are|was|were|in|of|for|on|by|with|from|about) "
    r"(?:that|this|these|those) (?!(?:a|an|the|there|it|he|she|we|you|they|all|any)\b)[a-z]",
    re.IGNORECASE,
)
_IMPERSONAL = re.compile(
    r"\bit(?:'s| is| was| be)? (?:that|possible|true|known|safe|legal|worth|better|hard|easy|"
    r"important|clear|good|bad|necessary|take|takes|make|makes|matter|matters|cost|costs|rain\w*)\b",
    re.IGNORECASE,
)


def spoken_of_last(conversation: Conversation) -> tuple[str, ...]:
    """Return the ids of the papers of the last answer with quotes, unless they are too many."""
    for turn in reversed(conversation.turns):
        ids = tuple(dict.fromkeys(citation.paper_id for citation in turn.answer.citations))
        if ids:
            return ids if len(ids) <= _MOST else ()
    return ()


def goes_on(question: Question) -> bool:
    """Tell whether a question cannot stand alone: it points back, or says hardly anything."""
    if points_back(question.text):
        return True
    says = len(question.subject) + len(question.frame)
    defines = question.defines and question.side is None  # "What are the risks?" asks for theirs.
    return says <= 1 and not defines and not distinctive_names(question.text)


def stands_alone(question: Question) -> bool:
    """Tell whether a question says so much that it is one to all papers, if these answer it."""
    return len(question.subject) + len(question.frame) >= _WHOLE and not points_back(question.text)


def points_back(question: str) -> bool:
    """Tell whether a question has a word for what was said before: "their", "that trial"."""
    text = _IMPERSONAL.sub(" ", question)
    if _POINTING.search(text):
        return True
    match = _PRONOUN.search(text)
    return bool(match and not has_antecedent(text, match.start()))


def asked_of(question: str, papers: Sequence[Paper]) -> str:
    """Return ``question`` with the papers it goes on about."""
    titles = " and ".join(f"“{paper.title}”" for paper in papers)
    return f"{question.strip().rstrip('?.! ')} (in {titles})?"
