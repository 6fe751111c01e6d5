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
_WHICH = rf"{_CLOSED}(?:,|:|\s[-–—])\s+(?:an?|the|which|our|one|its)\b"
_MADE = (
    r"\b(?:introduc\w+|propos\w+|present\w*|develop\w*|describ\w+|design\w*|call(?:ed|s)?|"
    r"named?|dubbed|termed|devis\w+)\b[^.;]{0,120}?"
)

_ASKS = re.compile(
    r"\W*(?:(?:can|could) you )?(?:please )?"
    r"(?:what(?:'s| is| are| does)\b(?!.*\b(?:of|for|in|on)\b)|explain\b|define\b|tell me about\b)",
    re.IGNORECASE,
)

_WHAT_IS = re.compile(
    r"\W*(?:(?:can|could) you )?(?:please )?(?:tell me )?(?:what(?:['’]s| is| are)|define)\b",
    re.IGNORECASE,
)


def undefined(question: Question, texts: Iterable[str]) -> str:
    """Return the name that ``question`` wants defined and none of ``texts`` defines, or ""."""
    names = names_in(question, ()) if _WHAT_IS.match(question.text) else ()
    if not names or not names[0] or any(how_defined(text, names) for text in texts):
        return ""
    return names[0]


def names_in(question: Question, mentions: Iterable[str]) -> tuple[str, ...]:
    """Return by which names ``question`` calls what it wants defined; none if it wants more."""
    if question.role is not None or not _ASKS.match(question.text):
        return ()
    return tuple(dict.fromkeys((*mentions, " ".join(question.subject))))


def how_defined(text: str, names: Iterable[str]) -> int:
    """Tell how plainly ``text`` says what one of ``names`` is: 3, 2 or 1; 0 where it does not.

    3 "DPO is a ..."; 2 "Direct Preference Optimization (DPO), a ..."; 1 "the authors propose DPO".
    """
    patterns = [pattern for name in names if name for pattern in enumerate(_patterns(name))]
    return max((3 - place for place, pattern in patterns if pattern.search(text)), default=0)


def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", name) if word)
    whole = rf"(?<!\w){words}(?!\w)"
    forms = (f"{whole}{_IS}", f"{whole}{_WHICH}", f"{_MADE}{whole}")
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)
