from __future__ import annotations

import pytest

from paperchat.answering.several_places import several_placed

LISTS = (("e", "f"), ("a", "b", "c", "d"))
"""Papers shown, newest first."""


@pytest.mark.parametrize(
    ("question", "papers", "left"),
    [
        ("compare the first two", "ef", "compare "),
        ("Compare the last two papers, please", "ef", "Compare , please"),
        ("what do the top three say?", "abc", "what do  say?"),
        ("compare the first and the fourth", "ad", "compare "),
        ("compare first and third", "ac", "compare "),
        ("compare papers 2 and 3", "bc", "compare "),
        ("how does the first differ from the second?", "ef", "how does  differ from ?"),
        ("put the second one beside the last", "bd", "put  beside "),
    ],
)
def test_places_mean_papers_of_the_newest_list_that_has_them(
    question: str, papers: str, left: str
) -> None:
    found = several_placed(question, LISTS)
    assert sorted("".join(paper for item in found for paper in item.papers)) == sorted(papers)
    for item in reversed(found):
        question = question[: item.start] + question[item.end :]
    assert question == left


@pytest.mark.parametrize(
    "question",
    [
        "compare the first five",
        "what does the first say?",
        "what are the first two steps of DeAL?",
        "compare the first and second derivative",
        "which came first?",
        "are first and foremost words?",
    ],
)
def test_nothing_else_points_at_several(question: str) -> None:
    assert several_placed(question, LISTS) == []


def test_one_paper_twice_is_not_several() -> None:
    assert several_placed("compare the first and the last", (("a",),)) == []
