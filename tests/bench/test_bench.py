"""The benchmark works and counts right. What it measures on this machine is not asserted."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("llama_index.vector_stores.chroma", reason="needed by the plain pipeline")

from bench.corpora import (
    Document,
    fresh_questions,
    from_jsonl,
    read_large,
    read_small,
    shipped_questions,
    to_jsonl,
)
from bench.first_answer import check_searched
from bench.machine import Machine
from bench.measurement import FEW, Measurement, Side, tabulate
from bench.report import BEGIN, END, Results, from_json, merged, to_json, to_markdown, write_docs
from bench.warm import Asked, measure_warm

ROOT = Path(__file__).resolve().parents[2]
ANIMALS = ("Otter", "Heron", "Badger", "Lynx", "Marten", "Plover", "Stoat", "Wren")
SKILLS = ("ranks short documents", "trims long prompts", "checks quoted sentences")


def papers() -> list[dict[str, str]]:
    return [
        {
            "_id": f"{animal}-{number}".lower(),
            "title": f"{animal}{number}: a system that {skill}",
            "text": (
                f"Small systems seldom explain themselves. We present {animal}{number}, a system "
                f"that {skill}. On {100 + number} cases it is right in {60 + number} % of them. "
                "It needs one processor."
            ),
        }
        for animal in ANIMALS
        for number, skill in enumerate(SKILLS, 1)
    ]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "papers.jsonl"
    path.write_text("".join(json.dumps(paper) + "\n" for paper in papers()[:6]), "utf-8")
    return path


@pytest.fixture
def large(tmp_path: Path) -> Path:
    folder = tmp_path / "beir"
    folder.mkdir()
    with gzip.open(folder / "corpus.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(paper) + "\n" for paper in papers())
    wanted = papers()[::-5]
    (folder / "queries.jsonl").write_text(
        "".join(
            json.dumps({"_id": f"q-{paper['_id']}", "text": f"How does {paper['title']} work?"})
            + "\n"
            for paper in wanted
        ),
        "utf-8",
    )
    (folder / "qrels.tsv").write_text(
        "query-id\tcorpus-id\tscore\n"
        + "".join(f"q-{paper['_id']}\t{paper['_id']}\t1\n" for paper in wanted),
        "utf-8",
    )
    return folder


def measurement(unit: str = "ms", count: int = 3) -> Measurement:
    return Measurement(
        "A thing",
        unit,  # type: ignore[arg-type]  # a literal, given by the tests below
        Side("ours", tuple(float(n) for n in range(1, count + 1))),
        (Side("plain", tuple(4.0 * n for n in range(1, count + 1))),),
        (Side("a part", (0.5,) * count),),
        ("A note.",),
    )


# --- counting ------------------------------------------------------------------------------------


def test_less_time_is_faster_and_more_abstracts_a_second_are() -> None:
    assert tabulate(measurement("ms")).rows[-1].speed == 4.0
    assert tabulate(measurement("abstracts/s")).rows[-1].speed == 0.25


def test_the_ratio_is_the_median_of_the_pairs_not_the_ratio_of_the_medians() -> None:
    pairs = Measurement("t", "s", Side("ours", (1.0, 10.0, 100.0)), (Side("p", (9.0, 20.0, 10.0)),))
    row = tabulate(pairs).rows[-1]
    assert (row.speed, row.speed_low, row.speed_high) == (2.0, 0.1, 9.0)
    assert row.median == 10.0


def test_the_median_of_an_even_number_lies_between_the_middle_two() -> None:
    assert tabulate(measurement(count=4)).rows[0].median == 2.5


def test_few_values_show_their_range_and_many_their_middle_half_and_p95() -> None:
    few, many = tabulate(measurement(count=FEW)), tabulate(measurement(count=100))
    assert (few.rows[0].low, few.rows[0].high, few.rows[0].p95) == (1.0, FEW, None)
    assert (many.rows[0].low, many.rows[0].high, many.rows[0].p95) == (25.0, 75.0, 95.0)
    assert few.rows[-1].speed_p95 is None
    assert many.rows[-1].speed_p95 == 4.0


def test_parts_come_after_ours_without_a_ratio() -> None:
    rows = tabulate(measurement()).rows
    assert [row.side for row in rows] == ["ours", "a part", "plain"]
    assert [row.speed is None for row in rows] == [True, True, False]


@pytest.mark.parametrize("other", [(), (1.0, 2.0)])
def test_sides_that_are_no_pairs_are_refused(other: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="no pairs"):
        Measurement("A thing", "s", Side("ours", (1.0,)), (Side("plain", other),))


# --- reading -------------------------------------------------------------------------------------


def test_the_large_corpus_holds_what_is_asked_for_and_fills_up_to_the_limit(large: Path) -> None:
    corpus = read_large(large, 8, questions=3)
    ids = {document.id for document in corpus.documents}
    assert len(corpus.documents) == 8
    assert [question.document for question in corpus.questions] == ["wren-3", "stoat-1", "marten-2"]
    assert ids >= {"wren-3", "stoat-1", "marten-2", "otter-1"}


def test_questions_never_take_more_than_half_of_the_large_corpus(large: Path) -> None:
    assert len(read_large(large, 4, questions=5).questions) == 2


def test_the_small_corpus_is_asked_about_each_of_its_papers(small: Path) -> None:
    corpus = read_small(small)
    assert len(corpus.documents) == 6
    assert len(corpus.questions) == len({question.text for question in corpus.questions}) == 30
    assert corpus.questions[0].text == "How does Otter1 work?"


def test_both_sides_are_given_the_same_documents() -> None:
    documents = (Document("a", "Títle", "Line one.\u2028Line “two”."), Document("b", "B", "C."))
    assert from_jsonl(to_jsonl(documents)) == list(documents)


@pytest.mark.parametrize("retrieve", [0, 0.0])
def test_an_answer_that_took_no_search_is_not_timed_against_one(retrieve: float) -> None:
    answer = {"question": "Summarize Otter1", "timings_ms": {"retrieve": retrieve}}
    with pytest.raises(RuntimeError, match="'Summarize Otter1' was answered without a search"):
        check_searched(json.dumps(answer))
    answer["timings_ms"] = {"retrieve": 0.4}
    check_searched(json.dumps(answer))


def test_no_warm_question_is_asked_twice(large: Path) -> None:
    fresh = fresh_questions(large, 4)
    assert len(set(fresh)) == len(fresh) == 4
    assert (
        "How does this work: How does Wren3: a system that checks quoted sentences work?" in fresh
    )
    assert len(set(shipped_questions())) == len(shipped_questions()) > 100
    asked = Asked.of("a", shipped_questions(), 30)
    assert (len(asked.questions), len(asked.warm_up)) == (30, 20)
    assert not set(asked.questions) & set(asked.warm_up)
    assert Asked.of("a", fresh, 30).questions == fresh
    twice = Asked("a", ("Why?", "Why?"), ())
    nothing: Any = None  # It is refused before anything is opened.
    with pytest.raises(ValueError, match="asked twice"):
        measure_warm(twice, nothing, nothing, nothing)


# --- reporting -----------------------------------------------------------------------------------


def results(*, quick: bool = False) -> Results:
    machine = Machine("System", "Processor", 2, 8.0, "3.11.0", {"numpy": "2.0"})
    tables = (tabulate(measurement()), tabulate(measurement("s", 40)))
    return Results("2026-01-02", quick, machine, (0.5, 3.25), tables)


def test_results_survive_json() -> None:
    assert from_json(to_json(results())) == results()


def test_tables_of_a_later_run_take_the_place_of_their_own() -> None:
    old = results()
    new = replace(old, day="2026-03-04", loads=(1.0,), tables=(tabulate(measurement(count=5)),))
    both = merged(old, new)
    assert [table.rows[0].count for table in both.tables] == [5, 40]
    other = replace(new.tables[0], title="Another thing")
    longer = merged(old, replace(new, tables=(other,)))
    assert longer.tables[:2] == old.tables
    assert longer.tables[2].notes[-1] == "Measured on 2026-03-04, at a load between 1 and 1."
    assert (longer.day, longer.loads) == (old.day, old.loads)


def test_every_line_of_a_table_has_as_many_cells() -> None:
    blocks = to_markdown(results()).split("### ")[1:]
    for block in blocks:
        lines = [line for line in block.splitlines() if line.startswith("|")]
        assert len(lines) == 5
        assert len({line.count("|") for line in lines}) == 1


def test_the_report_says_how_busy_the_machine_was_and_whether_it_proves_anything() -> None:
    assert "between 0.5 and 3.25 on 2 cores" in to_markdown(results())
    assert "too small to claim anything" in to_markdown(results(quick=True))
    assert "too small to claim anything" not in to_markdown(results())


def test_only_what_stands_between_the_marks_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "performance.md"
    path.write_text(f"Before.\n\n{BEGIN}\nold\n{END}\n\nAfter.\n", "utf-8")
    write_docs(results(), path)
    once = path.read_text("utf-8")
    write_docs(results(), path)
    assert path.read_text("utf-8") == once
    assert once.startswith(f"Before.\n\n{BEGIN}\n")
    assert once.endswith(f"{END}\n\nAfter.\n")
    assert "### A thing" in once
    assert "old" not in once


def test_a_document_without_marks_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "performance.md"
    path.write_text("Before.\n", "utf-8")
    with pytest.raises(ValueError, match=r"performance\.md"):
        write_docs(results(), path)
    assert path.read_text("utf-8") == "Before.\n"


def test_the_document_in_the_repository_has_the_place_for_results() -> None:
    text = (ROOT / "docs" / "performance.md").read_text("utf-8")
    assert text.index(BEGIN) < text.index(END)


# --- the whole of it -----------------------------------------------------------------------------


@pytest.fixture
def environment(offline_environment: dict[str, str], cache: Path, tmp_path: Path) -> dict[str, str]:
    """A cache of its own for the stores, with the prepared model of the shared one."""
    model = cache / "embedder"
    model.mkdir(parents=True, exist_ok=True)
    own = tmp_path / "cache"
    own.mkdir()
    (own / "embedder").symlink_to(model, target_is_directory=True)
    paths = os.pathsep.join((str(ROOT), offline_environment["PYTHONPATH"]))
    return {**offline_environment, "PAPERCHAT_CACHE": str(own), "PYTHONPATH": paths}


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_quick_run_measures_everything_on_both_sides(
    environment: dict[str, str], tmp_path: Path, small: Path, large: Path
) -> None:
    out = tmp_path / "results" / "latest.json"
    done = run(
        environment,
        *("--quick", "--documents", "12", "--out", str(out)),
        *("--small", str(small), "--large", str(large)),
    )
    assert done.returncode == 0, done.stderr
    found = from_json(out.read_text("utf-8"))
    assert found.quick
    titles = [table.title for table in found.tables]
    assert "Ingest of 12 abstracts into an empty index" in titles
    for kind in (
        "Warm answer",
        "First answer",
        "First search",
        "Retrieval",
        "Answer to a question asked again",
    ):
        assert any(title.startswith(kind) for title in titles), titles
    for table in found.tables:
        assert table.rows[-1].speed is not None, table
        assert all(row.median > 0 for row in table.rows if "of this" not in row.side), table
    assert to_markdown(found) == done.stdout
    assert str(tmp_path) not in done.stdout


def test_without_data_it_says_so_and_measures_nothing(
    environment: dict[str, str], tmp_path: Path
) -> None:
    gone = str(tmp_path / "gone")
    out = tmp_path / "latest.json"
    done = run(environment, "--small", gone, "--large", gone, "--out", str(out))
    assert done.returncode == 0
    assert "Nothing was measured: gone" in done.stderr
    assert done.stdout == ""
    assert not out.exists()
