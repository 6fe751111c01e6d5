from __future__ import annotations

import pytest
from sample_mill import HEDDLE, LOOMCAST, REVIEW, SHUTTLE, mill

from paperchat.answering.absence import Absence, Grade
from paperchat.answering.negation import denied_in
from paperchat.assistant import Assistant

__all__ = ["mill"]


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("The filter works with no need for complex training.", Grade.OUTRIGHT),
        ("It is training-free and fast.", Grade.OUTRIGHT),
        ("Bogs are mapped without retraining the network.", Grade.OUTRIGHT),
        ("It does not require any training.", Grade.OUTRIGHT),
        ("Unlike earlier methods, ours needs no training.", Grade.OUTRIGHT),
        ("Earlier methods need no training.", Grade.OF_OTHERS),
        ("It cannot find a fault without training.", None),
        ("It needs no labels during training.", None),
        ("It works without training data.", None),
        ("It needs no labels but training.", None),
        ("It avoids training costs.", None),
        ("We train for five hours.", None),
    ],
)
def test_a_sentence_says_that_the_thing_is_absent(text: str, grade: Grade | None) -> None:
    assert Absence((("train",),)).grade(text) == grade


def test_every_paper_that_does_without_the_thing_is_quoted_the_surest_first(
    mill: Assistant,
) -> None:
    answer = mill.ask("Which papers need no training?")
    assert answer.kind == "list"
    # Who trains elsewhere comes after those who do not, what is said of others comes last.
    titles = [citation.title for citation in answer.citations]
    assert set(titles[:2]) == {LOOMCAST.title, SHUTTLE.title}
    assert titles[2:] == [HEDDLE.title, REVIEW.title]
    quotes = {citation.title: citation.quote for citation in answer.citations}
    assert quotes[LOOMCAST.title].startswith("LoomCast needs no training")
    assert quotes[SHUTTLE.title].startswith("The paper introduces a training-free")
    assert answer.text.startswith("3 papers say of their own work")
    assert "1 paper says of other work" in answer.text


def test_what_else_is_asked_has_to_be_spoken_of(mill: Assistant) -> None:
    answer = mill.ask("Which shuttle detectors work without training?")
    assert {citation.title for citation in answer.citations} == {SHUTTLE.title}


def test_a_year_holds_for_what_does_without_a_thing(mill: Assistant) -> None:
    answer = mill.ask("Which papers from 2024 need no training?")
    assert {citation.title for citation in answer.citations} == {SHUTTLE.title}


def test_what_is_free_of_a_thing_does_without_it() -> None:
    assert denied_in("Which papers are training-free?") == (("train",),)
