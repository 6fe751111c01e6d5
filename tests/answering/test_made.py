from __future__ import annotations

import pytest
from sample_mill import CLOTHSET, KNOTS, mill

from paperchat.answering.made import Made, data_asked
from paperchat.assistant import Assistant

__all__ = ["mill"]


@pytest.mark.parametrize(
    ("sentence", "made"),
    [
        ("We introduce MossBench, the first benchmark of bogs.", True),
        ("The authors collect and release a large data set of tides.", True),
        ("A new corpus of 900 letters is presented.", True),
        ("MossBench is a new dataset for bogs.", True),
        ("We propose a method for building datasets.", False),
        ("We present results on three public benchmarks.", False),
        ("Existing works introduce datasets that are small.", False),
        ("The network is developed with a dataset of one bog.", False),
        ("It learns from previously collected datasets.", False),
    ],
)
def test_a_sentence_says_that_data_are_made(sentence: str, made: bool) -> None:
    assert Made((), (), is_data=True, rest="").is_made_in(sentence) is made


@pytest.mark.parametrize(
    ("phrase", "about"),
    [
        ("dataset", ""),
        ("medical benchmarks", "medical"),
        ("corpus of letters", "letters"),
        ("dataset distillation", None),
        ("network", None),
    ],
)
def test_data_are_asked_for_by_many_names(phrase: str, about: str | None) -> None:
    assert data_asked(phrase) == about


@pytest.mark.parametrize(
    "question",
    [
        "Which papers propose a new dataset?",
        "What datasets are introduced?",
        "What benchmarks do the papers release?",
        "Which papers collect their own corpus?",
    ],
)
def test_papers_that_make_data_are_quoted_by_the_sentence_that_says_so(
    mill: Assistant, question: str
) -> None:
    answer = mill.ask(question)
    assert answer.kind == "list"
    assert {citation.title: citation.quote for citation in answer.citations} == {
        CLOTHSET.title: "We collect and release ClothSet, a large corpus of 9,000 pictures from "
        "twelve mills.",
        KNOTS.title: "A benchmark of 30 knots and five yarns is introduced.",
    }


def test_what_is_made_is_for_what_is_asked(mill: Assistant) -> None:
    answer = mill.ask("Which papers introduce a new benchmark of knots?")
    assert {citation.title for citation in answer.citations} == {KNOTS.title}
    later = mill.ask("Which papers from 2025 release a dataset?")
    assert not {CLOTHSET.title, KNOTS.title} & {citation.title for citation in later.citations}
