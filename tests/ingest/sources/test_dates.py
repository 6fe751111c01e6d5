from __future__ import annotations

from datetime import date

import pytest

from ingest.sources.dates import PageCalendar, WrittenDate, date_of, page_calendar, written_date

TODAY = date(2026, 11, 23)
DEC_10 = WrittenDate(12, 10, None)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2025-10-12", date(2025, 10, 12)),
        ("2025-10-12T08:30:00.000Z", date(2025, 10, 12)),
        ("2025-10-12 08:30", date(2025, 10, 12)),
        ("2025-10", date(2025, 10, 1)),
        ("2025", date(2025, 1, 1)),
        (2025, date(2025, 1, 1)),
        ("Oct 12, 2025", date(2025, 10, 12)),
        ("12 October 2025", date(2025, 10, 12)),
        ("2025-02-30", None),
        ("2025-13-01", None),
        ("0000-01-01", None),
        ("Feb 30, 2025", None),
        ("Oct 12", None),
        ("soon", None),
        (1760000000000, None),
        (True, None),
        (None, None),
        (20.5, None),
        ("", None),
    ],
)
def test_date_of(value: object, day: date | None) -> None:
    assert date_of(value) == day


@pytest.mark.parametrize(
    ("text", "written", "rest"),
    [
        ("Oct 23", WrittenDate(10, 23, None), ""),
        ("Feb 12 3", WrittenDate(2, 12, None), "3"),
        ("Feb 5, 2024 1", WrittenDate(2, 5, 2024), "1"),
        ("Sept. 3rd, 2024", WrittenDate(9, 3, 2024), ""),
        ("Feb 12 2024", WrittenDate(2, 12, 2024), ""),
        ("3 June 2024", WrittenDate(6, 3, 2024), ""),
    ],
)
def test_written_date(text: str, written: WrittenDate, rest: str) -> None:
    assert written_date(text) == (written, rest)


@pytest.mark.parametrize("text", ["", "Mayhem 3", "May", "March of 10 Penguins", "Oct 123", "10"])
def test_no_written_date(text: str) -> None:
    assert written_date(text) is None


def _calendar(
    *years: int | None,
    given: date | None = None,
    today: date = TODAY,
    day: WrittenDate | None = DEC_10,
    arxiv: tuple[date, ...] = (),
) -> PageCalendar:
    dates = tuple(WrittenDate(3, 1, year) for year in years)
    return page_calendar(
        given=given, today=today, page_day=day, paper_dates=dates, arxiv_months=arxiv
    )


def test_the_year_follows_the_newest_written_one() -> None:
    for today in (TODAY, date(2025, 12, 10), date(2026, 1, 1), date(2031, 6, 1)):
        calendar = _calendar(2022, None, 2024, today=today)
        assert calendar == PageCalendar(2025, date(2025, 12, 10))


def test_without_written_years_the_page_is_the_latest_that_is_not_in_the_future() -> None:
    assert _calendar(None).year == 2025
    assert _calendar(None, today=date(2026, 12, 10)).year == 2026
    assert _calendar(None, day=WrittenDate(11, 23, None)).year == 2026


def test_an_arxiv_id_is_not_newer_than_the_page() -> None:
    assert _calendar(None, arxiv=(date(2024, 3, 1),)).year == 2024
    march = WrittenDate(3, 5, None)
    assert _calendar(None, day=march, arxiv=(date(2024, 12, 1),)).year == 2025
    assert _calendar(2022, arxiv=(date(2024, 3, 1),)).year == 2024
    assert _calendar(None, arxiv=(date(2031, 1, 1),)).year == 2025  # no id: nothing is from 2031


def test_a_year_that_leads_into_the_future_is_the_pages_own() -> None:
    assert _calendar(2025, today=date(2026, 3, 1)).year == 2025


def test_a_clock_that_is_behind_does_not_date_papers_before_the_page() -> None:
    assert _calendar(2024, today=date(1970, 1, 1)).year == 2024


def test_a_given_page_date_and_a_written_year_decide() -> None:
    assert _calendar(2024, given=date(2027, 1, 5)) == PageCalendar(2027, date(2027, 1, 5))
    dated = WrittenDate(3, 5, 2023)
    assert _calendar(2024, day=dated) == PageCalendar(2023, date(2023, 3, 5))


def test_without_a_page_day_today_counts() -> None:
    assert _calendar(None, day=None) == PageCalendar(2026, TODAY)
    assert _calendar(2023, day=None) == PageCalendar(2024, None)
    assert _calendar(None, day=WrittenDate(2, 31, None)) == PageCalendar(2026, TODAY)


def test_a_paper_after_the_pages_day_is_of_the_year_before() -> None:
    calendar = PageCalendar(2025, date(2025, 12, 10))
    assert calendar.resolve(WrittenDate(12, 10, None)) == date(2025, 12, 10)
    assert calendar.resolve(WrittenDate(12, 11, None)) == date(2024, 12, 11)
    assert calendar.resolve(WrittenDate(12, 11, 2025)) == date(2025, 12, 11)


def test_days_that_do_not_exist_are_no_date() -> None:
    calendar = PageCalendar(2025, None)
    assert calendar.resolve(WrittenDate(2, 30, None)) is None
    assert calendar.resolve(WrittenDate(2, 29, None)) is None
    assert calendar.resolve(WrittenDate(2, 29, 2024)) == date(2024, 2, 29)
