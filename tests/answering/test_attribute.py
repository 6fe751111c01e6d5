from __future__ import annotations

import pytest

from paperchat.answering.attribute import Attribute, holds_figure, of_words, read_attribute


@pytest.mark.parametrize(
    ("question", "sort", "phrase", "measured"),
    [
        ("How many frozen bogs were looked at?", "count", "number of frozen bogs", False),
        ("the number of ponds in TidePool", "count", "number of ponds", False),
        ("Which optimizer does TidePool use?", "thing", "optimizer", False),
        ("which brand of camera was set up", "thing", "camera", False),
        ("What recall does it reach?", "thing", "recall", True),
        ("names of the ponds in the study", "thing", "ponds", False),
        ("What is the batch size of TidePool?", "thing", "batch size", True),
        ("price of the camera in TidePool", "thing", "price", True),
        ("How long does a round take?", "quantity", "time it takes", True),
        ("how much memory does it need", "quantity", "memory", True),
        ("how much does traffic fall", "quantity", "amount", True),
        ("Who paid for the ponds?", "thing", "", False),
    ],
)
def test_what_a_question_wants_the_value_of(
    question: str, sort: str, phrase: str, measured: bool
) -> None:
    read = read_attribute(question)
    assert read is not None
    assert (read.sort, read.phrase, read.measured) == (sort, phrase, measured)


@pytest.mark.parametrize(
    "question",
    [
        "Why do bogs freeze?", "What is a bog?", "Does the pond dry out?", "ponds that dry out",
        "Is there a paper on ponds?", "what happens if a pond dries out", "",
    ],
)  # fmt: skip
def test_other_questions_want_no_value(question: str) -> None:
    assert read_attribute(question) is None


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Traffic falls by 12%.", True),
        ("Traffic falls to 0.4 on average.", True),
        ("It is 3x as fast.", True),
        ("It reaches 12.1\\% of the ponds.", True),
        ("We compare it with GPT-4 and Pond2Vec.", False),
        ("It has (1) a pond and (2) a bog.", False),
        ("Two ponds dried out.", False),
    ],
)
def test_a_figure_measures_and_is_no_part_of_a_name(text: str, held: bool) -> None:
    assert holds_figure(text) is held


def test_values_are_numbers_of_counts_and_names_of_things() -> None:
    text = "We look at two ponds near Lund."
    assert Attribute("count", ("ponds",), "", measured=False).values(text) == [11]
    assert Attribute("thing", ("ponds",), "", measured=False).values(text) == [26]


def test_places_of_the_words_that_name_the_attribute() -> None:
    attribute = Attribute("thing", ("batch", "size"), "batch size", measured=True)
    assert of_words(("TidePool", "batch", "size"), attribute) == [1, 2]
    assert of_words(("TidePool",), None) == []
