from __future__ import annotations

from datetime import date

from paperchat.answering.catalogue_figures import compose_figures
from paperchat.answering.catalogue_question import read_catalogue_question
from paperchat.answering.draft import Draft
from paperchat.library.figures import Figures


def said(figures: Figures) -> str:
    asked = read_catalogue_question("How many papers are there per month?", date(2025, 6, 1))
    assert asked is not None
    draft = Draft()
    compose_figures(draft, asked, figures)
    return " ".join(sentence.text for sentence in draft.sentences)


def test_papers_known_by_year_only_are_of_no_month() -> None:
    told = said(Figures(6, ((2024, 1, 2), (2024, 3, 1)), (), ((2023, 2),)))
    assert "January 2024: 2, March 2024: 1; the most in January 2024" in told
    assert told.endswith("2 of 6 are known by year only. 1 of 6 have no date.")


def test_where_no_month_is_known_years_are_counted() -> None:
    assert said(Figures(3, (), (), ((2023, 2), (2024, 1)))) == (
        "The papers are known by their year only: 2023: 2, 2024: 1; the most in 2023."
    )
