from __future__ import annotations

from datetime import date

import pytest

from ingest.sources import Source, detect, read_source
from paperchat.errors import SourceError
from paperchat.types import Record

TEXT = "We boil water in 42 kettles and time it. The spread is large."


def read(text: str | bytes, name: str = "paper.md") -> Record:
    source = Source.from_bytes(name, text.encode() if isinstance(text, str) else text)
    assert detect(source).name == "text or Markdown of one paper"
    (record,) = read_source(source)
    assert isinstance(record, Record)
    return record


@pytest.mark.parametrize(
    "text",
    [
        f"# Kettles at Work\n\nAda Kettle\n\n## Abstract\n\n{TEXT}\n\n## 1 Introduction\n\nIt",
        f"Kettles at Work\n===\n\nAbstract\n--------\n\n{TEXT}\n\nIntroduction\n\nIt",
        f"Kettles at\nWork\n\nAda Kettle, Jo Lid\n\nAbstract\n{TEXT}\n\n1 Introduction\nWater.",
        f"Title: Kettles at Work\nAuthors: Ada\n\nAbstract: {TEXT}\n",
        f"**Kettles at Work**\n\n**Abstract.** {TEXT}\n\n**Keywords:** water\n",
        f"---\ntitle: Kettles at Work\n---\n\n### Abstract\n{TEXT}\n",
        f'---\ntitle: "Kettles at Work"\nabstract: |\n  {TEXT[:31]}\n  {TEXT[32:]}\n---\nx\n',
        f"\ufeff# Kettles at Work\r\n\r\n## Abstract\r\n{TEXT}\r\n",
    ],
)
@pytest.mark.parametrize("name", ["paper.md", "paper.txt"])
def test_forms_of_one_paper(text: str, name: str) -> None:
    record = read(text, name)
    assert (record.title, record.text) == ("Kettles at Work", TEXT)


def test_facts_at_the_top() -> None:
    record = read(
        "---\nid: 7\ntitle: Kettles\nauthors:\n  - Ada Kettle\n  - Jo Lid\ndate: 2025-01-02\n"
        f"arxiv: 2501.00001\ndoi: 10.1000/K\n---\n\n## Abstract\n{TEXT}\n"
    )
    assert (record.authors, record.published) == (("Ada Kettle", "Jo Lid"), date(2025, 1, 2))
    assert (record.arxiv_id, record.doi, record.record_id) == ("2501.00001", "10.1000/k", None)


def test_an_arxiv_id_above_the_abstract() -> None:
    assert read(f"# K\n\narXiv:2501.00001v2\n\n## Abstract\n{TEXT}\n").arxiv_id == "2501.00001"


def test_windows_1252() -> None:
    assert read(f"# Käse\n\n## Abstract\n{TEXT}\n".encode("cp1252")).title == "Käse"


@pytest.mark.parametrize(
    "text",
    [
        "Dear all,\n\nsee you on Monday.\n",
        "# A project\n\nIt does things.\n\n## Usage\n\nRun it.\n",
        f"Abstract\n{TEXT}\n",
        f"{'words and more words. ' * 400}\n\nAbstract\n{TEXT}\n",
    ],
)
def test_other_texts_are_no_papers(text: str) -> None:
    with pytest.raises(SourceError, match="no papers in a known format"):
        list(read_source(Source.from_bytes("notes.md", text.encode())))


def test_an_empty_abstract() -> None:
    with pytest.raises(SourceError, match="no abstract"):
        list(read_source(Source.from_bytes("paper.md", b"# Kettles\n\n## Abstract\n\n## Rest\n")))


BARE = f"{TEXT} We do it again in winter, and the order of the kettles stays the same throughout."


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        (f"Kettles at Work\n\n{BARE}", ()),
        ("# Kettles at\nWork\r\n\r\n" + BARE.replace(". ", ".\n"), ()),
        (f"Kettles at Work\n\nAda Kettle, Jo T. Lid\n\n\n{BARE}\n", ("Ada Kettle", "Jo T. Lid")),
        (f"Kettles at Work\n\nAuthors: Ada Kettle and Jo Lid\n\n{BARE}", ("Ada Kettle", "Jo Lid")),
    ],
)
def test_a_title_and_an_abstract_without_a_heading(text: str, authors: tuple[str, ...]) -> None:
    record = read(text, "pasted text")
    assert (record.title, record.text, record.authors) == ("Kettles at Work", BARE, authors)


def test_what_was_taken_for_title_and_abstract_is_told() -> None:
    told = []
    list(read_source(Source.from_text(f"Kettles at Work\n\n{BARE}"), on_format=told.append))
    assert told[0].note == "title: the first paragraph, abstract: the last one"


@pytest.mark.parametrize(
    "text",
    [
        BARE,
        f"Dear all\n\n{BARE}",
        f"This is a sentence.\n\n{BARE}",
        f"Kettles at Work\n\n{BARE}\n\n{BARE}\n\n{BARE}",
        f"Kettles at Work\n\nThey boil. They do.\n\n{BARE}",
        f"Kettles at Work\n\n{'word ' * 60}",
    ],
)
def test_paragraphs_of_other_forms_are_no_paper(text: str) -> None:
    with pytest.raises(SourceError, match="no papers in a known format"):
        list(read_source(Source.from_bytes("notes.txt", text.encode())))


def test_a_short_abstract_counts_as_in_any_other_format() -> None:
    assert read("Kettles at Work\n\nKettles boil at altitude.", "pasted text").text == (
        "Kettles boil at altitude."
    )


@pytest.mark.parametrize(
    "source",
    [
        Source.from_text("Kettles at Work\n\nThey boil."),
        Source.from_text("# Kettles at Work\n\n## Abstract\n\nThey boil."),
        Source.from_text('{"title": "Kettles at Work", "abstract": "They boil."}'),
        Source.from_text("@misc{a, title={Kettles at Work}, abstract={They boil.}}"),
        Source.from_text("TY  - JOUR\nTI  - Kettles at Work\nAB  - They boil.\nER  - \n"),
    ],
)
def test_an_abstract_that_is_too_short_is_told_so_in_every_format(source: Source) -> None:
    said = "an abstract of 10 characters, which is too short: at least 20 are needed"
    with pytest.raises(SourceError, match=said):
        list(read_source(source))


def test_what_is_not_taken_for_an_abstract_is_told_with_the_remedy() -> None:
    with pytest.raises(SourceError, match="write “Abstract” in a line above it") as raised:
        list(read_source(Source.from_text(f"Kettles at Work\n\n{'word ' * 60}")))
    assert "BibTeX" not in str(raised.value)
    assert read(f"Kettles at Work\n\nAbstract\n\n{'word ' * 60}", "pasted text").title
