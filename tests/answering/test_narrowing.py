"""Answers from the papers spoken of alone, and asking all papers instead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from paperchat.answering.narrowing import asked_of_all, told
from paperchat.answering.openers import turns_away, without_openers
from paperchat.answering.reply import Reply


@pytest.mark.parametrize(
    ("question", "stands_alone"),
    [
        ("On what hardware?", True),
        ("How many were cured?", True),
        ("By the way, how many were cured?", True),
        ("What are their limits?", False),
        ("How large was that trial?", False),
    ],
)
def test_what_can_stand_alone_can_be_asked_of_all_papers(question: str, stands_alone: bool) -> None:
    answer = replace(Reply(question, "ask").without_evidence("no_evidence", ""), narrowed_to=("a",))
    instead = asked_of_all(answer)
    assert bool(instead) == stands_alone
    if instead:
        assert turns_away(instead)
        assert without_openers(instead) == without_openers(question)
        assert asked_of_all(replace(answer, question=instead)) == instead


def test_an_answer_says_that_it_was_narrowed() -> None:
    answer = Reply("Why?", "ask").without_evidence("answered", "")
    assert not told(answer)
    assert not asked_of_all(answer)
    assert told(replace(answer, narrowed_to=("a",))) == "Answered from the paper spoken of."
    assert told(replace(answer, narrowed_to=("a", "b"))) == "Answered from the 2 papers spoken of."
    refused = replace(answer, status="no_evidence", narrowed_to=("a", "b"))
    assert told(refused) == "Only the 2 papers spoken of were looked at."


@pytest.mark.parametrize(
    "said",
    [
        "In all papers: on what hardware?",
        "in the whole library: on what hardware?",
        "Across all the papers, on what hardware?",
        "OK. In all of the papers: on what hardware?",
    ],
)
def test_all_papers_can_be_asked_whatever_was_spoken_of(said: str) -> None:
    assert turns_away(said)
    assert without_openers(said) == "on what hardware?"


@pytest.mark.parametrize(
    "said", ["In all papers that mention DPO, is there a limit?", "Of all papers which is newest?"]
)
def test_a_question_about_all_papers_is_no_such_opener(said: str) -> None:
    assert without_openers(said) == said
