from __future__ import annotations

from importlib.resources import files

import pytest

from paperchat.answering.akin import akin_groups
from paperchat.assistant import Assistant
from paperchat.types import Conversation, Turn


@pytest.mark.parametrize(
    ("question", "asked", "akin"),
    [
        ("Which papers use tree-search?", "tree-search", "planning"),
        ("How is reward over-optimization met?", "reward over-optimization", "reward hacking"),
        ("do they look at Membership Inferences", "Membership Inferences", "privacy"),
        ("What is a tide table?", "", ""),
    ],
)
def test_listed_terms_are_found_however_they_are_spelt(
    question: str, asked: str, akin: str
) -> None:
    found = dict(akin_groups(question))
    assert set(found) == ({asked} if asked else set())
    if asked:
        assert akin in found[asked]
        assert asked not in found[asked]


def test_no_term_stands_alone_in_its_group() -> None:
    lines = (files("paperchat.answering") / "akin_terms.txt").read_text("utf-8").splitlines()
    groups = [line.split(";") for line in lines if not line.startswith("#")]
    assert groups
    for group in groups:
        terms = [term.strip() for term in group]
        assert len(set(terms)) == len(terms) > 1
        assert all(terms)


@pytest.mark.parametrize(
    "question", ["What do the papers say about tree search?", "Which papers are on tree search?"]
)
def test_a_refusal_names_what_is_near_in_meaning(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "no_evidence"
    assert "“planning” (1 paper)" in answer.text
    first = answer.nearest[0]
    assert first.title.startswith("QUILL-2")
    assert "planning" in first.quote.lower()
    assert "".join(sentence.text for sentence in answer.sentences) == answer.text
    talk = Conversation((Turn(question, answer),))
    assert "What do the papers say about planning?" in assistant.follow_ups(talk)


@pytest.mark.parametrize(
    "question", ["What does planning cost in dollars?", "What is said about quantum foam?"]
)
def test_nothing_is_added_where_the_thing_is_spoken_of_or_nothing_is_near(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status != "answered"
    assert "Near in meaning" not in answer.text
