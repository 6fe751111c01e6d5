"""Whether a sentence says what a named thing is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from paperchat.answering.question import Question

_CLOSED = r"(?:\s*\([^()]{1,60}\))?[)”\"'’]*"
"""What may stand between a name and the verb: an acronym, the end of a bracket or of quotes."""
_KIND = r"(?:(?!(?:surveys?|papers?|reviews?|stud(?:y|ies)|authors?|works?)\b)\w+\s+)?"
_IS = (
    rf"{_CLOSED}(?:,\s+[^,;.]{{1,60}},)?\s+(?:(?:is|are|was|were)\s+(?:an?|the|one|any|our|its?)\b|"
    r"refers?\s+to\b|denotes?\b|stands?\s+for\b|means\b|"
    rf"{_KIND}(?:aims?|seeks?)\s+(?:at|to|for)\b|{_KIND}(?:consists?\s+of|combines?)\b)"
)
_WHICH = rf"{_CLOSED}(?:,|:|\s[-–—])\s+(?:an?|the|which|our|one|its?)\b"
_MADE = (
    r"\b(?:introduc\w+|propos\w+|present\w*|develop\w*|describ\w+|design\w*|call(?:ed|s)?|"
    r"named?|dubbed|termed|devis\w+)\b[^.;]{0,120}?"
)

_ASKS = re.compile(
    r"\W*(?:(?:can|could) you )?(?:please )?"
    r"(?:what(?:'s| is| are| does)\b(?!.*\b(?:of|for|in|on)\b)|explain\b|define\b|tell me about\b)",
    re.IGNORECASE,
)


def names_in(question: Question, mentions: Iterable[str]) -> tuple[str, ...]:
    """Return by which names ``question`` calls what it wants defined; none if it wants more."""
    if question.role is not None or not _ASKS.match(question.text):
        return ()
    return tuple(dict.fromkeys((*mentions, " ".join(question.subject))))


def defines(text: str, names: Iterable[str]) -> bool:
    """Tell whether ``text`` says what one of ``names`` is, or brings it in.

    "DPO is a ...", "Direct Preference Optimization (DPO), a ...", "the authors propose DPO".
    """
    return any(_pattern(name).search(text) for name in names if name)


def _pattern(name: str) -> re.Pattern[str]:
    words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", name) if word)
    whole = rf"(?<!\w){words}(?!\w)"
    return re.compile(rf"{whole}(?:{_IS}|{_WHICH})|{_MADE}{whole}", re.IGNORECASE)
