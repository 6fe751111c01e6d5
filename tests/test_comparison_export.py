"""Comparisons written out."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from paperchat.comparison_export import export_comparison
from paperchat.types import Answer, Citation, Comparison, ComparisonCell, ComparisonRow, Timings


def _answer(*cells: ComparisonCell | None) -> Answer:
    grid = Comparison(("a", "b"), (ComparisonRow("Problem", cells),))
    return Answer("q", None, "comparison", "answered", "", (), (), grid, (), (), "extractive",
                  Timings(0, 0, 0))  # fmt: skip


def _rows(answer: Answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(export_comparison(answer, {}, "csv"))))


def test_no_cell_is_run_as_a_formula() -> None:
    rows = _rows(_answer(ComparisonCell((), '=HYPERLINK("x")\n"quoted", and a comma'), None))
    assert rows == [
        ["facet", "a", "b", "sources of a", "sources of b"],
        [
            "Problem",
            '\'=HYPERLINK("x")\n"quoted", and a comma',
            "not stated in the abstract",
            "",
            "",
        ],
    ]


def test_what_a_model_wrote_carries_its_doubt() -> None:
    cell = ComparisonCell((1,), "It flies.", "unsupported", ("No source says so.",))
    said = _rows(_answer(cell, None))[1][1]
    assert said.startswith("It flies. (not supported by a source")
    assert "It flies" in export_comparison(_answer(cell, None), {}, "markdown")


def test_each_cell_has_its_sources_and_an_empty_one_says_what_was_read() -> None:
    cell = ComparisonCell((1, 2), "It flies. It lands.")
    cited = (
        Citation(1, "a", "Kites", "It flies.", 0, 9, None, "digest"),
        Citation(2, "a", "Kites", "It lands.", 10, 19, None, "digest"),
    )
    grid = Comparison(("a", "b"), (ComparisonRow("Problem", (cell, None)),
                                   ComparisonRow("Data", (None, None))))  # fmt: skip
    answer = replace(_answer(cell, None), citations=cited, comparison=grid)
    heads, problem, data = _rows(answer)
    assert heads == ["facet", "Kites", "b", "sources of Kites", "sources of b"]
    assert problem[3].splitlines() == [
        "[1] digest of a, characters 0 to 9: “It flies.”",
        "[2] digest of a, characters 10 to 19: “It lands.”",
    ]
    assert data == ["Data", "not stated in the digest", "not stated in the abstract", "", ""]
    assert "not stated in the digest" in export_comparison(answer, {}, "markdown")
