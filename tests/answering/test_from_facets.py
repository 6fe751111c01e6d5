from __future__ import annotations

import pytest

from paperchat.assistant import Assistant


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
