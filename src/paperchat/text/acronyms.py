"""Short forms and the long forms that a text gives for them."""

from __future__ import annotations

import re
from typing import NamedTuple

from paperchat.types import Span

_SHORT_LENGTH = range(2, 13)
_WINDOW = 240
"""Characters before a bracket in which a long form is looked for."""

_QUOTES = "\"'“”‘’ \n"
_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,200})[)\]]")
_BARRIER = re.compile(r"[.!?;]\s|[()\[\]]")
_WORD_BEFORE = re.compile(r"([\w&+./-]+)[\"'”’]?\s$")
_INTRODUCTION = re.compile(r"^(?:an?|the|short for|i\.e\.,?|stands for)\s+")


class AcronymDefinition(NamedTuple):
    """A short form and its long form; ``span`` covers both, with the brackets."""

    short: str
    long: str
    span: Span


def acronym_definitions(text: str) -> tuple[AcronymDefinition, ...]:
    """Return the definitions "long form (SHORT)" and "SHORT (long form)" of ``text``, in order.

    The method is that of Schwartz and Hearst (2003), "A simple algorithm for identifying
    abbreviation definitions in biomedical text": letters of the short form are matched from right
    to left, the first one at the start of a word. A short form here must hold a capital.
    """
    found: list[AcronymDefinition] = []
    for match in _BRACKET.finditer(text):
        definition = _long_before(text, match) or _long_inside(text, match)
        if definition:
            found.append(definition)
    return tuple(found)


def _long_before(text: str, match: re.Match[str]) -> AcronymDefinition | None:
    """Read "long form (SHORT)"."""
    short = re.split(r"[;,:]", match[1], maxsplit=1)[0].strip(_QUOTES)
    if not _is_short(short):
        return None
    floor = max(0, match.start() - _WINDOW)
    before = text[floor : match.start()].rstrip(_QUOTES)
    sentence = max((stop.end() for stop in _BARRIER.finditer(before)), default=0)
    at = _long_form(short, before[sentence:])
    if at is None and short.endswith("s"):
        at = _long_form(short[:-1], before[sentence:])
    if at is None:
        return None
    start = sentence + at
    return AcronymDefinition(short, before[start:], Span(floor + start, match.end()))


def _long_inside(text: str, match: re.Match[str]) -> AcronymDefinition | None:
    """Read "SHORT (long form)"."""
    before = _WORD_BEFORE.search(text[max(0, match.start() - 40) : match.start()])
    if before is None or not _is_short(before[1]):
        return None
    long = re.split(r"[;:]", match[1], maxsplit=1)[0].strip(_QUOTES)
    long = _INTRODUCTION.sub("", long)
    if _long_form(before[1], long) != 0:
        return None
    start = match.start() - len(before[0])
    return AcronymDefinition(before[1], long, Span(start, match.end()))


def _is_short(short: str) -> bool:
    return (
        len(short) in _SHORT_LENGTH
        and len(short.split()) <= 2
        and short[0].isalnum()
        and any(char.isupper() for char in short)
    )


def _long_form(short: str, candidate: str) -> int | None:
    """Return where in ``candidate`` the long form that ends it begins."""
    at = len(candidate)
    letters = [char.lower() for char in short if char.isalnum()]
    for index in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0 and (
            candidate[at].lower() != letters[index]
            or (index == 0 and at > 0 and candidate[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return None
    start = at  # back over the joined words before it ("Self-" of "Self-Toying"), not over signs
    while start > 0 and (candidate[start - 1].isalnum() or candidate[start - 1] in "-‐‑"):
        start -= 1
    while not candidate[start].isalnum():
        start += 1
    words = candidate[start:].split()
    if len(words) > min(len(letters) + 5, 2 * len(letters)) or short in words:
        return None
    return start if len(candidate) - start > len(short) else None
