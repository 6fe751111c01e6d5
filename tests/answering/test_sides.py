from __future__ import annotations

import pytest
from sample_papers import LANTERN, MOSSNET, QUILL, RIVET, TIDEPOOL

from paperchat.answering.sides import read_sides
from paperchat.assistant import Assistant
from paperchat.types import Answer


def words(question: str) -> list[str]:
    found = read_sides(question)
    return [side.words for side in found.sides] if found else []


def columns(answer: Answer) -> list[str]:
    """Return the titles of the compared papers, in the order of the grid."""
    assert answer.comparison is not None, answer.text
    titles = {item.paper_id: item.title for item in answer.citations}
    return [titles[paper_id] for paper_id in answer.comparison.papers]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Compare the bog paper with the one on old bridges", ["bog", "old bridges"]),
        ("What is the difference between the sleep survey and the rivet study?",
         ["sleep survey", "rivet"]),
        ("How do kites and the balloons of the other study differ?",
         ["kites", "balloons of the other"]),
        ("How does the bog network differ from the sleep survey?",
         ["bog network", "sleep survey"]),
        ("Kites, balloons and Big Gliders - how do these three go up?",
         ["Kites", "balloons", "Big Gliders"]),
        ("Kites vs. balloons: which go higher?", ["Kites", "balloons"]),
        ("Do the two papers on wind agree: the kite one and the glider one?", ["kite", "glider"]),
        ("compare the two ways to fly: one with a string, the other without wings",
         ["a string", "without wings"]),
        ("What do the Dutch follow-up of kites and the review of balloons each conclude?",
         ["Dutch follow-up of kites", "review of balloons"]),
        ("wind - compare the results of the trial vs kites and the one vs balloons",
         ["trial vs kites", "vs balloons"]),
        ("which flew longer, the paper kite or the silk balloon?", ["paper kite", "silk balloon"]),
    ],
)  # fmt: skip
def test_a_comparison_is_split_into_its_sides(question: str, expected: list[str]) -> None:
    found = words(question)
    assert [side.removeprefix("a ") for side in found] == [e.removeprefix("a ") for e in expected]


def test_what_holds_for_all_sides_is_kept_beside_them() -> None:
    found = read_sides("wind: contrast the paper on kites with the balloon study")
    assert found is not None
    assert found.context == "wind"
    assert [side.definite for side in found.sides] == [True, True]
    several = read_sides("compare the two studies on kites over the sea")
    assert several is not None
    assert (several.sides, several.number) == ((), 2)
    assert "kites over the sea" in several.context


@pytest.mark.parametrize(
    "question",
    [
        "How does kite A compare with kite B in the wind survey?",
        "Why do kites fly?",
        "List the papers about kites and balloons",
        "Compare the two papers",
    ],
)
def test_other_questions_have_no_sides(question: str) -> None:
    assert read_sides(question) is None


@pytest.mark.parametrize(
    ("question", "papers"),
    [
        ("Compare the paper on wet bogs seen from drones with the one on cracks in old bridges",
         [MOSSNET, RIVET]),
        ("Contrast the survey of light meters and sleep with the study on neighbouring edge "
         "servers", [LANTERN, TIDEPOOL]),
        ("How do QUILL-2 and the paper on caches of edge servers differ?", [QUILL, TIDEPOOL]),
        ("the story planning paper versus the bog moisture study: what results does each report?",
         [QUILL, MOSSNET]),
    ],
)  # fmt: skip
def test_described_papers_are_compared(
    assistant: Assistant, question: str, papers: list[object]
) -> None:
    answer = assistant.ask(question)
    assert (answer.kind, answer.status) == ("comparison", "answered")
    assert columns(answer) == [getattr(paper, "title", "") for paper in papers]


def test_a_side_that_nothing_fits_is_named_and_none_stands_for_both(assistant: Assistant) -> None:
    answer = assistant.ask(
        "Compare the paper on the moisture of bogs with the study of volcano opera singers"
    )
    assert answer.kind == "comparison"
    assert answer.status in ("unknown_paper", "no_evidence")
    assert "the study of volcano opera singers" in answer.text
    assert "moisture of bogs" not in answer.text
    assert answer.comparison is None
    assert answer.citations == ()
    assert answer.nearest


def test_fewer_papers_on_a_topic_than_are_to_be_compared_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("Compare the two studies on volcano opera singers")
    assert (answer.kind, answer.status) == ("comparison", "unknown_paper")
    assert "2 papers on volcano opera singers" in answer.text


def test_two_sides_are_never_one_paper(assistant: Assistant) -> None:
    answer = assistant.ask("Compare the paper on bog moisture with the one on drones over bogs")
    assert answer.status != "answered" or len(set(columns(answer))) == 2


def test_an_unknown_name_is_told_as_before(assistant: Assistant) -> None:
    answer = assistant.ask("Compare MossNet with ZebraGraph")
    assert answer.status == "unknown_paper"
    assert "ZebraGraph" in answer.text


def test_things_of_one_paper_are_no_two_papers(assistant: Assistant) -> None:
    answer = assistant.ask("What is the difference between contraction of rivet and of plate?")
    assert answer.kind == "ask"
