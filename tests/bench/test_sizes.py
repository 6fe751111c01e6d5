"""The benches of size, of growth and of publishing work, and count right; they assert no times."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("llama_index.vector_stores.chroma", reason="needed by the plain pipeline")

from bench import corpora, growing, publishing, sizes
from bench.growing_results import Grown
from bench.machine import this_machine
from bench.scaled import scaled
from bench.size_filters import filters_for
from bench.size_pairs import Memory, Pairs, Timed
from bench.size_plot import draw
from bench.size_results import BEGIN, END, Disk, Size, SizeResults, keep, read, write_docs
from bench.synthetic import NearbyEmbedder, mixed_lines
from ingest.pipeline import ingest
from ingest.sources import Source
from paperchat.embedding.port import Embedder
from paperchat.library.library import Library

PAPERS = 24


def lines() -> str:
    return "".join(
        json.dumps(
            {
                "_id": f"otter-{number}",
                "title": f"Otter{number} swims beside heron{number}",
                "text": f"Small systems seldom explain themselves. Otter{number} is right in "
                f"{60 + number} % of cases. It needs one processor of year {number}.",
                "metadata": {"published": f"20{10 + number % 12}-01-01", "authors": "Ada Byron"},
            }
        )
        + "\n"
        for number in range(PAPERS)
    )


@pytest.fixture
def home(tmp_path: Path, embedder: Embedder) -> Path:
    library = Library(tmp_path / "library")
    ingest(library, embedder, [Source.from_bytes("otters.jsonl", lines().encode())])
    library.close()
    return tmp_path / "library"


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "beir"
    folder.mkdir()
    queries = [{"_id": f"q{n}", "text": f"Otter{n} ranks short documents."} for n in range(PAPERS)]
    (folder / "queries.jsonl").write_text("".join(json.dumps(q) + "\n" for q in queries), "utf-8")
    pairs = "".join(f"q{n}\totter-{n}\t1\n" for n in range(PAPERS))
    (folder / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{pairs}", "utf-8")
    monkeypatch.setattr(corpora, "LARGE", folder)
    return folder


def test_mixed_papers_are_the_same_each_time_and_made_of_sentences_that_there_are(
    home: Path, embedder: Embedder
) -> None:
    library = Library(home)
    made = list(mixed_lines(library, 5, 3))
    assert made == list(mixed_lines(library, 5, 3))
    assert made[0] != made[1]
    sentences = {
        sentence.text
        for found in library.catalogue.sentences_of(library.catalogue.papers()).values()
        for sentence in found
    }
    text = json.loads(made[0])["text"]
    assert any(sentence in text for sentence in sentences)
    near = NearbyEmbedder(library, embedder)
    rows = near.embed_texts(["one", "two", "one"])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.array_equal(rows[0], rows[2])
    assert not np.array_equal(rows[0], rows[1])
    library.close()


def test_a_library_is_grown_through_the_ingest_and_gone_on_with(
    home: Path, embedder: Embedder, tmp_path: Path
) -> None:
    for wanted in (40, 60):
        grown = Library(scaled(home, wanted, embedder, tmp_path / "cache"))
        assert grown.catalogue.chunk_count() >= wanted
        assert grown.health().sound
        grown.close()


def test_filters_keep_about_what_they_are_wanted_to(home: Path) -> None:
    library = Library(home)
    found = filters_for(library.catalogue)
    assert [item.wanted for item in found] == [0.75, 0.1]
    for item in found:
        kept = library.catalogue.count(item.conditions) / PAPERS
        assert item.wanted / 2 <= kept <= item.wanted * 2
    library.close()


def test_sizes_from_end_to_end(
    home: Path, large: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERCHAT_CACHE", str(cache))
    out = tmp_path / "sizes.json"
    given = ["--only", "87k", "--home", str(home), "--questions", "5", "--out", str(out)]
    assert sizes.main(given) == 0
    results = read(out)
    assert results is not None
    (size,) = results.sizes
    assert (size.papers, len(size.pairs.timed)) == (PAPERS, 3)
    assert all(len(item.ours) == len(item.plain) == 2 for item in size.pairs.timed)
    assert size.pairs.ours.peak > 50
    assert size.disk.vectors > 0
    assert size.plain_disk > 0


def result(name: str, chunks: int, *, plain: bool = True) -> Size:
    other = (8.0, 8.0) if plain else ()
    timed = (
        Timed(None, "", chunks // 2, (4.0, 4.0), other, 40.0, 80.0),
        Timed(0.1, "year>=2024", chunks // 20, (6.0, 6.0), other, 60.0, 90.0),
    )
    pairs = Pairs(timed, Memory(100, 110, 120), Memory(90, 95, 130) if plain else None)
    return Size(name, chunks // 2, chunks, pairs, Disk(5, 1, 2), 30, "2026-01-01", (0.5, 1.5))


def test_results_are_kept_told_and_drawn(tmp_path: Path) -> None:
    results = SizeResults(this_machine(), ())
    results = results.with_size(result("1m", 1_000_000, plain=False)).with_size(result("48", 100))
    keep(results, tmp_path / "sizes.json")
    assert read(tmp_path / "sizes.json") == results
    told = results.to_markdown()
    assert told.index("| 100 |") < told.index("| 1,000,000 |")
    assert "| `year>=2024` | 5 (10.00%) | 6.0 / 6.0 | 1.5 | 60 | 8.0 / 8.0 | 1.0 |" in told
    docs = tmp_path / "performance.md"
    docs.write_text(f"before\n{BEGIN}\nSTALE\n{END}\nafter\n", "utf-8")
    write_docs(results, docs)
    assert "STALE" not in docs.read_text("utf-8")
    assert docs.read_text("utf-8").endswith(f"{END}\nafter\n")
    draw(results, tmp_path / "sizes.svg")
    root = ET.fromstring((tmp_path / "sizes.svg").read_text("utf-8"))
    assert root.tag.endswith("svg")


def test_growing_from_end_to_end(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERCHAT_CACHE", str(cache))
    file = tmp_path / "otters" / "corpus.jsonl"
    file.parent.mkdir()
    file.write_text(lines(), "utf-8")
    out = tmp_path / "growing.json"
    given = ["--file", str(file), "--minutes", "0.01", "--whole", "--out", str(out)]
    assert growing.main(given) == 0
    (grown,) = growing.read(out)
    assert (grown.file, grown.papers, grown.lost) == ("otters", PAPERS, False)
    assert grown.again_s is not None


def test_publishing_from_end_to_end(
    home: Path,
    cache: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PAPERCHAT_CACHE", str(cache))
    given = ["--base", str(home), "--home", str(tmp_path / "made"), "--vectors", "64"]
    assert publishing.main(given) == 0
    steps = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [step["step"] for step in steps] == ["publish", "add", "publish", "search"]
    assert (steps[1]["papers"], steps[3]["vectors"], steps[3]["recall"]) == (2, 66, 1.0)


def test_a_text_that_waits_again_counts_as_lost() -> None:
    grown = Grown("f", 1, 1, 1.0, 1.0, 1.0, 1.0, (9, 9, 5), None, None, None, (0.0, 0.0))
    assert not grown.lost
    assert "the unchanged file again" not in grown.as_rows()
    worse = Grown("f", 1, 1, 1.0, 1.0, 1.0, 1.0, (9, 12), None, 3.0, 50.0, (0.0, 0.0))
    assert worse.lost
    assert worse.as_rows()["lost by the ends"] == "something"
