from __future__ import annotations

import pytest
from sample_mill import LOOMCAST, REVIEW, SHUTTLE, mill

from paperchat.answering.author_names import of_an_author
from paperchat.assistant import Assistant
from paperchat.types import Record

__all__ = ["mill"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What do the papers by Eve Kim say?", (LOOMCAST, REVIEW)),
        ("What did Eve Kim write about?", (LOOMCAST, REVIEW)),
        ("What has Kim published?", (LOOMCAST, REVIEW)),
        ("what did mia van den berg write?", (SHUTTLE,)),
        ("What do the papers by Eve Kim say about yarn?", (LOOMCAST,)),
        ("What does Eve Kim say about yarn breaks?", (LOOMCAST,)),
    ],
)
def test_what_an_author_says_is_told_from_their_papers(
    mill: Assistant, question: str, expected: tuple[Record, ...]
) -> None:
    answer = mill.ask(question)
    assert answer.status == "answered"
    assert {item.title for item in answer.citations} == {paper.title for paper in expected}


def test_who_is_no_author_is_something_else() -> None:
    assert of_an_author("What does MossNet show?", lambda _: False) is None


def test_the_verb_after_a_name_is_none_of_it(mill: Assistant) -> None:
    answer = mill.ask("What do the papers by Ida Moor say?")
    assert "called “Ida Moor”" in answer.text
