from __future__ import annotations

import pytest

from paperchat.answering.elliptic import asked_again, is_other, only_names, picked

OFFERED = {"a": "A Survey of Slow Bread", "b": "A Survey of Steam Trains", "c": "Bread and Trains"}


@pytest.mark.parametrize(
    ("answer", "ids"),
    [
        ("the second one", ["b"]),
        ("2", ["b"]),
        ("I mean the first paper", ["a"]),
        ("the last", ["c"]),
        ("slow bread", ["a"]),
        ("the one on steam trains", ["b"]),
        ("both of them", ["a", "b", "c"]),
        ("bread", []),
        ("7", []),
        ("Why is the sky blue?", []),
        ("", []),
    ],
)
def test_one_of_the_papers_offered_is_picked(answer: str, ids: list[str]) -> None:
    assert picked(answer, OFFERED) == ids


def test_a_question_is_asked_of_another_paper() -> None:
    assert asked_again("What does moss-net do?", "moss net", "B: C") == "What does “B: C” do?"
    assert asked_again("What does “A” do?", "A", "B") == "What does “B” do?"
    assert asked_again("How is it measured?", None, "B") == "How is it measured in “B”?"


def test_questions_of_a_few_words_are_told() -> None:
    assert is_other("and the other one?")
    assert not is_other("and the other planets?")
    assert only_names("What about MossNet?", ["MossNet"])
    assert not only_names("What about MossNet on frozen ground?", ["MossNet"])
    assert not only_names("MossNet", ["MossNet"])
