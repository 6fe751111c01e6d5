"""How precisely a paper's date is shown."""

from __future__ import annotations

from datetime import date

import pytest

from paperchat.text.dates import date_in_words, month_in_words, month_is_known, short_date


@pytest.mark.parametrize(
    ("day", "short", "words", "month"),
    [
        (date(2022, 1, 1), "2022", "2022", "2022"),
        (date(2022, 5, 1), "2022-05", "May 2022", "May 2022"),
        (date(2022, 5, 17), "2022-05-17", "May 17, 2022", "May 2022"),
        (date(2022, 1, 2), "2022-01-02", "January 2, 2022", "January 2022"),
        (date(987, 1, 1), "0987", "987", "987"),
    ],
)
def test_no_more_is_said_than_is_known(day, short, words, month) -> None:
    assert (short_date(day), date_in_words(day), month_in_words(day)) == (short, words, month)
    assert month_is_known(day) == (short != f"{day.year:04}")


def test_an_unknown_date_is_empty() -> None:
    assert (short_date(None), date_in_words(None)) == ("", "")
