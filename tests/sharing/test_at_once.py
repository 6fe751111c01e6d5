"""Two processes as of the chat page and an ingest, all at once, against one Chroma server."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from chroma_process import ChromaProcess, ids_on_server

from paperchat.library.chroma_address import ChromaAddress
from paperchat.library.library import FILE, Library

FIRST = 200
MORE = 200
QUESTIONS = 50
PAGES = 2
ROUNDS = 3
"""At least: it is asked as long as the ingest runs."""


@pytest.mark.timeout(600)
def test_two_pages_and_an_ingest_on_one_server(
    own_chroma: ChromaProcess,
    shared_environment: dict[str, str],
    invented: Callable[[int, int], list[Any]],
    written: Callable[[str, list[Any]], str],
    page: Callable[[Path], Any],
    run: Callable[..., Any],
    home: Path,
) -> None:
    known, new = invented(0, FIRST), invented(FIRST, MORE)
    place = ("--home", str(home))
    report = run("ingest", written("known.jsonl", known), *place)
    assert (report["new"], report["embedded"]) == (FIRST, FIRST)

    pages = [page(home) for _ in range(PAGES)]
    by_page: list[list[dict[str, Any]]] = [[] for _ in pages]
    asked = known[:: FIRST // QUESTIONS][:QUESTIONS]
    ingest = None
    try:
        source = written("new.jsonl", [*known, *new])
        ingest = subprocess.Popen(
            [sys.executable, "-m", "ingest", source, "--json", *place],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=shared_environment,
        )  # fmt: skip
        stored_at = _await_more_papers(home)
        rounds = 0
        while ingest.poll() is None or rounds < ROUNDS:
            for number, asked_page in enumerate(pages):
                asked_page.begin([paper.question for paper in asked[number::PAGES]])
            for asked_page, found in zip(pages, by_page, strict=True):
                found.extend(asked_page.answers())
            rounds += 1
        out, err = ingest.communicate(timeout=240)
        assert ingest.returncode == 0, err
        # An ingest that takes long tells how far it is, and nothing else.
        assert all(line.startswith("Embedding texts: ") for line in err.splitlines()), err
        # What the ingest added is found by the processes that run.
        pages[0].begin([paper.question for paper in new[:5]])
        late = pages[0].answers()
        assert [each.end() for each in pages] == [""] * PAGES
    finally:
        if ingest is not None:
            ingest.kill()
            ingest.communicate()

    # All of it was at once: each page answered between the first and the last that was stored.
    report = json.loads(out)
    embedded_at = _last_run_ended_at(home)
    for found in by_page:
        assert any(stored_at < a["began"] and a["ended"] < embedded_at for a in found)
    assert any(
        left["began"] < right["ended"] and right["began"] < left["ended"]
        for left in by_page[0]
        for right in by_page[1]
    )

    # Every question has one answer a round, and it is that of its paper.
    answers = [answer for found in by_page for answer in found]
    assert Counter(answer["question"] for answer in answers) == Counter(
        {paper.question: rounds for paper in asked}
    )
    expected = {paper.question: paper for paper in (*known, *new)}
    for answer in (*answers, *late):
        paper = expected[answer["question"]]
        assert (answer["status"], answer["trouble"]) == ("answered", ""), answer
        assert paper.id in answer["cited"], answer
        assert paper.quote in answer["quotes"], answer

    # Nothing was lost, and nothing is there twice: papers, conversations, vectors.
    assert (report["new"], report["unchanged"], report["papers"]) == (MORE, FIRST, FIRST + MORE)
    papers = run("papers", *place)
    assert sorted(paper["id"] for paper in papers) == sorted(p.id for p in (*known, *new))
    kept = run("conversations", *place)
    assert len(kept) == rounds * QUESTIONS + len(late)
    assert {head["turn_count"] for head in kept} == {1}
    doctor = run("doctor", *place)
    assert doctor["problems"] == []
    assert doctor["library"]["sound"] is True
    assert doctor["library"]["vectors"] == FIRST + MORE
    _assert_every_vector_is_found(home, own_chroma.url)


def _await_more_papers(home: Path) -> float:
    """Wait until the catalogue holds a paper that is not among the first; returns the time."""
    limit = time.monotonic() + 120
    while _catalogue(home, "SELECT count(*) FROM papers") <= FIRST:
        assert time.monotonic() < limit, "the ingest stores nothing"
        time.sleep(0.01)
    return time.time()


def _last_run_ended_at(home: Path) -> float:
    """Return when the last ingest had stored everything, in seconds of this machine's clock."""
    started = _catalogue(home, "SELECT max(started_at) FROM runs")
    seconds = _catalogue(home, "SELECT seconds FROM runs ORDER BY number DESC LIMIT 1")
    return datetime.fromisoformat(started).replace(tzinfo=UTC).timestamp() + seconds


def _catalogue(home: Path, query: str) -> Any:
    with closing(sqlite3.connect(home / FILE)) as connection:
        return connection.execute(query).fetchone()[0]


def _assert_every_vector_is_found(home: Path, url: str) -> None:
    library = Library(home, ChromaAddress(url))
    try:
        ids, vectors = library.vector_cache.newer_than(-1)
        assert (library.vectors.count(), library.vectors.waiting()) == (FIRST + MORE, 0)
        stored = ids_on_server(url, "paperchat-")
        assert [sorted(found) for found in stored.values()] == [sorted(ids)]
        for name, vector in zip(ids, vectors, strict=True):
            assert name in {hit.chunk_id for hit in library.vectors.search(vector, 3)}
        assert library.outage.sentence == ""
    finally:
        library.close()
