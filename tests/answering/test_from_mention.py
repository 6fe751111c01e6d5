from __future__ import annotations

import pytest

from paperchat.assistant import Assistant
from paperchat.types import Conversation, Turn


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Does TidePool mention clocks?", "servers need clocks"),
        ("Does the TidePool paper talk about city networks at all?", "42 city networks"),
        ("Are drones mentioned in MossNet?", "taken by drones"),
        ("Does the sleep survey say anything about WLM devices?", "calibration of WLM devices"),
    ],
)
def test_where_a_paper_mentions_a_thing_is_quoted(
    assistant: Assistant, question: str, words: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert " mentions “" in answer.sentences[0].text
    assert any(words in item.quote for item in answer.citations)
    assert len({item.paper_id for item in answer.citations}) == 1


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("Does TidePool mention bogs?", "bogs"),
        ("Is the Kalman filter mentioned in MossNet?", "Kalman filter"),
        ("does QUILL-2 name TidePool?", "TidePool"),
    ],
)
def test_what_a_paper_does_not_mention_is_told(
    assistant: Assistant, question: str, thing: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "not_in_abstract"
    assert f"“{thing}” is not mentioned" in answer.text
    assert answer.missing_terms == (thing,)
    assert len(answer.nearest) == 1


def test_of_two_papers_each_is_told_of(assistant: Assistant) -> None:
    answer = assistant.ask("Do TidePool and MossNet mention drones?")
    said = [sentence.text for sentence in answer.sentences if not sentence.labels]
    assert "not mentioned in the abstract of “TidePool" in said[0]
    assert said[1].startswith("“MossNet")


def test_it_is_asked_of_the_paper_spoken_of(assistant: Assistant) -> None:
    first = assistant.ask("What is TidePool?")
    talk = Conversation((Turn("What is TidePool?", first),))
    assert "“GRPO” is not mentioned" in assistant.ask("does it mention GRPO?", talk).text


@pytest.mark.parametrize(
    "question", ["Does TidePool mention its limits?", "Does TidePool mention which data it uses?"]
)
def test_what_is_no_name_of_a_thing_is_asked_of_the_text(
    assistant: Assistant, question: str
) -> None:
    assert "is not mentioned" not in assistant.ask(question).text
