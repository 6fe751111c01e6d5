from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from ingest.sources import Source, detect, read_source
from paperchat.types import Record, Rejected

TEXT = "We boil water in 42 kettles for \\$5 and 10\\% of the time. The spread is large."
LINE = {
    "id": "0704.0001",
    "submitter": "Ada Kettle",
    "authors": "C. Bal\\'azs, E. L. Lid Jr",
    "title": "Calculation of prompt\n  kettles",
    "comments": "37 pages, 15 figures",
    "journal-ref": "Phys.Rev.D76",
    "doi": "10.1000/K.1",
    "report-no": None,
    "categories": "hep-ph",
    "license": None,
    "abstract": f"  {TEXT}\n",
    "versions": [
        {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
        {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"},
    ],
    "update_date": "2008-11-26",
    "authors_parsed": [["Bal\\'azs", "C.", ""], ["Lid", "E. L.", "Jr"]],
}


def read(*lines: object) -> list[Record | Rejected]:
    source = Source.from_bytes("snapshot.json", "\n".join(map(json.dumps, lines)).encode())
    assert detect(source).name == "the arXiv metadata snapshot"
    return list(read_source(source))


def test_a_line() -> None:
    assert read(LINE) == [
        Record(
            title="Calculation of prompt kettles",
            text=TEXT,
            authors=("C. Balázs", "E. L. Lid Jr"),
            author_count=2,
            published=date(2007, 4, 2),
            url="https://arxiv.org/abs/0704.0001",
            arxiv_id="0704.0001",
            doi="10.1000/k.1",
            source="snapshot.json",
        )
    ]


def test_what_is_missing_is_done_without() -> None:
    (record,) = read({**LINE, "versions": None, "authors_parsed": None})
    assert isinstance(record, Record)
    assert record.published == date(2008, 11, 26)
    assert record.authors == ("C. Balázs", "E. L. Lid Jr")
    items = read(LINE, {**LINE, "authors_parsed": [[], [None], 7], "versions": [7]}, 7)
    assert [type(item) for item in items] == [Record, Record, Rejected]


def test_old_ids() -> None:
    (record,) = read({**LINE, "id": "hep-th/9901001"})
    assert isinstance(record, Record)
    assert record.arxiv_id == "hep-th/9901001"


def test_many_lines(tmp_path: Path) -> None:
    path = tmp_path / "snapshot.json"
    with path.open("w") as file:
        for n in range(3000):
            file.write(json.dumps({**LINE, "id": f"0704.{n:04}"}) + "\n")
    ids = {
        item.arxiv_id for item in read_source(Source.from_path(path)) if isinstance(item, Record)
    }
    assert len(ids) == 3000
