"""Whether a pronoun stands for something that its own question has named."""

from __future__ import annotations

import re

from paperchat.answering.question import read_question

_FRONTED = re.compile(
    r"\W*(?:(?:and|but|so|then|also)\s+)*"
    r"(?:(?:on|in|for|with|at|by|to|from|of|against|over|under|after|within)\s+)?"
    r"(?:what|which|how|when|where|why|whose|whom?)\b[^,;:.?!()]*"
    r"\b(?:do|does|did|can|could|will|would|should|must|may|might|is|are|was|were|has|have|had)"
    r"(?:n[’']t)?\s+",
    re.IGNORECASE,
)
"""A question up to its subject: "how much memory does", "on which datasets did"."""

_OF = re.compile(
    r"\W*(?:(?:and|but|so|then|also)\s+)*"
    r"(?:(?:is|are|was|were)\s+there|what(?:'s|\s+(?:is|are|was|were)))\s[^,;:.?!()]*"
    r"\b(?:of|for|on|about|with|behind|against|to|from|in)\s+",
    re.IGNORECASE,
)
"""A question up to what it asks for something of: "is there a smaller version of"."""

_SUBJECT = re.compile(
    r"\W*(?:(?:and|but|so|then|also)\s+)*(?:who|what)\s+(?:(?:else|really|first|also)\s+)?[a-z]+\s+",
    re.IGNORECASE,
)
"""A question whose first word is its subject, up to its object: "who wrote", "what limits"."""


_LIKE = re.compile(
    r"[^,;:.?!()]*\b(?:similar|related|close|closest|near|nearest) to\s+|[^,;:.?!()]*\blike\s+|"
    r"\W*(?:please\s+)?(?:give|tell|show|list)\s+(?:me\s+|us\s+)?[^,;:.?!()]*"
    r"\b(?:about|of|on|from)\s+",
    re.IGNORECASE,
)
"""A question up to what something else is to be like: "which papers are similar to".
Or up to what something is to be told about: "give me three facts about"."""

_AND_ASKS = re.compile(
    r",?\s+and\s+(?=(?:(?:by|in|on|for|at|to|with|under) )?"
    r"(?:how|what|why|when|where|which|who)\b)",
    re.IGNORECASE,
)
"""Joins a second question, whose pronouns stand for what the first is about."""

_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|this|that|these|those)\b", re.IGNORECASE)


def _says_something(clause: str) -> bool:
    return not _PRONOUN.search(clause) and len(read_question(clause).subject) > 1


def has_antecedent(text: str, start: int) -> bool:
    """Tell whether the pronoun at ``start`` of a question can stand for something before it.

    What the question asks for ("how much memory does it need", "is there a smaller version of it")
    is not what it asks about.
    """
    before = text[:start]
    clauses = _AND_ASKS.split(before)
    if len(clauses) > 1 and _says_something(clauses[0]):
        return True
    patterns = (_LIKE, _FRONTED, _OF, _SUBJECT)
    asked_for = any(pattern.fullmatch(before) for pattern in patterns)
    return not asked_for and bool(read_question(before).subject)
