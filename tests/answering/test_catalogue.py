from __future__ import annotations

import pytest
from sample_papers import PAPERS

from paperchat.answering.catalogue_question import read_catalogue_question
from paperchat.assistant import Assistant


def titles(assistant: Assistant, question: str) -> list[str]:
    answer = assistant.ask(question)
    assert answer.kind in ("list", "facts"), answer
    return list(dict.fromkeys(citation.title for citation in answer.citations))


def starts(found: list[str]) -> set[str]:
    return {title.split(":")[0].split()[0] for title in found}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("list the papers from 2024", {"MossNet", "QUILL-2"}),
        ("which papers have code?", {"TidePool"}),
        ("which paper is the newest?", {"MossNet"}),
        ("what is the oldest paper?", {"Why"}),
        ("list the surveys", {"A"}),
        ("who has the most authors?", {"MossNet"}),
        ("papers about bridges", {"Why"}),
        ("which papers were published before May 2023?", {"A", "Why"}),
        ("is there a paper with more than 5 authors?", {"MossNet"}),
    ],
)
def test_lists_are_complete_and_exact(
    assistant: Assistant, question: str, expected: set[str]
) -> None:
    assert starts(titles(assistant, question)) == expected


def test_papers_are_counted(assistant: Assistant) -> None:
    assert f"holds {len(PAPERS)} papers" in assistant.ask("How many papers are there?").text
    assert "holds 2 papers from 2024" in assistant.ask("How many papers are from 2024?").text
    assert "holds 1 survey" in assistant.ask("How many surveys are there?").text


def test_the_record_of_one_paper_is_told(assistant: Assistant) -> None:
    dated = assistant.ask("When was TidePool published?")
    assert "May 4, 2023" in dated.text
    assert {item.title for item in dated.citations} == {PAPERS[0].title}
    assert "Ada Low, Ben Ray" in assistant.ask("Who wrote TidePool?").text
    assert "7 authors" in assistant.ask("How many authors does MossNet have?").text
    assert (
        "https://github.com/example/tidepool"
        in assistant.ask("Where is the code of TidePool?").text
    )
    assert assistant.ask("Who wrote QUILL-2?").status == "not_in_abstract"


def test_a_list_of_nothing_is_a_refusal(assistant: Assistant) -> None:
    answer = assistant.ask("list the papers from 1999")
    assert answer.status == "no_evidence"
    assert answer.citations == ()


@pytest.mark.parametrize(
    "question",
    [
        "What do these papers say about light?",
        "How many photographs was MossNet trained on?",
        "What is a bog?",
        "How does TidePool differ from MossNet?",
    ],
)
def test_questions_for_the_texts_are_left_to_them(question: str) -> None:
    from datetime import date

    assert read_catalogue_question(question, date(2026, 1, 1)) is None
