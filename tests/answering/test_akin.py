from __future__ import annotations

from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest
from sample_library import filled_library

from paperchat.answering.akin import akin_groups
from paperchat.assistant import Assistant
from paperchat.embedding.port import Embedder
from paperchat.types import Conversation, Record, Turn


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


def test_where_few_papers_speak_of_a_thing_others_may_call_it_otherwise(
    embedder: Embedder, tmp_path: Path
) -> None:
    texts = {
        "Planning for Robots": "We study planning for robots that stack boxes in a narrow room.",
        "Boats and Games": "Tree search finds moves for games of boats that block one another.",
        "Bread": "Bread rises faster in a warm kitchen, and slower in a cold one.",
    }
    records = [Record(title, text, source="tests") for title, text in texts.items()]
    with closing(filled_library(tmp_path, embedder, records)) as library:
        assistant = Assistant(library, embedder, embedder)
        notes = assistant.ask("Which papers are about planning?").notes
        said = "Near in meaning, and spoken of: “tree search” (1 paper)"
        assert any(said in note for note in notes)
        assert assistant.ask("Which papers are about bread?").notes == ()
