"""Conditions said in words: "since 2024", "before May 2023", "with code", "from digests"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from paperchat.library.filters import Condition, Operator

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH = r"(?:" + "|".join(rf"{name[:3]}(?:{name[3:]})?\.?" for name in _MONTHS) + r")"
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10,
}  # fmt: skip
_YEAR = r"(?:19|20)\d\d"
_POINT = rf"(?:(?:{_MONTH}\s+)?(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?)"


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions of a question, and the question without the words that state them."""

    conditions: tuple[Condition, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], date], list[Condition]]


def read_conditions(text: str, today: date) -> Conditions:
    """Take the conditions on date and code out of ``text``; ``today`` gives "this year" its year.

    Only years from 1900 to 2099 are dates, and only behind a word such as "since" or "in".
    """
    found: list[Condition] = []
    for rule in _RULES:
        while match := rule.pattern.search(text):
            found += rule.read(match, today)
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return Conditions(tuple(found), " ".join(text.split()))


def _compared(sign: Operator) -> Callable[[re.Match[str], date], list[Condition]]:
    return lambda match, _today: [Condition("published", sign, _iso(match[1]))]


def _between(match: re.Match[str], _today: date) -> list[Condition]:
    return [
        Condition("published", ">=", _iso(match[1])),
        Condition("published", "<=", _iso(match[2])),
    ]


def _relative(match: re.Match[str], today: date) -> list[Condition]:
    year = today.year - (match[1].lower() == "last")
    return [Condition("published", "=", str(year))]


def _code(match: re.Match[str], _today: date) -> list[Condition]:
    without = re.search(r"\b(?:without|no|not|don't|lack)\b", match[0], re.IGNORECASE)
    return [Condition("code", "=", "no" if without else "yes")]


def _authors(sign: Operator) -> Callable[[re.Match[str], date], list[Condition]]:
    return lambda match, _today: [Condition("authors", sign, _whole(match[1]))]


def _single_author(_match: re.Match[str], _today: date) -> list[Condition]:
    return [Condition("authors", "=", "1")]


def _whole(number: str) -> str:
    found = _NUMBERS.get(number.lower())
    return number if found is None else str(found)


def _iso(point: str) -> str:
    """Return "2023", "2023-05" or "2023-05-17" for a point in time as people write it."""
    words = point.split()
    if len(words) == 1:
        return words[0]
    month = next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(words[0].lower()[:3]))
    return f"{words[1][:4]}-{month:02d}"


def _rule(pattern: str, read: Callable[[re.Match[str], date], list[Condition]]) -> _Rule:
    return _Rule(re.compile(pattern, re.IGNORECASE), read)


_WHEN = r"(?:published|released|dated|written|appeared|that came out|from|out)?\s*"
_HAS = r"(?:have|has|with|provide|release|share|link(?: to)?|offer|include)"
_COUNT = r"(\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten)"
_AUTHORS = r"(?:co-?)?(?:authors?|writers?|people)\b"
_RULES = (
    _rule(
        rf"\b(?:with |by |have |has |written by )?(?:more than|over) {_COUNT} {_AUTHORS}",
        _authors(">"),
    ),
    _rule(
        rf"\b(?:with |by |have |has |written by )?(?:fewer|less) than {_COUNT} {_AUTHORS}",
        _authors("<"),
    ),
    _rule(rf"\b(?:with |by |have |has |written by )?at least {_COUNT} {_AUTHORS}", _authors(">=")),
    _rule(
        r"\b(?:with |by |have |has |written by |of )?(?:only )?(?:a |one )?(?:single|sole|lone) "
        rf"{_AUTHORS}",
        _single_author,
    ),
    _rule(rf"\b{_WHEN}(?:between|from)\s+({_POINT})\s+(?:and|to|until|-)\s+({_POINT})\b", _between),
    _rule(rf"\b{_WHEN}(?:since|from)\s+({_POINT})\s+(?:on(?:wards?)?|or later)\b", _compared(">=")),
    _rule(rf"\b{_WHEN}since\s+({_POINT})\b", _compared(">=")),
    _rule(rf"\b{_WHEN}(?:after|later than|newer than)\s+({_POINT})\b", _compared(">")),
    _rule(rf"\b{_WHEN}(?:before|earlier than|older than|prior to)\s+({_POINT})\b", _compared("<")),
    _rule(rf"\b{_WHEN}(?:until|up to|by)\s+({_POINT})\b", _compared("<=")),
    _rule(rf"\b(?:published|released|dated|from|in|of|during)\s+({_POINT})\b", _compared("=")),
    _rule(
        rf"\b({_YEAR})(?= (?:papers?|surveys?|reviews?|articles?|works|publications?)\b)",
        _compared("="),
    ),
    _rule(r"\b(?:from|in|of|during)?\s*(this|last) year(?:'s)?\b", _relative),
    _rule(
        rf"\b(?:that\s+|which\s+)?(?:do(?:es)?\s+)?(?:(?:not|don't)\s+)?(?:{_HAS}|without|lack)\s+"
        r"(?:any\s+|no\s+|their\s+|public\s+|available\s+|released\s+|open[- ]source\s+)*"
        r"(?:source\s+)?(?:code|implementations?|repositor(?:y|ies)|github(?: links?)?)\b",
        _code,
    ),
)
