from __future__ import annotations

import pytest
from sample_mill import (
    CLOTHSET,
    HEDDLE,
    KNOTS,
    LOGS,
    LOOMCAST,
    PICTURES,
    REVIEW,
    SHUTTLE,
    TONES,
    mill,
)

from paperchat.assistant import Assistant
from paperchat.types import Record

__all__ = ["mill"]


def titles(assistant: Assistant, question: str) -> set[str]:
    return {citation.title for citation in assistant.ask(question).citations}


def test_papers_that_speak_of_a_topic_by_its_acronym_are_left_out(mill: Assistant) -> None:
    answer = mill.ask("Which papers are not about language models?")
    found = {citation.title for citation in answer.citations}
    # "LLMs" and "an MLLM" stand for language models in texts that do not say it.
    assert found == {paper.title for paper in (LOOMCAST, HEDDLE, SHUTTLE, REVIEW, CLOTHSET, KNOTS)}
    assert answer.text.startswith("6 papers that do not speak of “language models”:")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which papers from 2025 are not surveys?", (LOOMCAST, HEDDLE, LOGS, TONES)),
        ("Which papers from 2025 aren't reviews?", (LOOMCAST, HEDDLE, LOGS, TONES)),
        ("papers by Eve Kim that are not surveys", (LOOMCAST,)),
        ("Which papers are not surveys but have code?", (HEDDLE,)),
        ("List the papers since 2025 other than surveys that mention looms", (LOOMCAST, LOGS)),
        ("Which papers from 2025 are not about language models?", (LOOMCAST, HEDDLE, REVIEW)),
    ],
)
def test_a_kind_is_left_out_beside_other_conditions(
    mill: Assistant, question: str, expected: tuple[Record, ...]
) -> None:
    assert titles(mill, question) == {paper.title for paper in expected}


def test_what_is_left_out_is_said(mill: Assistant) -> None:
    listed = mill.ask("Which papers from 2025 are not surveys?")
    assert listed.text.startswith("4 papers from 2025 that are no surveys:")
    counted = mill.ask("How many papers aren't surveys?")
    assert "holds 9 papers that are no surveys out of 10" in counted.text


def test_an_acronym_is_found_in_the_plural(mill: Assistant) -> None:
    assert titles(mill, "papers that mention MLLM") == {PICTURES.title, TONES.title}
