"""Comparisons written out."""

from __future__ import annotations

import csv
import io

from paperchat.comparison_export import export_comparison
from paperchat.types import Answer, Comparison, ComparisonCell, ComparisonRow, Timings


def _answer(*cells: ComparisonCell | None) -> Answer:
    grid = Comparison(("a", "b"), (ComparisonRow("Problem", cells),))
    return Answer("q", None, "comparison", "answered", "", (), (), grid, (), (), "extractive",
                  Timings(0, 0, 0))  # fmt: skip


def _rows(answer: Answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(export_comparison(answer, {}, "csv"))))


def test_no_cell_is_run_as_a_formula() -> None:
    rows = _rows(_answer(ComparisonCell((), '=HYPERLINK("x")\n"quoted", and a comma'), None))
    assert rows == [
        ["facet", "a", "b"],
        ["Problem", '\'=HYPERLINK("x")\n"quoted", and a comma', "not stated in the abstract"],
    ]


def test_what_a_model_wrote_carries_its_doubt() -> None:
    cell = ComparisonCell((1,), "It flies.", "unsupported", ("No source says so.",))
    said = _rows(_answer(cell, None))[1][1]
    assert said.startswith("It flies. (not supported by a source")
    assert "It flies" in export_comparison(_answer(cell, None), {}, "markdown")
