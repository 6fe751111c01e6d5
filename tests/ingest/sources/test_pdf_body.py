"""The text behind the abstract: whose words they are, on which page, and what is left out."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_pdf import Line, columns, tiny_pdf

from ingest import pdf_pages
from ingest.sources import Source, pdf_body, read_source
from ingest.sources.cleaning import one_line
from ingest.sources.pdf_body import body_of
from paperchat.types import Body, Record

FRONT: list[Line] = [
    (18, "Kettles at Work: A Study of Boiling"),
    (12, "Abstract"),
    (10, "We boil water in 42 kettles and measure the temperature."),
]
OPENING = "Water boils, and kettles boil it in most of the kitchens of the world, as we all know."
HEAD: Line = (8, "Kettles at Work")


def body(*pages: list[Line]) -> Body:
    (record,) = read_source(Source.from_bytes("paper.pdf", tiny_pdf(*pages)))
    assert isinstance(record, Record)
    assert record.text == FRONT[2][1]
    assert record.body is not None
    return record.body


def page_text(body: Body, page: int) -> str:
    return next(body.text[span.start : span.end] for span in body.pages if span.page == page)


def test_pages_without_running_heads_numbers_and_references() -> None:
    long = [(10.0, f"{OPENING} It is the {word} time.") for word in ("first", "second", "third")]
    found = body(
        [HEAD, *FRONT, (12, "1 Introduction"), *long, (8, "1")],
        [HEAD, (12, "2 Results"), (10, "Lids cut the time by 12%."), (8, "2")],
        [HEAD, (12, "References"), (10, "A. Smith. On Kettles. 2020."), (8, "3")],
        [HEAD, (12, "Appendix"), (10, "The lids were of steel."), (8, "4")],
    )
    assert [span.page for span in found.pages] == [1, 2, 4]
    assert page_text(found, 1).startswith(f"1 Introduction\n{OPENING}")
    assert page_text(found, 2) == "2 Results\nLids cut the time by 12%."
    assert page_text(found, 4) == "Appendix\nThe lids were of steel."
    for left_out in ("Kettles at Work", "Smith", "42 kettles"):
        assert left_out not in found.text
    assert found.page_at(found.text.index("12%")) == 2


def test_words_that_a_line_broke() -> None:
    found = body_of(
        [
            f"{OPENING}\nWe fine-tuned the lids by fine-\ntuning a tem-\nperature, state-of-\n"
            f"the-art and of self-\nstyled e\ufb03ciency. Our model is self-made, and this co-\n",
            f"incidence ends on a second page.\n{OPENING}\n{OPENING}",
        ]
    )
    assert found is not None
    for word in ("fine-tuning a temperature", "state-of-the-art", "self-styled efficiency"):
        assert word in found.text
    assert "this coincidence ends" in found.text
    assert found.text[found.pages[1].start :].startswith("incidence ends")


def test_rows_of_tables_and_headings_stay_out_of_sentences() -> None:
    found = body_of(
        [
            f"{OPENING} The time is\nModel 12.1 14.2 15.3\nKettle-7B 1.0 2.0 3.0\n3.1 Set-up\n"
            f"We use Adam.\nTable 2: All kettles.\n{OPENING} {OPENING}"
        ]
    )
    assert found is not None
    lines = found.text.split("\n")
    assert {"Model 12.1 14.2 15.3", "3.1 Set-up"} <= set(lines)
    assert lines[4].startswith("We use Adam.")


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"The left column tells of kettle number {n}, and" for n in range(6)]
    right = [f"the right one of lid number {n} in turn." for n in range(6)]
    data = columns(FRONT, left, right)
    (record,) = read_source(Source.from_bytes("two.pdf", data))
    assert isinstance(record, Record)
    assert record.body is not None
    assert "number 1, and The left column tells of kettle number 2, and" in record.body.text
    assert "kettle number 5, and the right one of lid number 0 in turn." in record.body.text


def test_a_short_text_is_no_body() -> None:
    assert body_of(["Kettles.\nAbstract\nWe boil.\n1 Introduction\nWater boils."]) is None
    assert body_of([]) is None


def test_title_and_abstract_survive_a_process_that_dies_over_a_later_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = json.dumps(pdf_pages.pages_of(tiny_pdf([*FRONT, (12, "1 Introduction")]))).encode()

    def dies(*_: object, **__: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess([sys.executable], -9, first + b'\n["half a', b"")

    monkeypatch.setattr(subprocess, "run", dies)
    (record,) = read_source(Source.from_bytes("paper.pdf", tiny_pdf(FRONT)))
    assert isinstance(record, Record)
    assert (record.text, record.body) == (FRONT[2][1], None)


def test_no_more_pages_than_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "BODY_PAGES", 4)
    # The process of the tests has run for longer than one that reads a PDF may.
    monkeypatch.setattr(pdf_pages, "_BODY_SECONDS", float("inf"))
    data = tiny_pdf(FRONT, *([[(10.0, OPENING)]] * 9))
    assert len(pdf_pages.texts_of(data, [])) == 4
    monkeypatch.setattr(pdf_pages, "_BODY_SECONDS", 0.0)
    assert pdf_pages.texts_of(data, ["first"]) == ["first"]


@given(st.lists(st.text(max_size=400), max_size=6))
def test_nothing_is_invented_and_pages_follow_each_other(pages: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf_body, "LEAST_CHARS", 1)
        found = body_of(pages)
    if found is None:
        return
    signs = set(one_line("".join(map(pdf_body.letters, pages)))) | {"\n", " "}
    assert set(found.text) <= signs
    end = 0
    for span in found.pages:
        assert end <= span.start <= span.end <= len(found.text)
        assert found.text[end : span.start].strip() == ""
        end = span.end
    assert found.text[end:].strip() == ""
