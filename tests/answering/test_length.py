from __future__ import annotations

import pytest
from sample_mill import mill

from paperchat.answering.length import Length
from paperchat.answering.question import read_question
from paperchat.assistant import Assistant

__all__ = ["mill"]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Summarize MossNet in two sentences", Length.exactly(2)),
        ("Give me a three-sentence summary of MossNet", Length.exactly(3)),
        ("How does MossNet work? Answer in at most 4 short sentences.", Length.exactly(4)),
        ("What is MossNet, in one sentence?", Length.SHORT),
        ("Which model reads two sentences at once?", Length.NORMAL),
    ],
)
def test_a_number_of_sentences_is_read(text: str, length: Length) -> None:
    assert read_question(text).length == length


@pytest.mark.parametrize("number", ["two", "3", "four"])
def test_a_summary_has_as_many_sentences_as_asked_for(mill: Assistant, number: str) -> None:
    answer = mill.ask(f"Summarize the HeddleNet paper in {number} sentences")
    assert answer.kind == "summary"
    assert len(answer.citations) == {"two": 2, "3": 3, "four": 4}[number]


def test_sentences_are_shared_by_the_papers_summarized(mill: Assistant) -> None:
    answer = mill.ask("Summarize LoomCast and HeddleNet in four sentences")
    assert len(answer.citations) == 4
    assert len({citation.title for citation in answer.citations}) == 2


def test_an_answer_has_as_many_sentences_as_asked_for(mill: Assistant) -> None:
    answer = mill.ask("How does HeddleNet find faults, in two sentences?")
    assert len(answer.citations) == 2
    over_many = mill.ask("What do the papers say about looms in two sentences?")
    assert len(over_many.citations) == 2
