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
        ["page", "", "", "", ""],
        ["project", "", "", "", ""],
        ["code", "", "", "", ""],
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
                    url="https://example.org/tides", code_url=None, arxiv_id="2301.00001",
                    project_url="https://example.org/of-tides")  # fmt: skip
    cited = (
        Citation(1, "a", "=Kites", "It flies.", 0, 9, None, "digest"),
        Citation(2, "b", "Tides", "It flows.", 0, 9, None, "abstract"),
    )
    beside = (
        AnswerSentence("Both speak of it.", (1, 2), "supported"),
        AnswerSentence("Only “=Kites” speaks of flying.", (1,), "supported"),
        AnswerSentence("@Only “Tides” speaks of flowing.", (2,), "supported"),
    )
    answer = replace(_answer(ComparisonCell((1,), "It flies."), None),
                     citations=cited, sentences=beside)  # fmt: skip
    table = export_comparison(answer, {"a": kites, "b": tides}, "csv")
    rows = list(csv.reader(io.StringIO(table)))
    first, second = "[1] characters 0 to 9 of the digest", "[2] characters 0 to 9 of the abstract"
    assert rows == [
        ["facet", "'=Kites", "Tides", "sources of =Kites", "sources of Tides"],
        ["Problem", "It flies.", "not stated in the abstract", f"{first}: “It flies.”", ""],
        ["what they share", "Both speak of it.", "Both speak of it.", f"{first}: “It flies.”",
         f"{second}: “It flows.”"],
        ["what only one speaks of", "Only “=Kites” speaks of flying.",
         "'@Only “Tides” speaks of flowing.", f"{first}: “It flies.”", f"{second}: “It flows.”"],
        ["date", "2024-05-17", "2023", "", ""],
        ["page", "", "https://example.org/tides", "", ""],
        ["project", "", "https://example.org/of-tides", "", ""],
        ["code", "https://github.com/example/kites", "", "", ""],
        ["kind of text", "digest", "abstract", "", ""],
        ["note", ABOUT_DIGESTS, "", "", ""],
    ]  # fmt: skip


def test_what_some_papers_share_is_one_row_and_the_markdown_leads_to_each_paper() -> None:
    kites = Paper("a", "Kites", "It flies.", "abstract", (), None, None, None,
                  "https://github.com/example/kites", None, "2401.00001", None, None, "s",
                  datetime(2025, 1, 1))  # fmt: skip
    tides = replace(kites, id="b", title="Tides [1]", arxiv_id=None, doi="10.1/t", code_url=None)
    cited = tuple(
        Citation(label, key, key, f"It is {key}.", 0, 8, "https://example.org/gone", "abstract")
        for label, key in enumerate("abc", 1)
    )
    beside = tuple(
        AnswerSentence(text, labels, "supported")
        for text, labels in (("Two.", (1, 2)), ("Others.", (2, 3)), ("Nobody.", ()))
    )
    grid = Comparison(("a", "b", "c"), ())
    answer = replace(_answer(), comparison=grid, citations=cited, sentences=beside)
    papers = {"a": kites, "b": tides}
    rows = list(csv.reader(io.StringIO(export_comparison(answer, papers, "csv"))))
    names = [row[0] for row in rows]
    assert len(set(names)) == len(names)
    found = {row[0]: row[1:4] for row in rows}
    assert found["what some of them share"] == ["Two.", "Two.\nOthers.", "Others."]
    assert found["what is said without a source"] == ["Nobody."] * 3
    assert found["page"] == [
        "https://arxiv.org/abs/2401.00001", "https://doi.org/10.1/t", "https://example.org/gone",
    ]  # fmt: skip
    markdown = export_comparison(answer, papers, "markdown")
    for line in (
        "- [Kites](<https://arxiv.org/abs/2401.00001>) · code: https://github.com/example/kites",
        "- [Tides \\[1\\]](<https://doi.org/10.1/t>)",
        "- [c](<https://example.org/gone>)",
    ):
        assert line in markdown.splitlines()
