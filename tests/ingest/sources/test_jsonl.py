from __future__ import annotations

import gzip
import json
import tracemalloc
from pathlib import Path

import pytest

from ingest.sources import Source, read_source
from ingest.sources.base import MAX_LINE_CHARS
from paperchat.errors import SourceError
from paperchat.types import Record, Rejected

TEXT = "We measure how long tests take and find that they take long."


def line(n: int) -> str:
    return json.dumps({"_id": f"p{n}", "title": f"Title {n}", "text": f"{TEXT} ({n})"})


def read(data: bytes | str, name: str = "papers.jsonl") -> list[Record | Rejected]:
    raw = data.encode() if isinstance(data, str) else data
    return list(read_source(Source.from_bytes(name, raw)))


def ids(items: list[Record | Rejected]) -> list[str | None]:
    return [item.record_id for item in items if isinstance(item, Record)]


def test_lines_with_and_without_final_newline() -> None:
    text = "\n".join(map(line, range(3)))
    for variant in (text, text + "\n", text.replace("\n", "\r\n"), f"\n\n{text}\n\n"):
        items = read(variant)
        assert ids(items) == ["p0", "p1", "p2"]
        assert all(item.source == "papers.jsonl" for item in items if isinstance(item, Record))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_byte_order_marks(encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    assert ids(read(f"{mark}{line(1)}\n{line(2)}".encode(encoding))) == ["p1", "p2"]


def test_a_bad_line_is_rejected_and_the_rest_goes_on() -> None:
    text = "\n".join([line(0), '{"title": "cut', line(2), "[" * 100_000, '{"title": "No text"}'])
    items = read(text)
    assert ids(items) == ["p0", "p2"]
    rejected = [item for item in items if isinstance(item, Rejected)]
    assert [item.line for item in rejected] == [2, 4, 5]
    assert rejected[0].reason == "it is not valid JSON"
    assert all(item.where == "papers.jsonl" for item in rejected)


def test_a_bad_first_line_that_began_as_an_object_is_one_bad_line() -> None:
    items = read(f'{{"title": "cut\n{line(1)}')
    assert ids(items) == ["p1"]


@pytest.mark.parametrize("suffix", [".jsonl", ".json", ".ndjson", ".txt", ""])
def test_content_counts_more_than_the_suffix(suffix: str) -> None:
    assert ids(read(line(1), f"papers{suffix}")) == ["p1"]


def test_gzip() -> None:
    packed = gzip.compress("\n".join(map(line, range(50))).encode())
    assert len(ids(read(packed, "papers.jsonl.gz"))) == 50
    assert len(ids(read(packed, "papers"))) == 50
    with pytest.raises(SourceError, match="damaged or cut-off gzip"):
        read(packed[:-20], "papers.jsonl.gz")
    with pytest.raises(SourceError, match="damaged or cut-off gzip"):
        read(packed[:40] + b"xxxxxxxx" + packed[48:], "papers.jsonl.gz")


def test_one_list() -> None:
    papers = [json.loads(line(n)) for n in range(3)]
    for text in (json.dumps(papers), json.dumps(papers, indent=2), f" \n{json.dumps(papers)}\n"):
        assert ids(read(text, "papers.json")) == ["p0", "p1", "p2"]
    items = read(json.dumps([papers[0], 7, "x", None, 1.5]), "papers.json")
    assert ids(items) == ["p0"]
    assert len(items) == 5


def test_a_list_longer_than_what_is_read_at_once() -> None:
    papers = [json.loads(line(n)) | {"pad": "x" * 5000} for n in range(700)]
    assert len(ids(read(json.dumps(papers), "papers.json"))) == 700


@pytest.mark.parametrize("cut", [-1, -2, -30, -300])
def test_a_list_that_is_cut_off_gives_nothing(cut: int) -> None:
    whole = json.dumps([json.loads(line(n)) for n in range(9)])
    items = read_source(Source.from_bytes("papers.json", whole[:cut].encode()))
    with pytest.raises(SourceError, match="damaged or cut off"):
        next(items)


def test_one_object_and_lists_within_an_object() -> None:
    paper = json.loads(line(1))
    assert ids(read(json.dumps(paper, indent=1), "paper.json")) == ["p1"]
    assert ids(read(json.dumps({"papers": [paper]}), "papers.json")) == ["p1"]
    assert ids(read(json.dumps({"count": 1, "results": [paper]}, indent=1), "papers.json")) == [
        "p1"
    ]


@pytest.mark.parametrize(
    ("data", "part"),
    [
        ("title,text\nA,B\n", "too short: at least 20 are needed"),
        ("just some words\nand more", "not JSON lines: its first line begins with"),
        ('{"a": 1}\n{"b": 2}\n', r"None of the 2 records in papers.jsonl is a paper \(line 1: "),
        ("[]", "holds no papers"),
        ("[1, 2]", "None of the 2 records"),
        ("{}", "The one record"),
        ("\n \n", "holds nothing but white space"),
        ('{"title": "x"', "The one record"),
    ],
)
def test_files_without_any_paper(data: str, part: str) -> None:
    with pytest.raises(SourceError, match=part):
        read(data)


def test_bytes_that_are_not_utf8_fail_before_the_first_paper() -> None:
    good = "".join(f"{line(n)}\n" for n in range(2000))
    data = good.encode() + '{"title": "Café"}'.encode("latin-1")
    items = read_source(Source.from_bytes("papers.jsonl", data))
    offset = data.index(b"\xe9")
    with pytest.raises(SourceError, match=f"not UTF-8 text: the byte at offset {offset} "):
        next(items)


def test_an_offset_is_right_also_where_a_character_spans_two_reads() -> None:
    lead = b'{"x": "'
    data = lead + b"a" * (1024 * 1024 - len(lead) - 1) + "é".encode() + b"b" * 10 + b"\xff"
    with pytest.raises(SourceError, match=f"offset {len(data) - 1} "):
        read(data)
    data = lead + b"a" * (1024 * 1024 - len(lead) - 1) + b"\xc3("
    with pytest.raises(SourceError, match=f"offset {1024 * 1024 - 1} "):
        read(data)


def test_a_line_without_end_is_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl"
    with path.open("w") as file:
        file.write(f"{line(1)}\n" + '{"title": "')
        for _ in range(50):
            file.write("x" * 1024 * 1024)
        file.write('"}\n')
    tracemalloc.start()
    try:
        with pytest.raises(SourceError, match="a line of more than 32 MB"):
            next(read_source(Source.from_path(path)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MAX_LINE_CHARS / 2


def test_memory_does_not_grow_with_the_number_of_papers(tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl.gz"
    with gzip.open(path, "wt", compresslevel=1) as file:
        for n in range(4_000):
            file.write(line(n).replace(TEXT, TEXT * 100) + "\n")
    tracemalloc.start()
    try:
        count = sum(isinstance(item, Record) for item in read_source(Source.from_path(path)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 4_000
    assert peak < 12 * 1024 * 1024  # the file holds 25 MB
