"""Comparisons written out."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime

from paperchat.comparison_export import export_comparison
from paperchat.layout import ABOUT_DIGESTS
from paperchat.types import (
    Answer,
    AnswerSentence,
    Citation,
    Comparison,
    ComparisonCell,
    ComparisonRow,
    Paper,
    Timings,
)


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
        ["date", "", "", "", ""],
        ["link", "", "", "", ""],
        ["kind of text", "abstract", "abstract", "", ""],
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
    heads, problem, data, *_ = _rows(answer)
    assert heads == ["facet", "Kites", "b", "sources of Kites", "sources of b"]
    assert problem[3].splitlines() == [
        "[1] characters 0 to 9 of the digest: “It flies.”",
        "[2] characters 10 to 19 of the digest: “It lands.”",
    ]
    assert data == ["Data", "not stated in the digest", "not stated in the abstract", "", ""]
    assert "not stated in the digest" in export_comparison(answer, {}, "markdown")


def test_the_table_tells_what_the_papers_share_and_what_they_are() -> None:
    kites = Paper("a", "=Kites", "It flies.", "digest", (), None, date(2024, 5, 17), None,
                  "https://github.com/example/kites", None, None, None, None, "s",
                  datetime(2025, 1, 1))  # fmt: skip
    tides = replace(kites, id="b", title="Tides", text_kind="abstract", published=date(2023, 1, 1),
                    url="https://example.org/tides")  # fmt: skip
    cited = (
        Citation(1, "a", "=Kites", "It flies.", 0, 9, None, "digest"),
        Citation(2, "b", "Tides", "It flows.", 0, 9, None, "abstract"),
    )
    beside = (
        AnswerSentence("Both speak of it.", (1, 2), "supported"),
        AnswerSentence("@Only “Tides” speaks of flowing.", (2,), "supported"),
    )
    answer = replace(_answer(ComparisonCell((1,), "It flies."), None),
                     citations=cited, sentences=beside)  # fmt: skip
    table = export_comparison(answer, {"a": kites, "b": tides}, "csv")
    rows = list(csv.reader(io.StringIO(table)))
    first, second = "[1] characters 0 to 9 of the digest", "[2] characters 0 to 9 of the abstract"
    common = "what they share and where they differ"
    assert rows == [
        ["facet", "'=Kites", "Tides", "sources of =Kites", "sources of Tides"],
        ["Problem", "It flies.", "not stated in the abstract", f"{first}: “It flies.”", ""],
        [common, "Both speak of it.", "Both speak of it.", f"{first}: “It flies.”",
         f"{second}: “It flows.”"],
        [common, "", "'@Only “Tides” speaks of flowing.", "", f"{second}: “It flows.”"],
        ["date", "2024-05-17", "2023", "", ""],
        ["link", "https://github.com/example/kites", "https://example.org/tides", "", ""],
        ["kind of text", "digest", "abstract", "", ""],
        ["note", ABOUT_DIGESTS, "", "", ""],
    ]  # fmt: skip
