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
_WHICH = (
    rf"{_CLOSED}(?:(?:,|:|\s[-–—])\s+(?:an?|the|which|our|one|its)\b|"
    r"(?:,|:|\s[-–—])?\s+(?:where|whereby|in which)\b)"
)
_NAMED = (
    r"\b(?:calls?(?!\s+(?:on|for|to|into)\b)|called|nam(?:es?|ed)|dub(?:s|bed)|terms|termed|"
    r"known as|referred to as)\b[^.;,]{0,40}?"
)
_MADE = (
    r"\b(?:introduc\w+|propos\w+|present\w*|develop\w*|describ\w+|design\w*|"
    r"devis\w+)\b"
    r"(?:(?!\b(?:by|using|via|with|through|from|under|than|for)\b)[^.;]){0,120}?"
)
"""What is made stands before the means it is made with."""

_ASKS = re.compile(
    r"\W*(?:(?:can|could) you )?(?:please )?"
    r"(?:what(?:'s| is| are| does)\b(?!.*\b(?:of|for|in|on|about)\b)|"
    r"explain\b|define\b|tell me about\b)",
    re.IGNORECASE,
)

_NO_PART = (
    r"(?!(?:of|for|in|on|at|than|between|with|and|or|by|before|after|from|to|that|which|behind|about|"
    r"used|using|mentioned|meant|reported|proposed)\b)"
)
_THING = rf"(?:an?\s+|the\s+)?(?P<{{}}>{_NO_PART}[\w-]+(?:\s+{_NO_PART}[\w-]+){{{{0,3}}}}?)"
_TEXTBOOK = re.compile(
    r"\W*(?:(?:can|could) you )?(?:please )?(?:tell me )?"
    rf"(?:(?:what(?:['’]s| is| are)|define|explain(?: how)?)\s+{_THING.format('thing')}|"
    rf"how (?:do|does)\s+{_THING.format('works')}\s+works?|"
    rf"what (?:do|does)\s+{_THING.format('does')}\s+do)"
    r"(?:,?\s+(?:in (?:simple|simpler|plain|other|short|general|brief|detail|a|one|your|layman\S*)|"
    r"to (?:me|an?|my|some\w+)|like)\b.*)?\W*$",
    re.IGNORECASE,
)
"""Asks what a thing is or how it works, and nothing more: a question for a textbook as well."""


def undefined(question: Question, titles: Iterable[str], texts: Iterable[str]) -> str:
    """Return the thing that ``question`` wants explained and no text or title is on, or "".

    A text that merely uses a word says nothing to who asks what it means.
    """
    match = _TEXTBOOK.match(question.text)
    if match is None or question.side or question.role not in (None, "method"):
        return ""
    thing = next(filter(None, match.groups()))
    words = set(re.findall(r"\w+", thing.lower()))
    if any(words <= set(re.findall(r"\w+", title.lower())) for title in titles):
        return ""
    return "" if any(how_defined(text, (thing,)) for text in texts) else thing


def names_in(question: Question, mentions: Iterable[str]) -> tuple[str, ...]:
    """Return by which names ``question`` calls what it wants defined; none if it wants more."""
    if question.role is not None or not _ASKS.match(question.text):
        return ()
    return tuple(dict.fromkeys((*mentions, " ".join(question.subject))))


def how_defined(text: str, names: Iterable[str]) -> int:
    """Tell how plainly ``text`` says what one of ``names`` is: 3, 2 or 1; 0 where it does not.

    3 "DPO is a ..."; 2 "Direct Preference Optimization (DPO), a ...", "which we call DPO"; 1 "the
    authors propose DPO".
    """
    patterns = [pattern for name in names if name for pattern in _patterns(name)]
    return max((plainly for plainly, pattern in patterns if pattern.search(text)), default=0)


def _patterns(name: str) -> list[tuple[int, re.Pattern[str]]]:
    words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", name) if word)
    whole = rf"(?<!\w){words}(?!\w)"
    forms = (
        (3, f"{whole}{_IS}"),
        (2, f"{whole}{_WHICH}"),
        (2, f"{_NAMED}{whole}"),
        (1, f"{_MADE}{whole}"),
    )
    return [(plainly, re.compile(form, re.IGNORECASE)) for plainly, form in forms]
