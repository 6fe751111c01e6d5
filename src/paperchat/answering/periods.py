"""Points and stretches of time as people write them: "May 2023", "the first half of 2024"."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
MONTH = r"(?:" + "|".join(rf"{name[:3]}(?:{name[3:]})?\.?" for name in _MONTHS) + r"|sept\.?)"
YEAR = r"(?:19|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_PARTS = (
    r"(?:(?:first|second|1st|2nd) half|(?:first|second|third|fourth|last|1st|2nd|3rd|4th) quarter|"
    r"h[12]|q[1-4]|start|beginning|early part|middle|end|spring|summer|autumn|fall)"
)
PERIOD = (
    rf"(?:the\s+)?(?:{YEAR}-\d\d-\d\d\b|{YEAR}-\d\d\b(?!-)|{YEAR}s\b|"
    rf"{MONTH}\s+{_DAY},?\s+{YEAR}\b|{_DAY}\s+(?:of\s+)?{MONTH},?\s+{YEAR}\b|"
    rf"{MONTH}(?:\s+of|,)?\s+{YEAR}\b|{_PARTS}(?:\s+of)?\s+{YEAR}\b|"
    rf"(?:early|mid|late)[-\s]?{YEAR}\b|(?:years?\s+)?{YEAR}\b)"
)
"""Matches what :func:`read_period` reads."""

_SPANS = {
    "first half": (1, 6), "1st half": (1, 6), "h1": (1, 6), "second half": (7, 12),
    "2nd half": (7, 12), "h2": (7, 12), "first quarter": (1, 3), "1st quarter": (1, 3),
    "q1": (1, 3), "second quarter": (4, 6), "2nd quarter": (4, 6), "q2": (4, 6),
    "third quarter": (7, 9), "3rd quarter": (7, 9), "q3": (7, 9), "fourth quarter": (10, 12),
    "last quarter": (10, 12), "4th quarter": (10, 12), "q4": (10, 12), "start": (1, 3),
    "beginning": (1, 3), "early": (1, 4), "early part": (1, 4), "middle": (5, 8), "mid": (5, 8),
    "late": (9, 12), "end": (10, 12), "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11),
    "fall": (9, 11),
}  # fmt: skip


def read_period(text: str) -> tuple[str, str]:
    """Return the first and the last point of a period, as "2023", "2023-05" or "2023-05-17"."""
    words = re.sub(r"^the\s+|^years?\s+", "", text.lower().strip())
    year_at = re.search(YEAR, words)
    assert year_at is not None  # noqa: S101  # PERIOD holds a year
    year = year_at[0]
    if words.startswith(f"{year}-"):
        return words, words
    if words == f"{year}s":
        return year, f"{year[:3]}9"
    month = re.search(MONTH, words)
    if month:
        point = f"{year}-{_month_number(month[0]):02d}"
        day = re.search(r"\b\d{1,2}(?=\D)", words.replace(year, " "))
        point = f"{point}-{int(day[0]):02d}" if day else point
        return point, point
    part = re.sub(r"\s+of$", "", words[: year_at.start()].strip(" -"))
    if part in _SPANS:
        first, last = _SPANS[part]
        return f"{year}-{first:02d}", f"{year}-{last:02d}"
    return year, year


def days_before(today: date, number: int, unit: str) -> str:
    """Return the day ``number`` years, months, weeks or days before ``today``."""
    if unit.startswith(("day", "week")):
        return (today - timedelta(days=number * (7 if unit.startswith("week") else 1))).isoformat()
    months = today.year * 12 + today.month - 1 - number * (12 if unit.startswith("year") else 1)
    year, month = max(divmod(months, 12), (1, 0))
    day = today.day
    while True:  # February 30 is February 28 or 29
        try:
            return date(year, month + 1, day).isoformat()
        except ValueError:
            day -= 1


def in_words(point: str) -> str:
    """Return "2023-05-17" as "May 17, 2023", "2023-05" as "May 2023", a range as "... to ..."."""
    if ".." in point:
        first, last = point.split("..")
        return f"{in_words(first)} to {in_words(last)}"
    parts = point.split("-")
    if len(parts) == 1 or not 1 <= int(parts[1]) <= 12:
        return point
    month = _MONTHS[int(parts[1]) - 1].capitalize()
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{month} {int(parts[2])}, {parts[0]}"


def _month_number(name: str) -> int:
    return next(i for i, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))
