"""Which figure a question asks for, and whether a sentence holds one of that sort."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from paperchat.text.terms import terms

Sort = Literal["count", "duration", "share", "other"]

_COUNT = re.compile(r"\bhow (?:many|few)\b|\bnumber of\b", re.IGNORECASE)
_DURATION = re.compile(r"\bhow (?:long|soon|fast|quick\w*|much (?:time|faster))\b", re.IGNORECASE)
_SHARE = re.compile(r"\b(?:percent|percentage|share|proportion|fraction)\b", re.IGNORECASE)
_OTHER = re.compile(
    r"\bhow (?:much|often|large|big|far|high|low)\b|\bby how much\b|\bwhich score\b|"
    r"\bwhat (?:[\w-]+ ){0,3}?(?:figures?|scores?|value|rates?|accuracy|improvements?|size|"
    r"reduction|gains?|speed ?-?up|cost)\b",
    re.IGNORECASE,
)
_SMALL = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|dozens?|single|pair|couple"
)
_NUMBER = re.compile(rf"\d[\d.,]*|\b(?:{_SMALL})(?:-\w+)?\b", re.IGNORECASE)
_ANY_NUMBER = re.compile(
    rf"\d|\b(?:{_SMALL}|half|third|quarter|twice|doubl\w+|tripl\w+|order of magnitude)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"(?:\d|\b(?:{_SMALL}|several|few)\b)[\s-]*(?:\w+[\s-])?"
    r"(?:ms|(?:milli)?seconds?|secs?|mins?|minutes?|hours?|hrs?|days?|weeks?|months?|years?|"
    r"times|fold|[x×%])|\breal[- ]time\b|"
    r"\d\s*[^\s\d]{1,12}\s*(?:\bper|\ba|/)\s*(?:s|second|minute|hour|day|week|month|year)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"%|\bper ?cent|\b(?:third|half|quarter)s?\b|\bone in\b|\bout of\b", re.IGNORECASE
)
_PLACE = re.compile(r"\((?:\d|[ivx]+)\)")
"""The number of a point in a list: "(1)", "(ii)"."""

_COUNTED_WORDS = 3
_BEFORE, _AFTER = 14, 40
"""Characters around a number in which what it counts stands ("n = 12 mice", "mice (n = 12)")."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that is asked for; ``counted`` are the words for what "how many" counts."""

    sort: Sort
    counted: tuple[str, ...] = ()

    def is_in(self, text: str) -> bool:
        """Tell whether ``text`` holds a number of this sort, whatever it counts."""
        pattern = {"duration": _TIME, "share": _PART}.get(self.sort, _ANY_NUMBER)
        return bool(pattern.search(_PLACE.sub("", text)))


def read_figure(question: str) -> Figure | None:
    """Read which figure ``question`` asks for, if any."""
    match = _COUNT.search(question)
    if match:
        return Figure("count", _counted(question, match.end()))
    if _DURATION.search(question):
        return Figure("duration")
    if _SHARE.search(question):
        return Figure("share")
    return Figure("other") if _OTHER.search(question) else None


def around_numbers(text: str) -> list[tuple[int, int]]:
    """Return the stretches of ``text`` in which something may be counted, one a number."""
    return [
        (max(match.start() - _BEFORE, 0), min(match.end() + _AFTER, len(text)))
        for match in _NUMBER.finditer(text)
    ]


def _counted(question: str, start: int) -> tuple[str, ...]:
    found: list[str] = []
    for term in terms(question):
        if term.start < start or term.is_part or (found and term.surface in ("or", "and")):
            continue
        if term.is_stop or len(found) == _COUNTED_WORDS:
            if found:
                break
            continue
        found.append(term.surface)
    return tuple(found)
