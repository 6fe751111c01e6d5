"""Questions to go on with: each holds what it promises, and none is asked twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from paperchat.answering.follow_ups import FOLLOW_UPS, follow_ups
from paperchat.assistant import Assistant
from paperchat.types import Answer, Conversation, Turn

QUESTIONS = (
    "What hit rate does TidePool reach?",
    "How does TidePool work?",
    "Summarize TidePool",
    "Which papers are there?",
)


def _talk(assistant: Assistant, *questions: str) -> Conversation:
    talk = Conversation()
    for question in questions:
        talk = talk.with_turn(Turn(question, assistant.ask(question, talk)))
    return talk


def _places(answer: Answer) -> set[tuple[str, int, int]]:
    return {(item.paper_id, item.start, item.end) for item in answer.citations}


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_is_answered_with_something_new(assistant: Assistant, question: str) -> None:
    talk = _talk(assistant, question)
    found = assistant.follow_ups(talk)
    assert len(found) <= FOLLOW_UPS
    assert len(set(found)) == len(found)
    for one in found:
        answer = assistant.ask(one, talk)
        assert answer.status == "answered"
        assert _places(answer) - _places(talk.turns[-1].answer)


def test_some_are_found(assistant: Assistant) -> None:
    assert any(assistant.follow_ups(_talk(assistant, question)) for question in QUESTIONS)


def test_none_is_asked_twice(assistant: Assistant) -> None:
    talk = _talk(assistant, QUESTIONS[0])
    first = assistant.follow_ups(talk)
    again = replace(talk, turns=(*(Turn(one, talk.turns[-1].answer) for one in first), *talk.turns))
    assert not set(first) & set(assistant.follow_ups(again))


def test_an_empty_conversation_leads_nowhere(assistant: Assistant) -> None:
    assert assistant.follow_ups(Conversation()) == ()


@pytest.mark.parametrize(
    "question",
    ["Why is the sky blue?", "What is a tide table?", "What does TidePool cost?", "What is Zorb?"],
)
def test_instead_of_what_is_refused_something_that_is_answered_is_offered(
    assistant: Assistant, question: str
) -> None:
    talk = _talk(assistant, question)
    assert talk.turns[-1].answer.status not in ("answered", "error")
    found = assistant.follow_ups(talk)
    assert len(set(found)) == len(found) <= FOLLOW_UPS
    for one in found:
        answer = assistant.ask(one, talk)
        assert answer.status == "answered"
        assert answer.citations


def test_papers_that_mention_a_word_of_the_refused_question_are_offered(
    assistant: Assistant,
) -> None:
    found = assistant.follow_ups(_talk(assistant, "What is a drone carrier?"))
    assert any(one.startswith("Which papers mention drone") for one in found)


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Swap the two sentences", "sentence"),
        ("Who pays zorb carriers?", "zorb"),
        ("fotografías de turberas directas", "mention"),
        ("Wie funktioniert die Photosynthese der Moose?", "mention"),
    ],
)
def test_only_words_that_papers_mention_are_offered(
    assistant: Assistant, question: str, word: str
) -> None:
    talk = _talk(assistant, question)
    assert talk.turns[-1].answer.status != "answered"
    assert not [one for one in assistant.follow_ups(talk) if word in one and "mention" in one]


def test_a_list_that_does_not_show_the_word_is_not_offered(assistant: Assistant) -> None:
    talk = _talk(assistant, "What is a drone carrier?")
    refused = talk.turns[-1].answer
    listed = replace(assistant.ask("Which papers mention photographs?"), kind="list")
    catalogue = assistant.retriever._library.catalogue
    papers = catalogue.papers_by_id([near.paper_id for near in refused.nearest])
    found = follow_ups(refused, papers, catalogue.sentences_of(papers.values()), lambda _: listed)
    assert not [one for one in found if "mention drone carrier" in one]


def test_what_is_refused_or_answered_from_elsewhere_is_not_suggested(assistant: Assistant) -> None:
    talk = _talk(assistant, QUESTIONS[0])
    answer = talk.turns[-1].answer
    catalogue = assistant.retriever._library.catalogue
    papers = catalogue.papers_by_id({item.paper_id for item in answer.citations})
    sentences = catalogue.sentences_of(papers.values())
    tried: list[str] = []

    def refuse(question: str) -> Answer:
        tried.append(question)
        return replace(answer, status="no_evidence", citations=())

    assert follow_ups(answer, papers, sentences, refuse) == ()
    assert tried
    assert follow_ups(answer, papers, sentences, lambda _: answer) == ()
    assert follow_ups(answer, {}, {}, refuse) == ()
