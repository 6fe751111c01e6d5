from __future__ import annotations

import pytest
from sample_papers import TIDEPOOL

from paperchat.answering.unjudged import unjudged
from paperchat.assistant import Assistant
from paperchat.types import Conversation, Turn


@pytest.mark.parametrize(
    "question",
    [
        "find papers similar to MossNet",
        "papers like MossNet",
        "Which papers are related to “MossNet: Estimating Bog Moisture from Aerial Photographs”?",
    ],
)
def test_papers_like_one_are_listed_without_it(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    titles = {item.title.split(":")[0] for item in answer.citations}
    assert answer.kind == "list"
    assert titles
    assert "MossNet" not in titles


def test_similar_papers_of_the_last_one(assistant: Assistant) -> None:
    first = assistant.ask("What does MossNet do?")
    conversation = Conversation((Turn("What does MossNet do?", first),))
    answer = assistant.ask("any similar papers?", conversation)
    assert answer.rewritten_question is not None
    assert "MossNet" in answer.rewritten_question
    assert all("MossNet" not in item.title for item in answer.citations)


def test_how_to_cite_a_paper_is_told_from_its_record(assistant: Assistant) -> None:
    answer = assistant.ask("How do I cite TidePool?")
    assert "Ada Low, Ben Ray (2023)" in answer.text
    assert TIDEPOOL.title in answer.text
    assert "Its record does not give: address." in answer.text


def test_other_questions_on_one_paper_are_not_taken_for_these(assistant: Assistant) -> None:
    answer = assistant.ask("Is TidePool similar to gossip among neighbours?")
    assert answer.kind == "ask"


@pytest.mark.parametrize(
    ("question", "judges"),
    [
        ("Which of these papers is the best?", True),
        ("which one is most interesting", True),
        ("Is there any work that contradicts this?", True),
        ("What's the best language model?", True),
        ("What is the best way to drain a bog?", False),
        ("Which method is best for bogs?", False),
        ("What does the best network reach?", False),
        ("Which paper contradicts the rivet theory?", False),
    ],
)
def test_what_is_left_to_the_reader(question: str, judges: bool) -> None:
    assert (unjudged(question) is not None) is judges


def test_a_comparison_grows_and_shrinks(assistant: Assistant) -> None:
    conversation = Conversation()
    for question, expected in (
        ("Compare MossNet and TidePool", {"MossNet", "TidePool"}),
        ("add QUILL-2 to the comparison", {"MossNet", "TidePool", "QUILL-2"}),
        ("leave out MossNet", {"TidePool", "QUILL-2"}),
    ):
        answer = assistant.ask(question, conversation)
        conversation = conversation.with_turn(Turn(question, answer))
        assert answer.comparison is not None, question
        assert {item.title.split(":")[0] for item in answer.citations} == expected


def test_what_to_read_next_is_what_is_near(assistant: Assistant) -> None:
    answer = assistant.ask("What should I read after TidePool?")
    assert answer.kind == "list"
    assert answer.text.startswith("The ")
    assert "nearest in meaning to “TidePool" in answer.text


def test_a_described_paper_is_known_behind_other_words_with_an_article(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("Who are the authors of the sleep survey?")
    assert answer.kind == "facts"
    assert "A Survey of Sleep Studies with Wearable Light Meters" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "What does the paper by Low and Ray say about clocks?",
        "What does the paper by Ada Low say about clocks?",
        "What limits do Low et al. state?",
    ],
)
def test_a_paper_is_known_by_its_authors(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert {item.title.split(":")[0] for item in answer.citations} == {"TidePool"}


@pytest.mark.parametrize(
    "question",
    ["Show me the abstract of MossNet", "show the full text of the MossNet paper please"],
)
def test_the_whole_text_is_quoted_in_order(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.sentences[0].text.startswith("The abstract of “MossNet")
    assert [item.start for item in answer.citations] == sorted(
        item.start for item in answer.citations
    )
    assert len(answer.citations) == 5


def test_a_bare_wish_is_about_the_paper_spoken_of(assistant: Assistant) -> None:
    first = assistant.ask("What is TidePool?")
    talk = Conversation((Turn("What is TidePool?", first),))
    assert "https://github.com/example/tidepool" in assistant.ask("link?", talk).text
    assert len(assistant.ask("show me the abstract", talk).citations) == 7
    quoted = assistant.ask("where is that from?", talk)
    assert "characters" in quoted.text
