from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from ingest.sources import Source, detect, read_source
from paperchat.errors import SourceError
from paperchat.types import Record, Rejected, SourceFormat

TEXT = (
    "We boil water in 42 kettles and time it, on a stove and on a fire. The spread is large,"
    ' and "hot" kettles are faster.\nLids help; so does salt.'
)
FLAT = " ".join(TEXT.split())


def table(*rows: list[str], separator: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue()


def read(
    text: str | bytes, name: str = "papers.csv"
) -> tuple[list[Record | Rejected], SourceFormat]:
    data = text.encode() if isinstance(text, str) else text
    formats: list[SourceFormat] = []
    items = list(read_source(Source.from_bytes(name, data), None, formats.append))
    return items, formats[0]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["papers.csv", "papers.tsv", "papers"])
def test_separators(separator: str, name: str) -> None:
    text = table(
        ["Key", "Title", "Abstract Note", "Author", "Date", "DOI", "Url"],
        ["K1", "Kettles", TEXT, "Poe, Edgar; Doe, Jane", "2020-05-07", "10.1000/K", "https://x.example"],
        separator=separator,
    )  # fmt: skip
    items, found = read(text, name)
    assert items == [
        Record(
            title="Kettles",
            text=FLAT,
            authors=("Edgar Poe", "Jane Doe"),
            author_count=2,
            published=date(2020, 5, 7),
            doi="10.1000/k",
            url="https://x.example",
            source=name,
        )
    ]
    assert found.format == "CSV"
    assert found.note.startswith("columns: title from 'Title', abstract from 'Abstract Note', ")


@pytest.mark.parametrize(
    ("names", "title", "abstract"),
    [
        (["Document Title", "Authors", "Publication Title", "Abstract"], 0, 3),
        (["Authors", "Title", "Source title", "Abstract"], 1, 3),
        (["AU", "TI", "SO", "AB"], 1, 3),
        (["Source title", "who", "Heading", "Summary"], 2, 3),
        (["a", "b", "c", "d"], 1, 3),
        (["Nummer", "Titel", "Jahr", "Zusammenfassung"], 1, 3),
    ],
)
def test_columns_are_found_by_name_or_by_what_they_hold(
    names: list[str], title: int, abstract: int
) -> None:
    rows = []
    for number in range(3):
        row = [f"J{number}"] * 4
        row[title], row[abstract] = f"Kettles and lids {number}", f"{FLAT} {number}"
        rows.append(row)
    items, _ = read(table(names, *rows))
    records = [item for item in items if isinstance(item, Record)]
    assert [(r.title, r.text) for r in records] == [(row[title], row[abstract]) for row in rows]


def test_rows_that_do_not_fit_are_rejected_with_their_line() -> None:
    text = table(
        ["Title", "Year", "Place", "Abstract"],
        ["Kettles", "2020", "x", TEXT],
        ["Lids", "2020", "x", ""],
        ["cut"],
        [],
        ["Pans", "2020", "x", TEXT],
        ["a"] * 9,
    )
    items, _ = read(text)
    assert [item.title for item in items if isinstance(item, Record)] == ["Kettles", "Pans"]
    assert [(item.line, item.reason) for item in items if isinstance(item, Rejected)] == [
        (4, '"Lids" has no abstract'),
        (5, "the row has 1 cells, and the first row names 4"),
        (9, "the row has 9 cells, and the first row names 4"),
    ]


def test_what_spreadsheets_write() -> None:
    text = "sep=;\r\n" + table(["Title", "Abstract"], ["Käse", TEXT], separator=";")
    items, found = read(text.encode("cp1252"))
    assert [item.title for item in items if isinstance(item, Record)] == ["Käse"]
    assert found.note.endswith("it is not UTF-8, and was read as Windows-1252")


def test_the_quote_before_a_formula_is_taken_off() -> None:
    items, _ = read(table(["title", "abstract"], ["'=Kettles", f"'-{TEXT}"], ["'tis", TEXT]))
    titles = [item.title for item in items if isinstance(item, Record)]
    assert titles == ["=Kettles", "'tis"]


def test_a_table_without_titles_or_abstracts() -> None:
    with pytest.raises(SourceError, match="no columns that could be title and abstract"):
        read(table(["a", "b"], ["1", "2"], ["3", "4"]))


def test_prose_is_no_table() -> None:
    with pytest.raises(SourceError, match="no papers in a known format"):
        read("A title, they say, is short.\nAn abstract, they say, is long.\n", "notes.txt")


def test_a_quote_that_never_ends() -> None:
    items, _ = read(table(["title", "abstract"], ["Kettles", TEXT]) + '"Lids,' + "x" * 5_000_000)
    assert isinstance(items[0], Record)
    assert all(isinstance(item, Rejected) for item in items[1:])


def test_json_with_other_names() -> None:
    lines = [
        {"no": n, "heading": f"Kettles and lids {n}", "meta": {"body": f"{FLAT} {n}"}, "when": 7}
        for n in range(3)
    ]
    items, found = read("\n".join(map(json.dumps, lines)), "papers.jsonl")
    assert found == SourceFormat(
        "papers.jsonl", "JSON lines", "fields: title from 'heading', abstract from 'meta.body'"
    )
    assert [item.title for item in items if isinstance(item, Record)] == [
        line["heading"] for line in lines
    ]
    assert detect(Source.from_text(json.dumps(lines))).name == "JSON lines"


def test_an_abstract_as_a_list_of_sentences() -> None:
    items, _ = read(json.dumps({"title": "Kettles", "abstract": ["One is hot. ", " Two are not."]}))
    assert isinstance(items[0], Record)
    assert items[0].text == "One is hot. Two are not."
