from __future__ import annotations

import pytest

from paperchat.answering.openers import turns_away, without_closers, without_openers


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("ok back to it: is it still fast?", "is it still fast?"),
        ("Switching topic: what is a tide pool?", "what is a tide pool?"),
        ("By the way, who wrote it?", "who wrote it?"),
        ("OK. Thanks! One more question: who wrote it?", "who wrote it?"),
        ("Back to MossNet: how large is it?", "MossNet: how large is it?"),
        ("Now something else: what is a bog?", "what is a bog?"),
        ("show me the quote with the error of MossNet", "the error of MossNet"),
    ],
)
def test_words_that_only_open_a_question_are_left_out(said: str, asked: str) -> None:
    assert without_openers(said) == asked


@pytest.mark.parametrize(
    "said",
    [
        "",
        "ok",
        "Thanks!",
        "Now what does MossNet see?",
        "So far, how many papers are there?",
        "Well-posedness, what is it?",
        "Back to basics: which one is it?",
        "show me the quote",
    ],
)
def test_everything_else_stays(said: str) -> None:
    assert without_openers(said) == said


@pytest.mark.parametrize(
    ("said", "away"),
    [
        ("Now something else: what do they say about sleep?", True),
        ("Switching topics: which papers are on bridges?", True),
        ("Moving on: what are its limits?", False),
        ("Another topic: what does the second one say?", False),
        ("By the way, what do they say about sleep?", False),
        ("Is there something else: a bridge?", False),
    ],
)
def test_who_turns_to_something_else_is_told_from_who_goes_on(said: str, away: bool) -> None:
    assert turns_away(said) is away


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("explain MossNet like I'm five", "explain MossNet"),
        ("Explain MossNet in simple terms.", "Explain MossNet"),
        ("what is a bog, to a beginner?", "what is a bog"),
        ("explain how bogs dry to a geologist", "explain how bogs dry to a geologist"),
        ("please", "please"),
    ],
)
def test_how_it_is_to_be_told_is_left_out(question: str, asked: str) -> None:
    assert without_closers(question) == asked
