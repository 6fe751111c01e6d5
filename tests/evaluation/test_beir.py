"""Reading folders in the BEIR layout, and turning documents into papers."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from ingest.sources import Source, read_source
from paperchat.errors import SourceError
from paperchat.evaluation.beir import content_hash, paper_id, read_task, write_papers
from paperchat.types import Record

CORPUS = '{"_id": "d1", "title": "Kites", "text": "A kite stays up in a steady wind."}\n'
QUERIES = (
    '{"_id": "q1", "text": " Why does a kite fly? ", "metadata": {}}\n{"_id": 2, "text": "b"}\n'
)
JUDGED = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The smallest folder that can be evaluated."""
    (tmp_path / "corpus.jsonl").write_text(CORPUS, encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text(QUERIES, encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text(JUDGED, encoding="utf-8")
    return tmp_path


def test_a_task_holds_the_judged_queries(folder: Path) -> None:
    task = read_task(folder)
    assert task.corpus == folder / "corpus.jsonl"
    assert task.queries == {"q1": "Why does a kite fly?"}
    assert task.judgements == {"q1": {"d1": 2.0, "d2": 0.0}}


def test_a_number_as_id_is_its_text(folder: Path) -> None:
    (folder / "qrels.tsv").write_text("a\tb\tc\n2\td1\t1\n", encoding="utf-8")
    assert read_task(folder).queries == {"2": "b"}


def test_a_missing_header_row_loses_no_judgement(folder: Path) -> None:
    (folder / "qrels.tsv").write_text("q1\td1\t1\n2\td1\t1\n", encoding="utf-8")
    assert set(read_task(folder).queries) == {"q1", "2"}


def test_quotes_in_ids_and_windows_line_ends_and_marks(folder: Path) -> None:
    (folder / "qrels.tsv").write_bytes(b'\xef\xbb\xbfa\tb\tc\r\nq1\t"d1\t1\r\n')
    assert read_task(folder).judgements == {"q1": {paper_id('"d1'): 1.0}}


def test_the_packed_corpus_is_found(folder: Path) -> None:
    (folder / "corpus.jsonl").rename(folder / "corpus.jsonl.gz")
    assert read_task(folder).corpus.name == "corpus.jsonl.gz"


def test_ids_stay_apart_and_are_papers_ids() -> None:
    odd = ["<dbpedia:A>", "a b", "a  b", "ü", "x" * 121, "x" * 122, ""]
    assert len({paper_id(name) for name in odd}) == len(odd)
    for name in ("d1", "test-environment-aeghhgwpe-pro02a", "2019-04-18T13:32:05Z", "10.1/x+y"):
        assert paper_id(name) == name


def test_every_document_becomes_one_paper(tmp_path: Path) -> None:
    documents = [
        {"_id": "d1", "title": "Kites", "text": "A kite stays up in a steady wind."},
        {"_id": "d 2", "title": "", "text": "A glacier carries stones for a thousand years."},
        {"_id": "d3", "title": "Only a title, but one that is long enough to be read"},
        {"_id": "d4", "title": "Kites", "text": "Another text under the same title as before."},
        {"_id": "d5", "title": None, "text": "word " * 100, "metadata": {"arxiv_id": "2401.00001"}},
    ]
    corpus = tmp_path / "corpus.jsonl.gz"
    corpus.write_bytes(gzip.compress("\n\n".join(map(json.dumps, documents)).encode()))
    target = tmp_path / "papers.jsonl"
    write_papers(corpus, target)
    records = list(read_source(Source.from_path(target)))
    assert all(isinstance(record, Record) for record in records)
    assert [record.record_id for record in records] == ["d1", paper_id("d 2"), "d3", "d4", "d5"]
    assert records[1].title == records[1].text[:80].strip()
    assert records[2].text == records[2].title
    assert len(records[4].title) <= 80
    assert records[4].arxiv_id is None


def test_the_hash_names_the_content(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_bytes(b"same")
    second.write_bytes(b"same")
    assert content_hash(first) == content_hash(second)
    second.write_bytes(b"other")
    assert content_hash(first) != content_hash(second)
    with pytest.raises(SourceError, match="cannot be read"):
        content_hash(tmp_path / "missing")


@pytest.mark.parametrize(
    ("line", "number"), [("nonsense", 2), ("[1]", 2), ('{"title": "x"}', 2), ('{"_id": "x"}', 2)]
)
def test_a_line_that_is_no_document_is_named(tmp_path: Path, line: str, number: int) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(f"{CORPUS}{line}\n", encoding="utf-8")
    with pytest.raises(SourceError, match=f"Line {number} of .*corpus.jsonl"):
        write_papers(corpus, tmp_path / "papers.jsonl")
