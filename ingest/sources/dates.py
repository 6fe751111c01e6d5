"""Dates as sources write them, and the year of those written without one.

When a page was taken is inferred like this:

1. ``given`` (``--page-date``) decides, and so does a year written in the page's own day.
2. A page leaves out the year of a date exactly when it is the page's own year. So each year
   that is written out lies before the page's, and the page is of the year after the newest
   one at the earliest. A page with papers of many years almost always has one of last year,
   so that earliest year is taken.
3. No page shows a paper before it exists: an arXiv id begins with the year and month of
   its submission, and the page's day is not before that month.
4. No page is from the future: its day in the year so found is not after ``today``. Without
   evidence from 2 and 3 the page is of the latest year that this allows: this one, or last
   year when the page's day is still to come (a page of "Dec 10" read in March).
5. No page is older than a year it writes out, whatever the clock of this computer says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTH_NAMES = (  # not from ``calendar``, whose names follow the locale
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_MONTHS = {name[:size]: n for n, name in enumerate(_MONTH_NAMES, start=1) for size in (3, 99)}
_MONTHS["sept"] = 9
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WRITTEN = re.compile(
    rf"(?:(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<day2>\d{{1,2}})\s+(?P<month2>{_MONTH})\.?)"
    rf"(?:,\s*(?P<year>\d{{4}})|\s+(?P<year2>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?(?:[T ].*)?")
_EARLIEST_YEAR = 1500
_LEAP_YEAR = 2024


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A day as a page shows it; pages leave out the year when it is their own."""

    month: int
    day: int
    year: int | None


def written_date(text: str) -> tuple[WrittenDate, str] | None:
    """Read "Oct 23", "Oct 23, 2024" or "23 October 2024" at the start of ``text``.

    Returns:
        The date and what follows it, or null when the text does not begin with a date.
    """
    match = _WRITTEN.match(text)
    if match is None or (match.end() < len(text) and text[match.end()].isalnum()):
        return None
    month = _MONTHS[(match["month"] or match["month2"]).lower()]
    year = match["year"] or match["year2"]
    written = WrittenDate(month, int(match["day"] or match["day2"]), int(year) if year else None)
    return written, text[match.end() :].strip()


def date_of(value: object) -> date | None:
    """Return the day a record states, or null when there is none or it cannot exist.

    Takes ISO dates and times, "2024-10", a year alone (then the first day of it), and dates
    written in English with a year.
    """
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value).strip()
    match = _ISO.fullmatch(text)
    if match:
        return real_date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    written = written_date(text)
    if written and written[0].year:
        return real_date(written[0].year, written[0].month, written[0].day)
    return None


def real_date(year: int, month: int, day: int) -> date | None:
    """Return the date, or null when there is no such day."""
    if year < _EARLIEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class PageCalendar:
    """When a page was taken, as far as it is known, for dates that leave out the year."""

    year: int
    last_day: date | None
    """Day of the page: nothing on it can be newer. Null when the page shows no day."""

    def resolve(self, written: WrittenDate) -> date | None:
        """Return the full date; one after the page's own day belongs to the year before."""
        if written.year is not None:
            return real_date(written.year, written.month, written.day)
        day = real_date(self.year, written.month, written.day)
        if day and self.last_day and day > self.last_day:
            return real_date(self.year - 1, written.month, written.day)
        return day


def page_calendar(
    *,
    given: date | None,
    today: date,
    page_day: WrittenDate | None,
    paper_dates: tuple[WrittenDate, ...],
    arxiv_months: tuple[date, ...],
) -> PageCalendar:
    """Infer when a page was taken, by the rules at the top of this module.

    Args:
        given: The day the user says the page was taken.
        today: No page is from a later day.
        page_day: The day at the top of the page.
        paper_dates: All dates of papers on it.
        arxiv_months: First days of the months that arXiv ids on the page stand for.
    """
    if given:
        return PageCalendar(given.year, given)
    if page_day and real_date(_LEAP_YEAR, page_day.month, page_day.day) is None:
        page_day = None
    if page_day and page_day.year:
        return PageCalendar(page_day.year, real_date(page_day.year, page_day.month, page_day.day))
    newest = max((written.year for written in paper_dates if written.year), default=None)
    past_months = [month for month in arxiv_months if month <= today]
    earliest = [_first_year_from(month, page_day) for month in past_months]
    earliest += [newest + 1] if newest else []
    latest = _last_year_until(today, page_day)
    year = max(min(max(earliest, default=latest), latest), newest or 0)
    if page_day:
        return PageCalendar(year, real_date(year, page_day.month, page_day.day))
    return PageCalendar(year, today if year == today.year else None)


def _first_year_from(month: date, page_day: WrittenDate | None) -> int:
    """Return the first year whose ``page_day`` is not before ``month``."""
    return month.year + (page_day is not None and page_day.month < month.month)


def _last_year_until(today: date, page_day: WrittenDate | None) -> int:
    """Return the last year whose ``page_day`` is not after ``today``."""
    to_come = page_day is not None and (page_day.month, page_day.day) > (today.month, today.day)
    return today.year - to_come
