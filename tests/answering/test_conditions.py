from __future__ import annotations

from datetime import date

import pytest

from paperchat.answering.conditions import read_conditions

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "conditions", "rest"),
    [
        ("How many papers are there from 2024?", ["published=2024"], "How many papers are there ?"),
        ("papers since 2024 about bogs", ["published>=2024"], "papers about bogs"),
        ("list papers before May 2023", ["published<2023-05"], "list papers"),
        ("papers from 2024 onwards", ["published>=2024"], "papers"),
        ("between 2022 and March 2024", ["published>=2022", "published<=2024-03"], ""),
        ("papers of last year", ["published=2025"], "papers"),
        ("which papers have code?", ["code=yes"], "which papers ?"),
        ("papers without code", ["code=no"], "papers"),
        ("2024 papers with code", ["published=2024", "code=yes"], "papers"),
        ("papers with more than 20 authors", ["authors>20"], "papers"),
        ("papers by at least three people", ["authors>=3"], "papers"),
        ("a paper by a single author", ["authors=1"], "a paper"),
        ("papers in the first half of 2024", ["published=2024-01..2024-06"], "papers"),
        ("surveys from Q3 2025", ["published=2025-07..2025-09"], "surveys"),
        ("papers since summer 2024", ["published>=2024-06"], "papers"),
        ("papers from the last two years", ["published>=2024-03-01"], "papers"),
        ("papers of the past 6 months", ["published>=2025-09-01"], "papers"),
        ("papers older than three years", ["published<2023-03-01"], "papers"),
        ("papers of last month", ["published=2026-02"], "papers"),
        ("papers since last year", ["published>=2025"], "papers"),
        ("papers not from 2024", ["published!=2024"], "papers"),
        ("papers other than 2025", ["published!=2025"], "papers"),
        ("papers from 2022 or 2024", ["published=2022,2024"], "papers"),
        ("papers 2022-2023", ["published>=2022", "published<=2023"], "papers"),
        ("published on May 17, 2023", ["published=2023-05-17"], ""),
        ("papers no later than June 2024", ["published<=2024-06"], "papers"),
        ("papers dated 2024 or later", ["published>=2024"], "papers"),
        ("papers on bogs from before 2024", ["published<2024"], "papers on bogs"),
        ("which papers have no publication date", ["published=none"], "which papers"),
        ("which papers do not have code", ["code=no"], "which papers"),
        ("which papers give a link to code", ["code=yes"], "which papers"),
        ("papers whose code is not available", ["code=no"], "papers"),
        ("papers with 3 or more authors", ["authors>=3"], "papers"),
        ("with between 5 and 10 authors", ["authors>=5", "authors<=10"], ""),
        ("papers by Ada Low about bogs", ["author=Ada Low"], "papers about bogs"),
    ],
)
def test_conditions_are_taken_out_of_the_words(text: str, conditions: list[str], rest: str) -> None:
    read = read_conditions(text, TODAY)
    assert sorted(map(str, read.conditions)) == sorted(conditions)
    assert read.rest == rest


@pytest.mark.parametrize(
    "text",
    [
        "What is GPT-4?",
        "papers on 1000 bridges",
        "how many in all",
        "papers on code generation",
        "papers sorted by date",
    ],
)
def test_other_numbers_are_no_conditions(text: str) -> None:
    assert read_conditions(text, TODAY).conditions == ()
