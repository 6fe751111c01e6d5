from __future__ import annotations

import pytest

from paperchat.answering.question import read_question


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What is a bog?", "ask"),
        ("Summarize the survey on sleep", "summary"),
        ("The survey on sleep, in brief", "summary"),
        ("What do dreams do in brief naps?", "ask"),
        ("The survey on sleep in three lines", "summary"),
        ("Compare TidePool and MossNet", "comparison"),
        ("How does TidePool differ from MossNet?", "comparison"),
        ("TidePool vs. MossNet", "comparison"),
        ("hi", "chat"),
        ("What can you do?", "chat"),
        ("are you a human or a bot", "chat"),
        ("Who made you?", "chat"),
        ("Are you sure that DPO needs no reward model?", "ask"),
        ("", "chat"),
    ],
)
def test_kinds_are_told_from_the_words(text: str, kind: str) -> None:
    assert read_question(text).kind == kind


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("How many bogs were looked at?", True),
        ("What hit rate does it reach?", True),
        ("What mean error does MossNet have on unseen bogs?", False),
        ("By how much does traffic fall?", True),
        ("How does the protocol work?", False),
        ("What is a bog?", False),
    ],
)
def test_questions_for_figures_are_told(text: str, wanted: bool) -> None:
    assert (read_question(text).figure is not None) is wanted


def test_words_that_frame_a_question_are_not_its_subject() -> None:
    read = read_question("What does the paper say about frozen moss and its limitations?")
    assert [word.lower() for word in read.subject] == ["frozen", "moss"]
    assert "limitations" in read.frame
    assert read.role == "limit"
