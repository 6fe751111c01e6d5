"""Changing one number, name or direction of a sentence, so that its source no longer backs it.

What is changed is found by patterns of its own, not by those of the checker that is measured.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

_FIGURE = re.compile(
    r"(?<![\w.,/^-])(?<!\w[-–])\d[\d,]*(?:\.\d+)?(?=%|\\%|[kKMBx×](?!\w)|\s|[.,;:)\]-]|$)"
)
_IN_WORDS = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty",
]  # fmt: skip
_COUNT = re.compile(rf"\b(?:{'|'.join(_IN_WORDS)})\b(?!-)")
_NAME = re.compile(
    r"(?<![\w.-])(?=[\w-]*[A-Za-z])(?:[A-Z]\w*[A-Z]\w*|[a-z]+[A-Z]\w*|[A-Za-z]+\d\w*)(?:-\w+)*(?![\w-])"
)
_OPPOSITES = (
    ("increases", "decreases"), ("increased", "decreased"), ("increase", "decrease"),
    ("increasing", "decreasing"), ("improves", "worsens"), ("improved", "worsened"),
    ("improve", "worsen"), ("improving", "worsening"), ("higher", "lower"), ("better", "worse"),
    ("more", "less"), ("fewer", "more"), ("reduces", "increases"), ("reduced", "increased"),
    ("reducing", "increasing"), ("reduce", "increase"), ("enhances", "impairs"),
    ("enhance", "impair"), ("superior", "inferior"), ("without", "with"), ("larger", "smaller"),
    ("faster", "slower"), ("outperforms", "is outperformed by"),
    ("outperform", "are outperformed by"), ("surpasses", "is surpassed by"), ("cannot", "can"),
    ("does not", "does"), ("do not", "do"), ("is", "is not"), ("are", "are not"), ("can", "cannot"),
)  # fmt: skip


def numbers_of(sentence: str) -> list[re.Match[str]]:
    """Return the numbers that can be altered."""
    return [*_FIGURE.finditer(sentence), *_COUNT.finditer(sentence)]


def with_another_number(sentence: str, source: str, rng: random.Random) -> str | None:
    """Return ``sentence`` with one number changed to one that ``source`` does not hold."""
    found = numbers_of(sentence)
    if not found:
        return None
    match = rng.choice(found)
    for _ in range(20):
        new = _another(match[0], rng)
        if new != match[0] and not re.search(rf"(?<!\d){re.escape(new)}(?!\d)", source):
            return sentence[: match.start()] + new + sentence[match.end() :]
    return None


def _another(number: str, rng: random.Random) -> str:
    if number in _IN_WORDS:
        return rng.choice(_IN_WORDS)
    how = rng.random()
    if how < 0.15 and "," not in number and "." not in number and len(number) < 4:
        return number + "0"
    places = [place for place, char in enumerate(number) if char.isdigit()]
    place = rng.choice(places)
    choices = "123456789" if place == 0 else "0123456789"
    return number[:place] + rng.choice(choices) + number[place + 1 :]


def names_of(text: str) -> list[str]:
    """Return names and acronyms by their form."""
    return [match[0] for match in _NAME.finditer(text)]


def with_another_name(
    sentence: str, source: str, names: Sequence[str], rng: random.Random
) -> str | None:
    """Return ``sentence`` with one name changed to one of ``names`` that ``source`` lacks."""
    found = list(_NAME.finditer(sentence))
    if not found:
        return None
    match = rng.choice(found)
    lowered = source.lower()
    for _ in range(50):
        new = rng.choice(names)
        if new.lower().rstrip("s") not in lowered and new.lower() != match[0].lower():
            return sentence[: match.start()] + new + sentence[match.end() :]
    return None


def turned_round(sentence: str, rng: random.Random) -> str | None:
    """Return ``sentence`` with one word of direction turned into its opposite, or "not" added."""
    found = [
        (match, new)
        for old, new in _OPPOSITES
        for match in re.finditer(rf"\b{old}\b(?! (?:not|only|than\b.*\bthan))", sentence)
    ]
    if not found:
        return None
    match, new = rng.choice(found)
    return sentence[: match.start()] + new + sentence[match.end() :]
