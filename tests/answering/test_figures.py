from __future__ import annotations

import pytest

from paperchat.answering.figures import Figure, around_numbers, read_figure


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("How many frozen bogs were looked at?", Figure("count", ("frozen", "bogs"))),
        ("the number of the ponds in TidePool", Figure("count", ("ponds",))),
        ("How long does a round take?", Figure("duration")),
        ("what share of the ponds dries out", Figure("share")),
        ("By how much does traffic fall?", Figure("other")),
        ("What hit rate does it reach?", Figure("other")),
        ("What is a bog?", None),
        ("", None),
    ],
)
def test_the_sort_of_figure_is_read_from_the_question(question: str, figure: Figure | None) -> None:
    assert read_figure(question) == figure


@pytest.mark.parametrize(
    ("sort", "text", "held"),
    [
        ("duration", "A round takes three weeks.", True),
        ("duration", "We look at 40 ponds.", False),
        ("share", "It keeps 12% of the water.", True),
        ("share", "It keeps 12 litres.", False),
        ("count", "Two ponds dried out.", True),
        ("other", "Traffic is halved.", False),
        ("other", "Traffic falls by half.", True),
        ("other", "Finding (1) is that traffic falls.", False),
    ],
)
def test_a_sentence_holds_a_figure_of_a_sort(sort: str, text: str, held: bool) -> None:
    assert Figure(sort).is_in(text) is held  # type: ignore[arg-type]  # the parameter is a sort


def test_what_a_number_counts_stands_around_it() -> None:
    text = "Over the summer we followed 861 ponds in the valley, some of them on foot, and no bogs."
    ((start, end),) = around_numbers(text)
    assert "861 ponds" in text[start:end]
    assert "bogs" not in text[start:end]
    assert around_numbers("no number here") == []
