from __future__ import annotations

import pytest

from paperchat.assistant import Assistant
from paperchat.library.library import Library


@pytest.mark.parametrize(
    "question",
    [
        "Which papers were added today?",
        "What did I add last?",
        "How many papers were added this week?",
        "Show me the papers added to the library in the last 3 days",
        "Which papers have been added recently?",
        "When was the last paper added?",
        "When did I last add papers?",
    ],
)
def test_what_was_added_is_told(assistant: Assistant, library: Library, question: str) -> None:
    answer = assistant.ask(question)
    count = library.catalogue.count()
    assert answer.status == "answered"
    assert answer.text.startswith(f"{count} papers were added ")
    assert len({cited.paper_id for cited in answer.citations}) == count


def test_where_nothing_was_added_the_last_day_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("Which papers were added yesterday?")
    assert answer.status == "no_evidence"
    assert answer.text.startswith("No paper was added yesterday; the last were on ")


@pytest.mark.parametrize(
    "question",
    ["What was added to the loss?", "Which papers added noise last?"],
)
def test_what_papers_add_is_no_question_for_the_catalogue(
    assistant: Assistant, question: str
) -> None:
    assert "papers were added" not in assistant.ask(question).text
