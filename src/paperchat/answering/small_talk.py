"""What is said where nothing is to be looked up: to greetings, and to what papers never tell."""

from __future__ import annotations

import re

from paperchat.answering.question import Question
from paperchat.answering.rewriting import not_rewritten
from paperchat.answering.unjudged import unjudged

GREETING = (
    "Ask about the papers in this library: what a method does, what the papers say about a topic, "
    "or how two papers differ. What carries a number in an answer is a quote with its source."
)
WELCOME = "You are welcome. Ask on whenever you like: about these papers, or about others."
_THANKS = re.compile(r"\b(?:thanks?|cheers|bye|goodbye|see you)\b", re.IGNORECASE)


def said_at_once(question: str, read: Question) -> str | None:
    """Return what is said to ``question``, which reads as ``read``; None if it is one to papers."""
    if read.kind == "chat":
        return WELCOME if _THANKS.search(question) else GREETING
    return unjudged(question) or not_rewritten(question)
