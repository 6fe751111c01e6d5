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
    ],
)
def test_conditions_are_taken_out_of_the_words(text: str, conditions: list[str], rest: str) -> None:
    read = read_conditions(text, TODAY)
    assert sorted(map(str, read.conditions)) == sorted(conditions)
    assert read.rest == rest


@pytest.mark.parametrize("text", ["What is GPT-4?", "papers on 1000 bridges", "how many in all"])
def test_other_numbers_are_no_conditions(text: str) -> None:
    assert read_conditions(text, TODAY).conditions == ()
