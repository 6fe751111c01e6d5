from __future__ import annotations

import pytest

from paperchat.answering.catalogue_themes import themes_asked
from paperchat.answering.unjudged import NOT_BETWEEN_PAPERS, NOT_COUNTED, unjudged
from paperchat.assistant import Assistant

OF_ALL = "What topics are there in the papers?"


@pytest.mark.parametrize(
    ("question", "put"),
    [
        ("What are the main themes?", OF_ALL),
        ("which topics come up most", OF_ALL),
        ("What is the most popular topic here?", OF_ALL),
        ("What recurring themes are there?", OF_ALL),
        ("what's in here?", OF_ALL),
        ("What are the key topics covered by the corpus?", "What topics are there in the corpus?"),
        ("What is my library mostly about?", "What topics are there in my library?"),
        ("What do most papers have in common?", "What topics are there in most papers?"),
        (
            "Which themes do the papers since 2023 share?",
            "What topics are there in the papers since 2023?",
        ),
        ("What are the main themes in papers on bogs?", "Summarize papers on bogs"),
        ("What do these papers have in common?", "What do these papers have in common?"),
        ("What is the main topic of TidePool?", "What is the main topic of TidePool?"),
        ("What are the main areas of application?", "What are the main areas of application?"),
        ("What is the paper on bogs about?", "What is the paper on bogs about?"),
    ],
)
def test_questions_for_themes_are_put_in_one_way(question: str, put: str) -> None:
    assert themes_asked(question) == put


@pytest.mark.parametrize(
    "question",
    [
        "What are the main themes?",
        "Which topics are most common in the library?",
        "what's in here?",
    ],
)
def test_themes_are_those_of_the_whole_library(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert (answer.kind, answer.status) == ("facts", "answered")
    assert "5 papers" in answer.text


def test_no_paper_is_no_library_of_nought(empty_assistant: Assistant) -> None:
    assert "0 papers" not in empty_assistant.ask("What are the main themes?").text


@pytest.mark.parametrize(
    ("question", "counts"),
    [
        ("What is the most common benchmark?", True),
        ("Which dataset is used most often?", True),
        ("which metrics are most widely used in these papers", True),
        ("What's the most popular language model across all papers?", True),
        ("What is the most common method for drying bogs?", False),
        ("Which method does TidePool use most?", False),
    ],
)
def test_what_is_used_most_is_not_counted(question: str, counts: bool) -> None:
    assert (unjudged(question) == NOT_COUNTED) == counts


@pytest.mark.parametrize(
    ("question", "between"),
    [
        ("Which papers disagree with each other about bogs?", True),
        ("Which papers contradict or refute one another?", True),
        ("Do any of the papers disagree about rewards?", True),
        ("Are there papers that cite each other?", True),
        ("Which papers disagree on bridges?", True),
        ("Which papers cite MossNet?", False),
        ("Which papers use robots that support each other?", False),
        ("Do the papers support small bogs?", False),
    ],
)
def test_how_papers_stand_to_each_other_is_not_judged(question: str, between: bool) -> None:
    assert (unjudged(question) == NOT_BETWEEN_PAPERS) is between
