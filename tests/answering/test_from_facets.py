from __future__ import annotations

import pytest

from paperchat.assistant import Assistant
from paperchat.types import Conversation, Turn


@pytest.mark.parametrize(
    ("question", "role", "words"),
    [
        ("What problem does TidePool solve?", "problem", "scarce memory is wasted"),
        ("What are the key results of TidePool?", "result", "61.5% to 74.2%"),
        ("What are the limitations of MossNet?", "limit", "fails on frozen ground"),
    ],
)
def test_a_facet_is_told_by_its_sentences(
    assistant: Assistant, question: str, role: str, words: str
) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "ask"
    assert any(words in item.quote for item in answer.citations), answer.text
    assert len({item.title for item in answer.citations}) == 1


@pytest.mark.parametrize(
    "question",
    [
        "What did the authors of TidePool find?",
        "What did the TidePool authors conclude?",
        "How good is TidePool?",
        "How was TidePool evaluated?",
        "What's the takeaway of TidePool?",
        "Key figures of TidePool please",
        "What are the benefits of TidePool?",
        "How big is the improvement of TidePool?",
        "How large are the gains of TidePool?",
    ],
)
def test_results_are_asked_for_in_many_words(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.text.startswith("Results of “TidePool")
    assert any("61.5% to 74.2%" in item.quote for item in answer.citations)
    assert len({item.paper_id for item in answer.citations}) == 1


@pytest.mark.parametrize(
    "question",
    [
        "What gap does TidePool fill?",
        "Which obstacles does TidePool have to overcome?",
        "What is the goal of TidePool?",
    ],
)
def test_the_problem_is_asked_for_in_many_words(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert any("scarce memory is wasted" in item.quote for item in answer.citations), answer.text


def test_both_sides_are_told(assistant: Assistant) -> None:
    answer = assistant.ask("What are the pros and cons of MossNet?")
    assert "Limits that “MossNet" in answer.text
    assert any("fails on frozen ground" in item.quote for item in answer.citations)
    answer = assistant.ask(
        "strengths and weaknesses of “Why Do Riveted Joints Fail in Cold Climates?”"
    )
    assert answer.text.startswith("Results of “Why Do Riveted")
    assert "not stated in the" in answer.text


def test_which_of_several_papers_states_no_limits_is_said(assistant: Assistant) -> None:
    title = "Why Do Riveted Joints Fail in Cold Climates?"
    answer = assistant.ask(f"What are the limits of TidePool and “{title}”?")
    assert "Limits that “TidePool" in answer.text
    assert f"Limits of “{title}”: not stated in the" in answer.text


def test_what_is_new_is_a_summary(assistant: Assistant) -> None:
    assert assistant.ask("What's new about TidePool?").kind == "summary"


@pytest.mark.parametrize(
    "question", ["What's the takeaway?", "what did they conclude?", "What did the authors find?"]
)
def test_a_facet_of_the_paper_spoken_of(assistant: Assistant, question: str) -> None:
    talk = Conversation().with_turn(Turn("What is TidePool?", assistant.ask("What is TidePool?")))
    answer = assistant.ask(question, talk)
    assert answer.text.startswith("Results of “TidePool"), answer.text


@pytest.mark.parametrize("question", ["What's the takeaway?", "What are the implications?"])
def test_of_no_paper_nothing_is_told(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status != "answered"


def test_what_authors_of_many_papers_say_is_still_an_overview(assistant: Assistant) -> None:
    answer = assistant.ask("What do the authors say about memory?")
    assert answer.kind == "summary"


def test_a_benefit_for_something_else_is_looked_for(assistant: Assistant) -> None:
    answer = assistant.ask("What are the benefits of TidePool for hospitals?")
    assert not answer.text.startswith("Results of")


def test_what_is_asked_beside_is_looked_for(assistant: Assistant) -> None:
    answer = assistant.ask("What problem does TidePool solve in hospitals?")
    assert "sets out to solve" not in answer.text


def test_a_facet_that_is_not_told_is_not_made_up(assistant: Assistant) -> None:
    answer = assistant.ask(
        "What are the limitations of “Why Do Riveted Joints Fail in Cold Climates?”"
    )
    assert answer.status in ("not_in_abstract", "no_evidence")


@pytest.mark.parametrize(
    ("question", "limit"),
    [
        ("Recommend me two papers to read first on bogs and sleep", 2),
        ("What should I read first about bogs?", 1),
    ],
)
def test_advice_is_a_list(assistant: Assistant, question: str, limit: int) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "list"
    assert 1 <= len({item.title for item in answer.citations}) <= limit


def test_one_paper_to_read_is_advised_as_several_are(assistant: Assistant) -> None:
    assert assistant.ask("Which paper should I read about bogs?").kind == "list"
