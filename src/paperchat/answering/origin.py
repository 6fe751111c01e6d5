"""Who introduced a thing: "which paper introduced GRPO?", where the library only uses it.

Papers that speak of a method answer nearly anything about it, but not where it comes from. If no
paper says that it introduces the name, that is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from paperchat.answering.context import Context
from paperchat.retrieval.plain_forms import definitions_in
from paperchat.types import Paper

_MADE = (
    r"(?:introduce[sd]?|propose[sd]?|presented|invent(?:s|ed)|coined|developed|created|"
    r"came up with)"
)
_ASKS = re.compile(
    r"^\W*(?i:(?:in )?(?:which|what) (?:paper|work|study|article|one|authors?)|who)\s+"
    rf"(?i:was it that |has |have |had |first |originally )*(?i:{_MADE})\s+(?i:the )?"
    r"(?P<name>[\w.+-]*[A-Z][\w.+-]*)(?i: (?:method|algorithm|model|idea|term|framework|"
    r"technique|approach|objective|loss))?(?i: first| originally)?\W*$",
)
_ITS_PAPER = re.compile(
    r"\bthe (?:original )?(?P<name>[\w.+-]*[A-Z][\w.+-]*[A-Z0-9][\w.+-]*) paper\b"
    r"(?! (?:on|about|of|from|by|that|which|with|in|for)\b)"
)
"""Means the paper that a thing comes from: "what did the LoRA paper conclude?"."""

_SAYS = (
    r"\b(?:propos|introduc|present|develop|nam|call|term|dub|coin|creat)\w*[ ,]+"
    r"(?:(?:an?|the|our|new|novel|simple) )*"
)
_AFTER = (
    r"(?=[\s)”\"]*(?:[,.;:(–—]|$)|\s+(?:(?:method|algorithm|model|benchmark|framework|dataset|"
    r"approach)\b|an?\b|the\b|which\b|that\b|to\b|for\b|as\b|by\b))"
)
"""What may follow a name; "SWE-bench Science" is another one than SWE-bench."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A name whose origin is asked for, or about. At ``least`` so many papers have to mention it.

    "The GRACE paper" is rather the only one that mentions GRACE than one that is not here.
    """

    name: str
    least: int


def asked_origin(question: str) -> Origin | None:
    """Return what a question asks the origin of, or None if it asks for none."""
    if found := _ASKS.match(question):
        return Origin(found["name"].rstrip("."), 1)
    found = _ITS_PAPER.search(question)
    return Origin(found["name"], 2) if found else None


def introducing(context: Context, name: str) -> tuple[list[Paper], Sequence[Paper]]:
    """Return the papers that say they introduce ``name`` itself, and all that mention it."""
    users = [hit.paper for hit in context.topics.papers_mentioning(name)]
    return [paper for paper in users if _introduces(paper, name)], users


def _introduces(paper: Paper, name: str) -> bool:
    if re.match(rf"\W*{re.escape(name)}\s*:", paper.title, re.IGNORECASE):
        return True
    long = [d.long for d in definitions_in(paper.text) if d.short.casefold() == name.casefold()]
    short = re.escape(name)
    defined = [rf"{re.escape(form)}\s*\({short}\)(?!-)" for form in long]
    wordings = [rf"{short}(?!-|\.?\w){_AFTER}", *defined]
    said = re.compile(rf"{_SAYS}(?:{'|'.join(wordings)})", re.IGNORECASE)
    return bool(said.search(paper.text))
