"""eval on a small folder in the BEIR layout."""

from __future__ import annotations

import functools
import gzip
import json
from pathlib import Path

import pytest

DOCUMENTS = [
    ("d1", "Kites in Steady Wind", "A kite stays up as long as the wind is steady and strong."),
    ("d2", "Tides and Moons", "The moon pulls the water of the sea twice a day."),
    ("d 3#", "Bread", "Sourdough rises slowly because its yeast is wild."),
    ("d4", "", "Glaciers carry stones for thousands of years before they drop them."),
    ("d5", "Bees", "Honey bees dance to tell each other where the flowers are."),
    ("d6", "Kites in Steady Wind", "A second text that happens to have the title of another."),
]
QUERIES = [
    ("q1", "Why does a kite fly?"),
    ("q2", "What makes the sea rise?"),
    ("q3", "Why is sourdough slow?"),
    ("q4", "How do stones travel with ice?"),
    ("unjudged", "What do bees do?"),
]
JUDGED = [("q1", "d1"), ("q2", "d2"), ("q3", "d 3#"), ("q4", "d4")]
MEASURES = {"ndcg@10", "recall@10", "recall@100", "mrr@10"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in the BEIR layout: six documents, five queries of which four are judged."""
    path = tmp_path / "beir"
    path.mkdir()
    rows = [{"_id": name, "title": title, "text": text} for name, title, text in DOCUMENTS]
    (path / "corpus.jsonl").write_text(
        "".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8"
    )
    (path / "queries.jsonl").write_text(
        "".join(f"{json.dumps({'_id': name, 'text': text})}\n" for name, text in QUERIES),
        encoding="utf-8",
    )
    (path / "qrels.tsv").write_text(
        "query-id\tcorpus-id\tscore\n" + "".join(f"{q}\t{d}\t1\n" for q, d in JUDGED),
        encoding="utf-8",
    )
    return path


@pytest.fixture
def evaluate(cli, starter_home, tmp_path, monkeypatch, cache):
    """Run eval with a cache of its own, in which only the prepared embedder is not new."""
    own = tmp_path / "cache"
    own.mkdir()
    (own / "embedder").symlink_to(cache / "embedder", target_is_directory=True)
    monkeypatch.setenv("PAPERCHAT_CACHE", str(own))
    return functools.partial(cli, "eval")


def test_it_measures_and_a_second_run_embeds_nothing(evaluate, folder, home) -> None:
    done = evaluate(str(folder), "--json", home=home)
    assert done.code == 0
    report = done.json
    assert set(report) >= {"dense", "lexical", "hybrid", "latency_ms", "documents", "queries"}
    assert (report["documents"], report["queries"], report["rejected"]) == (6, 4, 0)
    for way in ("dense", "lexical", "hybrid"):
        assert set(report[way]) == MEASURES
        assert all(0 <= value <= 1 for value in report[way].values())
    assert report["dense"]["ndcg@10"] == 1.0  # also of "d 3#" and of the one without a title
    assert report["hybrid"]["recall@100"] == 1.0
    assert 0 < report["latency_ms"]["p50"] <= report["latency_ms"]["p95"]
    assert report["embedded"] == 6
    assert not home.exists()

    again = evaluate(str(folder), "--json", home=home).json
    assert again["embedded"] == 0
    for way in ("dense", "lexical", "hybrid"):
        assert again[way] == report[way]


def test_as_text_it_is_a_table(evaluate, folder) -> None:
    done = evaluate(str(folder))
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0].split() == ["ndcg@10", "recall@10", "recall@100", "mrr@10"]
    assert [line.split()[0] for line in lines[1:4]] == ["dense", "lexical", "hybrid"]
    assert lines[4].startswith("6 documents, 4 queries")


def test_a_packed_corpus_gives_the_same(evaluate, folder) -> None:
    plain = evaluate(str(folder), "--json").json
    corpus = folder / "corpus.jsonl"
    (folder / "corpus.jsonl.gz").write_bytes(gzip.compress(corpus.read_bytes()))
    corpus.unlink()
    packed = evaluate(str(folder), "--json").json
    assert packed["hybrid"] == plain["hybrid"]


def test_documents_too_short_to_be_a_paper_are_told(evaluate, folder) -> None:
    with (folder / "corpus.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"_id": "short", "title": "x", "text": "y"}\n')
    done = evaluate(str(folder), "--json")
    assert (done.code, done.json["rejected"], done.json["documents"]) == (0, 1, 6)
    assert "1 document" in done.err


def _without(name):
    return lambda folder: (folder / name).unlink()


def _with(name, text, encoding="utf-8"):
    return lambda folder: (folder / name).write_text(text, encoding=encoding)


BAD = {
    "no corpus": (_without("corpus.jsonl"), "corpus.jsonl"),
    "no queries": (_without("queries.jsonl"), "queries.jsonl"),
    "no judgements": (_without("qrels.tsv"), "qrels.tsv"),
    "empty corpus": (_with("corpus.jsonl", ""), "corpus.jsonl"),
    "corpus of nonsense": (_with("corpus.jsonl", "nonsense\n"), "Line 1"),
    "corpus without ids": (_with("corpus.jsonl", '{"title": "a", "text": "b"}\n'), "_id"),
    "corpus that is a list": (_with("corpus.jsonl", "[1]\n"), "Line 1"),
    "queries of nonsense": (_with("queries.jsonl", '{"_id": "q"}\n{"\n'), "queries.jsonl"),
    "queries in another encoding": (
        _with("queries.jsonl", '{"_id": "q1", "text": "Café"}', "latin-1"),
        "UTF-8",
    ),
    "judgements with too few columns": (_with("qrels.tsv", "a\tb\tc\nq1\td1\n"), "Line 2"),
    "judgements without a number": (_with("qrels.tsv", "a\tb\tc\nq1\td1\tyes\n"), "Line 2"),
    "judgements of no number": (_with("qrels.tsv", "a\tb\tc\nq1\td1\tnan\n"), "Line 2"),
    "judgements of other queries": (_with("qrels.tsv", "a\tb\tc\nz\td1\t1\n"), "relevant"),
    "judgements of nothing": (_with("qrels.tsv", "a\tb\tc\nq1\td1\t0\n"), "relevant"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_folder_is_one_sentence(evaluate, folder, kind) -> None:
    spoil, said = BAD[kind]
    spoil(folder)
    assert said in evaluate(str(folder)).failed(2)


def test_a_folder_that_is_none_is_one_sentence(evaluate, tmp_path, folder) -> None:
    assert "no folder" in evaluate(str(tmp_path / "missing")).failed(2)
    assert "no folder" in evaluate(str(folder / "qrels.tsv")).failed(2)
    cut = folder / "corpus.jsonl.gz"
    cut.write_bytes(gzip.compress((folder / "corpus.jsonl").read_bytes())[:-9])
    (folder / "corpus.jsonl").unlink()
    assert "cut off" in evaluate(str(folder)).failed(2)


def test_a_cache_that_cannot_be_written_is_one_sentence(cli, folder, tmp_path, monkeypatch) -> None:
    a_file = tmp_path / "file"
    a_file.write_text("", encoding="utf-8")
    monkeypatch.setenv("PAPERCHAT_CACHE", str(a_file))
    assert str(a_file) in cli("eval", str(folder)).failed(1)
