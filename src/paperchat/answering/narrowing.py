"""Answers from the papers just spoken of alone, and asking all papers instead."""

from __future__ import annotations

from paperchat.answering.focus import points_back
from paperchat.answering.openers import ALL_PAPERS, without_openers
from paperchat.types import Answer


def told(answer: Answer) -> str:
    """Say that an answer is from the papers spoken of alone; empty where it is not."""
    count = len(answer.narrowed_to)
    if not count:
        return ""
    which = "paper" if count == 1 else f"{count} papers"
    if answer.status == "answered":
        return f"Answered from the {which} spoken of."
    return f"Only the {which} spoken of {'was' if count == 1 else 'were'} looked at."


def asked_of_all(answer: Answer) -> str:
    """Return the question of a narrowed answer, put to all papers; empty where that says nothing.

    "What are their limits?" is about those papers, whoever is asked.
    """
    if not answer.narrowed_to or points_back(answer.question):
        return ""
    return f"{ALL_PAPERS}: {without_openers(answer.question)}"
