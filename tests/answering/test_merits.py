from __future__ import annotations

import pytest

from paperchat.answering.merits import Side, asked_side, asking, tells


@pytest.mark.parametrize(
    ("question", "side"),
    [
        ("What are the drawbacks of drones?", "against"),
        ("What is wrong with moss?", "against"),
        ("Which risks do wearables have?", "against"),
        ("What are the advantages of photographs?", "for"),
        ("Why are drones useful?", "for"),
        ("How do drones fly?", None),
        ("Do the benefits of moss last?", None),
    ],
)
def test_which_side_is_asked_for(question: str, side: Side | None) -> None:
    assert asked_side(question) == side


@pytest.mark.parametrize(
    ("text", "side", "told"),
    [
        ("Drones are costly and fail in the rain.", "against", True),
        ("Drones fly over bogs.", "against", False),
        ("Drones map a bog without anyone who walks there.", "for", True),
        ("Drones fly over bogs.", "for", False),
    ],
)
def test_what_sentences_tell(text: str, side: Side, told: bool) -> None:
    assert tells(text, side) is told


def test_the_words_that_ask_are_told_from_the_thing() -> None:
    assert asking(("drawbacks", "drones"), "against") == [0]
