"""Comparisons of three and more papers: readable on a phone, and beside the sidebar."""

from __future__ import annotations

import pytest

THREE = "Compare RPS, DeAL and CycleAlign"
FOUR = "Compare RPS, DeAL, CycleAlign and ProgressGym"


@pytest.mark.parametrize("width", [375, 1280])
def test_three_and_four_columns_fit(visit, width) -> None:
    visitor = visit(width=width, height=900)
    for question, papers in ((THREE, 3), (FOUR, 4)):
        visitor.ask(question)
        rows = visitor.window.locator(".pc-grid").last.locator("tbody tr")
        assert rows.count() == 6
        assert rows.first.locator("td").count() == papers
        assert visitor.overflow <= 0
        for cell in rows.first.locator("td").all():
            box = cell.bounding_box()
            assert box is not None
            assert box["width"] >= 90
    closing = visitor.window.locator(".pc-written").all_inner_texts()
    assert any(text.startswith("Only “") for text in closing)
    chips = visitor.window.locator(".pc-written + .pc-cite > button.pc-chip")
    assert chips.count() >= papers
    assert visitor.complaints == []
