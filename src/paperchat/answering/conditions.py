"""Conditions said in words: "since 2024", "before May 2023", "with code", "by one author"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from paperchat.answering.periods import PERIOD, YEAR, days_before, read_period
from paperchat.library.filters import Condition, Operator

_COUNTING = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_NUMBERS = {word: number for number, word in enumerate(_COUNTING.split(), 1)} | {
    "a": 1,
    "an": 1,
    "a couple of": 2,
    "couple of": 2,
    "a dozen": 12,
    "half a dozen": 6,
}
NUMBER = r"(\d{1,4}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")"


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions of a question, and the question without the words that state them."""

    conditions: tuple[Condition, ...]
    rest: str


_Reader = Callable[[re.Match[str], date], list[Condition]]


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    read: _Reader


def read_conditions(text: str, today: date) -> Conditions:
    """Take the conditions on date, authors and code out of ``text``; ``today`` dates "this year".

    Only years from 1900 to 2099 are dates, and only behind a word such as "since" or "in", or
    before a word such as "papers".
    """
    found: list[Condition] = []
    for rule in _RULES:
        while match := rule.pattern.search(text):
            found += rule.read(match, today)
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return Conditions(tuple(dict.fromkeys(found)), " ".join(text.split()))


def whole(number: str) -> int:
    """Return the number that "12", "three" or "a dozen" says."""
    return _NUMBERS.get(number.lower()) or int(number)


# --- readers -------------------------------------------------------------------------------------


def _published(sign: Operator) -> _Reader:
    def read(match: re.Match[str], _today: date) -> list[Condition]:
        first, last = read_period(next(group for group in match.groups() if group))
        if sign in ("=", "!="):
            value = first if first == last else f"{first}..{last}"
        else:
            value = first if sign in ("<", ">=") else last
        return [Condition("published", sign, value)]

    return read


def _between(match: re.Match[str], _today: date) -> list[Condition]:
    left, right = (read_period(group) for group in match.groups() if group)
    if left[0][:4] > right[0][:4]:
        left, right = right, left
    first, last = left[0], right[1]
    return [Condition("published", ">=", first), Condition("published", "<=", last)]


def _one_of(match: re.Match[str], _today: date) -> list[Condition]:
    years = sorted(re.findall(YEAR, match[0]))
    return [Condition("published", "=", ",".join(years))]


def _calendar(match: re.Match[str], today: date) -> list[Condition]:
    back = match[1].lower() in ("last", "previous")
    if match[2].lower() == "year":
        return [Condition("published", "=", str(today.year - back))]
    months = today.year * 12 + today.month - 1 - back
    return [Condition("published", "=", f"{months // 12}-{months % 12 + 1:02d}")]


def _rolling(sign: Operator) -> _Reader:
    def read(match: re.Match[str], today: date) -> list[Condition]:
        number = whole(match[1]) if match[1] else 1
        return [Condition("published", sign, days_before(today, number, match[2].lower()))]

    return read


def _undated(_match: re.Match[str], _today: date) -> list[Condition]:
    return [Condition("published", "=", "none")]


def _code(match: re.Match[str], _today: date) -> list[Condition]:
    return [Condition("code", "=", "no" if _NEGATED.search(match[0]) else "yes")]


def _authors(sign: Operator) -> _Reader:
    return lambda match, _today: [Condition("authors", sign, str(whole(match[1])))]


def _authors_between(match: re.Match[str], _today: date) -> list[Condition]:
    numbers = sorted((whole(match[1]), whole(match[2])))
    return [
        Condition("authors", ">=", str(numbers[0])),
        Condition("authors", "<=", str(numbers[1])),
    ]


def _single_author(_match: re.Match[str], _today: date) -> list[Condition]:
    return [Condition("authors", "=", "1")]


def _by_name(match: re.Match[str], _today: date) -> list[Condition]:
    names = re.split(r"\s*(?:,|\band\b|&)\s*", match[1].strip())
    return [Condition("author", "=", name) for name in names if name]


# --- rules ---------------------------------------------------------------------------------------


def _rule(pattern: str, read: _Reader) -> _Rule:
    return _Rule(re.compile(pattern, re.IGNORECASE), read)


_NOT = (
    r"(?:(?:do|does|did|have|has|is|are|was|were)\s+not|(?:do|does|did|have|has|is|are)n['’]?t|"
    r"not|no|without|lack(?:s|ing)?|never|missing)"
)
_NEGATED = re.compile(rf"\b{_NOT}\b", re.IGNORECASE)
_OUT = (
    r"(?:(?:that|which)\s+)?(?:(?:were|was|are|is|have\s+been|has\s+been)\s+)?"
    r"(?:published|released|dated|written|appeared|came\s+out|come\s+out|out|available|posted)?\s*"
    r"(?:from\s+(?=before|after|since|until|earlier|later))?"
)
_COUNTED = r"(?:co-?)?(?:authors?|writers?|people)\b"
_BY = r"\b(?:that\s+)?(?:with |by |have |has |having |written by |of |list(?:s|ing)? )?"
_THINGS = r"(?:papers?|abstracts?|surveys?|reviews?|articles?|works?|publications?|studies|ones)"
_UNIT = r"(years?|months?|weeks?|days?)"
_HAS = (
    r"(?:have|has|having|with|provid(?:e|es|ing)|releas(?:e|es|ed|ing)|shar(?:e|es|ed|ing)|"
    r"link(?:s|ing)?(?: to)?|offers?|includ(?:e|es|ing)|g(?:i|a)ves?|contains?|com(?:e|es) with|"
    r"publish(?:es|ed)?|make|made|open[- ]?sourc(?:e|es|ed)|point(?:s|ing)? to)"
)
_FILL = (
    r"(?:any|no|an?|the|its|their|public(?:ly)?|available|released|open|open[- ]source|source|"
    r"links?(?: to)?|urls?(?: to| of)?|working)"
)
_CODE = (
    r"(?:(?:source[- ]?)?code(?:base|s)?|implementations?|repos?|repositor(?:y|ies)|"
    r"github(?: (?:links?|repos?|repositor(?:y|ies)))?)"
    r"(?:\s+(?:or|and|/)\s+(?:a\s+)?(?:resource\s+|data\s+|code\s+)?(?:repositor(?:y|ies)|code))?"
    r"(?:\s+(?:links?|repos?|repositor(?:y|ies)|releases?|url))?"
    r"(?:\s+(?:publicly\s+)?(?:available|online|public))?"
)
_CODE_END = (
    r"(?=\s*(?:$|[?.!,;)]|(?:or|and|from|in|since|before|after|on|about|that|which|at|to|by|"
    r"between|published|there|here|we|listed)\b))"
)
_TELLS = (
    r"(?-i:says?|said|tells?|told|think|reports?|reported|finds?|found|concludes?|argues?|claims?|"
    r"shows?|shown|proposes?|suggests?|introduces?|presents?|discuss|uses?|writes?|deals?|covers?|"
    r"mentions?|describes?|address|releases?|which|who|to|for|as)"
)
"""Goes on after a name and is none of it: "what do the papers by Ada Low say?"."""

_RULES = (
    _rule(rf"{_BY}between {NUMBER} and {NUMBER} {_COUNTED}", _authors_between),
    _rule(rf"{_BY}(?:no more than|at most|up to|not more than) {NUMBER} {_COUNTED}",
          _authors("<=")),
    _rule(rf"{_BY}(?:more than|over|above) {NUMBER} {_COUNTED}", _authors(">")),
    _rule(rf"{_BY}(?:fewer than|less than|under|below) {NUMBER} {_COUNTED}", _authors("<")),
    _rule(rf"{_BY}(?:at least|no fewer than|no less than) {NUMBER} {_COUNTED}", _authors(">=")),
    _rule(rf"{_BY}{NUMBER} or (?:more|above) {_COUNTED}", _authors(">=")),
    _rule(rf"{_BY}{NUMBER} or (?:fewer|less) {_COUNTED}", _authors("<=")),
    _rule(rf"{_BY}(?:only |just |exactly )?(?:a |one )?(?:single|sole|lone) {_COUNTED}|"
          r"\b(?:single|sole|solo)[- ]author(?:ed)?\b", _single_author),
    _rule(rf"{_BY}(?:exactly |only |just )?{NUMBER}[- ]{_COUNTED}", _authors("=")),
    _rule(rf"\b(?:(?:that|which)\s+)?(?:{_NOT}(?:\s+have)?|(?:have|has|with|having)\s+no)\s+"
          r"(?:an?\s+|any\s+|the\s+|known\s+)*(?:publication\s+)?(?:dates?|year)\b"
          r"(?:\s+of publication)?|\bundated\b|"
          r"\b(?:whose\s+)?(?:publication\s+)?date (?:is )?(?:missing|unknown|not known)\b",
          _undated),
    _rule(rf"\b{_OUT}(?:between\s+({PERIOD})\s+and|(?:from\s+|in\s+|during\s+)?({PERIOD})\s*"
          rf"(?:to|until|till|through|[-–—]))\s*({PERIOD})", _between),
    _rule(rf"\b{_OUT}(?:from|in|of|during)\s+(?:either\s+)?{YEAR}(?:,\s*{YEAR})*,?\s+(?:or|and)"
          rf"\s+(?:in\s+|from\s+)?{YEAR}\b", _one_of),
    _rule(rf"\b(?:(?:that|which)\s+)?(?:(?:are|is|were|was)\s+)?(?:not|n't)\s+{_OUT}"
          rf"(?:from|in|of|during)\s+({PERIOD})|\b(?:outside(?: of)?|except(?: for)?(?: those)?"
          rf"(?: (?:from|of|in))?|other than(?: from)?|excluding)\s+({PERIOD})",
          _published("!=")),
    _rule(rf"\b{_OUT}(?:since|from|starting (?:in|from))\s+({PERIOD})\s+(?:on(?:wards?)?|or later|"
          r"and later)\b", _published(">=")),
    _rule(rf"\b{_OUT}(?:in\s+)?({PERIOD})\s+(?:or later|and later|onwards?)\b", _published(">=")),
    _rule(rf"\b{_OUT}(?:in\s+)?({PERIOD})\s+(?:or earlier|and earlier|or before)\b",
          _published("<=")),
    _rule(rf"\b{_OUT}(?:since|not before|no earlier than)\s+({PERIOD})", _published(">=")),
    _rule(rf"\b{_OUT}(?:after|(?<!no )later than|newer than|more recent than|younger than)\s+"
          rf"({PERIOD})",
          _published(">")),
    _rule(rf"\b{_OUT}(?:before|(?<!no )earlier than|older than|prior to|preceding)\s+({PERIOD})",
          _published("<")),
    _rule(rf"\b{_OUT}(?:until|till|up to(?: and including)?|through|by|by the end of|"
          rf"no later than|not after)\s+({PERIOD})",
          _published("<=")),
    _rule(rf"\b{_OUT}(?:from|in|of|during|for|within|on|dated|published|released)\s+({PERIOD})",
          _published("=")),
    _rule(rf"\b({PERIOD})(?=(?:'s)? (?:[\w-]+ )?{_THINGS}\b)", _published("=")),
    _rule(rf"(?<=papers )({YEAR})\b|(?<=surveys )({YEAR})\b", _published("=")),
    _rule(rf"\b{_OUT}(?:older than|more than) {NUMBER} {_UNIT}(?: old)?\b", _rolling("<")),
    _rule(rf"\b{_OUT}(?:newer than|less than|younger than) {NUMBER} {_UNIT}(?: old)?\b",
          _rolling(">=")),
    _rule(rf"\b{_OUT}(?:from|in|of|during|within|over)?\s*(?:the\s+)?(?:last|past|previous)\s+"
          rf"{NUMBER}\s+{_UNIT}\b", _rolling(">=")),
    _rule(rf"\b{_OUT}(?:from|in|of|during|within|over)?\s*(?:the\s+)?(?:past)()\s+{_UNIT}\b",
          _rolling(">=")),
    _rule(rf"\b{_OUT}since\s+(?:the\s+)?(this|last|previous) (year|month)\b",
          lambda match, today: [replace(*_calendar(match, today), operator=">=")]),
    _rule(rf"\b{_OUT}before\s+(?:the\s+)?(this|last|previous) (year|month)\b",
          lambda match, today: [replace(*_calendar(match, today), operator="<")]),
    _rule(rf"\b{_OUT}(?:from|in|of|during)?\s*(?:the\s+)?(this|last|previous) (year|month)"
          r"(?:['’]s)?\b", _calendar),
    _rule(rf"\b(?:(?:that|which|and|who)\s+)?(?:{_NOT}\s+)?(?:{_HAS}\s+|{_NOT}\s+)(?:{_FILL}\s+)*"
          rf"{_CODE}{_CODE_END}", _code),
    _rule(rf"\b(?:whose|where(?: the)?|and(?: the)?)\s+(?:source )?(?:code|implementation) is "
          rf"(?:{_NOT}\s+)?(?:publicly\s+)?(?:available|released|public|open|online|linked|shared)"
          r"\b", _code),
    _rule(r"(?:(?<=papers )|(?<=paper )|(?<=surveys )|(?<=survey )|(?<=articles ))(?:that are )?"
          r"(?:written |authored |co-authored |published )?by (?!topic|date|year|title|author|"
          r"number|the\b|name|order)([^\W\d_][\w.'’-]*(?:\s+(?!"
          rf"(?:on|about|from|since|with|that|in|are|is|do|have|there)\b|{_TELLS}\b)[^\W\d_][\w.'’-]*){{0,5}})",
          _by_name),
)  # fmt: skip
