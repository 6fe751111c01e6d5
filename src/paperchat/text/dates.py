"""Dates of papers as they are shown to people, no more precise than they can be trusted to be.

A source that names only a year or a month is stored as the first day of it, and nothing keeps
which. So 1 January is shown as its year, and the first of another month as that month: of a paper
that did appear on such a day this is true as well.
"""

from __future__ import annotations

from datetime import date


def month_is_known(day: date) -> bool:
    """Tell whether the month of a stored day is one that its source named."""
    return (day.month, day.day) != (1, 1)


def short_date(day: date | None) -> str:
    """Return "2022", "2022-05" or "2022-05-17"; empty where no day is known."""
    if day is None:
        return ""
    if not month_is_known(day):
        return f"{day.year:04}"
    return f"{day.year:04}-{day.month:02}" if day.day == 1 else day.isoformat()


def date_in_words(day: date | None) -> str:
    """Return "2022", "May 2022" or "May 17, 2022"; empty where no day is known."""
    if day is None:
        return ""
    return month_in_words(day) if day.day == 1 else f"{day:%B} {day.day}, {day.year}"


def month_in_words(day: date) -> str:
    """Return "2022" or "May 2022"."""
    return f"{day:%B} {day.year}" if month_is_known(day) else str(day.year)
