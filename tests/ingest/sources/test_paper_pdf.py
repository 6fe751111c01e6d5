"""PDFs made here: title and abstract are found, and what cannot be read is told in a sentence."""

from __future__ import annotations

import subprocess
import sys
import zlib
from datetime import date

import pytest
from tiny_pdf import Line, tiny_pdf

from ingest import pdf_pages
from ingest.sources import Source, detect, paper_pdf, read_source
from ingest.sources.pdf_layout import abstract_in, arxiv_stamp, doi_in, title_in
from paperchat.errors import SourceError
from paperchat.types import Record

TITLE: list[Line] = [(18, "Kettles at Work:"), (18, "A Study of Boiling")]
ABSTRACT: list[Line] = [
    (12, "Abstract"),
    (10, "We boil water in 42 kettles and measure the temper-"),
    (10, "ature. The spread is large, and state-of-"),
    (10, "the-art lids help."),
]
REST: list[Line] = [(12, "1 Introduction"), (10, "Water boils. Kettles boil it.")]
AUTHORS: list[Line] = [(11, "Ada Kettle, Jo Lid"), (9, "University of Lids")]
TEXT = (
    "We boil water in 42 kettles and measure the temperature. The spread is large, and"
    " state-of-the-art lids help."
)


def read(data: bytes, name: str = "paper.pdf") -> Record:
    source = Source.from_bytes(name, data)
    assert detect(source).name == "a PDF of one paper"
    (record,) = read_source(source)
    assert isinstance(record, Record)
    return record


def message(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        list(read_source(Source.from_bytes("paper.pdf", data)))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_paper() -> None:
    record = read(tiny_pdf(TITLE + AUTHORS + ABSTRACT + REST))
    assert record == Record(
        title="Kettles at Work: A Study of Boiling", text=TEXT, source="paper.pdf"
    )


def test_what_the_file_says_of_itself_counts_if_its_page_says_so_too() -> None:
    page = TITLE + AUTHORS + ABSTRACT + REST
    about = {"Title": "Kettles at work: a study of boiling", "Author": "Ada Kettle and Jo Lid"}
    record = read(tiny_pdf(page, about=about))
    assert (record.title, record.authors) == (about["Title"], ("Ada Kettle", "Jo Lid"))
    for title in ("Microsoft Word - paper.docx", "main.tex", "Something else entirely"):
        assert read(tiny_pdf(page, about={"Title": title})).title.startswith("Kettles at Work")


def test_a_cover_page_and_a_stamp() -> None:
    cover: list[Line] = [(8, "This version is for personal use.")]
    stamp: list[Line] = [(20, "arXiv:2501.00001v2 [cs.CL] 7 Jan 2025")]
    record = read(tiny_pdf([*stamp, *TITLE, *ABSTRACT, *REST]))
    assert (record.arxiv_id, record.published) == ("2501.00001", date(2025, 1, 7))
    assert read(tiny_pdf(cover, TITLE + ABSTRACT + REST)).text == TEXT


def test_pdfs_in_which_nothing_is_found() -> None:
    assert "no abstract was found" in message(tiny_pdf(TITLE + REST))
    assert "a PDF without text" in message(tiny_pdf([]))
    assert "no title was found" in message(tiny_pdf([ABSTRACT[0], (12, "x" * 20), REST[0]]))


@pytest.mark.parametrize("cut", [9, 30, 200, 500, -10, -200])
def test_damaged_pdfs(cut: int) -> None:
    whole = tiny_pdf(TITLE + AUTHORS + ABSTRACT + REST)
    source = Source.from_bytes("paper.pdf", whole[:cut])
    try:
        items = list(read_source(source))
    except SourceError as error:
        assert "is a PDF" in str(error)
    else:
        assert [type(item) for item in items] == [Record]


def test_an_encrypted_pdf() -> None:
    whole = tiny_pdf(TITLE + ABSTRACT)
    locked = whole.replace(
        b"trailer <<",
        b"trailer << /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (" + b"o" * 32 + b") /U ("
        + b"u" * 32 + b") >> /ID [(a) (a)]",
    )  # fmt: skip
    assert "a PDF with a password" in message(locked)


def test_a_stream_that_unpacks_to_gigabytes() -> None:
    packed = zlib.compress(b" " * 300_000_000, 9)
    whole = tiny_pdf([(10, "PLACEHOLDER")])
    start = whole.index(b"<< /Length", whole.index(b"5 0 obj"))
    end = whole.index(b"endstream", start)
    bomb = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\n"
    assert "is a PDF" in message(whole[:start] + bomb + whole[end:])


def test_a_pdf_may_take_only_so_much_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_pdf, "_SECONDS", 0.01)
    assert "takes too long" in message(tiny_pdf(TITLE + ABSTRACT))


def test_a_pdf_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_pdf, "MAX_PDF_BYTES", 500)
    assert "too large for a paper" in message(tiny_pdf(TITLE + ABSTRACT))


def test_the_process_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def dead(*_: object, **__: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess([sys.executable], -9, b"", b"")

    monkeypatch.setattr(subprocess, "run", dead)
    assert "could not be read" in message(tiny_pdf(TITLE + ABSTRACT))


def test_only_the_first_pages_are_read() -> None:
    many = [TITLE, *([REST] * 50), ABSTRACT]
    found = pdf_pages.pages_of(tiny_pdf(*many))
    assert str(found["text"]).count("\f") == pdf_pages.PAGES - 1


@pytest.mark.parametrize(
    ("text", "abstract"),
    [
        ("T\nAbstract—We boil water.\nIndex Terms—water", "We boil water."),
        ("T\nABSTRACT\nWe boil water.\nKEYWORDS\nwater", "We boil water."),
        ("T\nA B S T R A C T\nWe boil water.\n1. Introduction\nIt", "We boil water."),
        ("T\nAbstract. We boil water.\nI. INTRODUCTION\nIt", "We boil water."),
        ("T\nAbstract We boil water.\n1 Kettles\nIt", "We boil water."),
        ("T\nSummary\nWe boil water.\n\nCCS Concepts: x", "We boil water."),
        ("T\nAbstract Syntax Notation One\nIntroduction\n", ""),
        ("T\nWe define abstract\nthings", ""),
        ("T\nabstract\nThe e\ufb03cient \ufb01lter.", "The efficient filter."),
    ],
)
def test_where_an_abstract_begins_and_ends(text: str, abstract: str) -> None:
    assert abstract_in(text) == abstract


def test_titles_ignore_initials_and_marks() -> None:
    lines = [
        {"page": 1, "size": 30, "text": "W"},
        {"page": 1, "size": 16, "text": "Kettles at"},
        {"page": 1, "size": 15, "text": "Work"},
        {"page": 1, "size": 11, "text": "Ada Kettle"},
        {"page": 1, "size": 16, "text": "1 Introduction here"},
    ]
    assert title_in({"lines": lines, "text": ""}) == "Kettles at Work"
    assert title_in({"lines": 7}) == title_in({"lines": [7, {"page": 1}]}) == ""


def test_identifiers_of_the_first_page() -> None:
    assert arxiv_stamp("x arXiv:hep-th/9901001v1 1 Jan 1999 y") == ("hep-th/9901001", "1 Jan 1999")
    assert arxiv_stamp("x\farXiv:2501.00001") == ("", "")
    assert doi_in("at https://doi.org/10.1000/K.1. And") == "10.1000/k.1"
    assert doi_in("https://doi.org/10.1000/a and https://doi.org/10.1000/b") == ""
