"""Two processes as of the chat page and an ingest, all at once, against one Chroma server."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from chroma_process import ChromaProcess, ids_on_server

from paperchat.library.chroma_address import ChromaAddress
from paperchat.library.library import Library

FIRST = 200
MORE = 200
QUESTIONS = 50
PAGES = 2
ROUNDS = 3


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
    answers: list[dict[str, Any]] = []
    asked = known[:: FIRST // QUESTIONS][:QUESTIONS]
    ingest = None
    try:
        source = written("new.jsonl", [*known, *new])
        ingest = subprocess.Popen(
            [sys.executable, "-m", "ingest", source, "--json", *place],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=shared_environment,
        )  # fmt: skip
        overlapped = 0
        for _ in range(ROUNDS):
            for number, asked_page in enumerate(pages):
                asked_page.begin([paper.question for paper in asked[number::PAGES]])
            overlapped += ingest.poll() is None
            for asked_page in pages:
                answers += asked_page.answers()
        assert overlapped, "the ingest was over before any question"
        out, err = ingest.communicate(timeout=240)
        assert (ingest.returncode, err) == (0, "")
        # What the ingest added is found by the processes that run.
        pages[0].begin([paper.question for paper in new[:5]])
        late = pages[0].answers()
        assert [each.end() for each in pages] == [""] * PAGES
    finally:
        if ingest is not None:
            ingest.kill()
            ingest.communicate()

    # Every question has one answer, and it is that of its paper.
    assert Counter(answer["question"] for answer in answers) == Counter(
        {paper.question: ROUNDS for paper in asked}
    )
    expected = {paper.question: paper for paper in (*known, *new)}
    for answer in (*answers, *late):
        paper = expected[answer["question"]]
        assert (answer["status"], answer["trouble"]) == ("answered", ""), answer
        assert paper.id in answer["cited"], answer
        assert paper.quote in answer["quotes"], answer

    # Nothing was lost, and nothing is there twice: papers, conversations, vectors.
    report = json.loads(out)
    assert (report["new"], report["unchanged"], report["papers"]) == (MORE, FIRST, FIRST + MORE)
    papers = run("papers", *place)
    assert sorted(paper["id"] for paper in papers) == sorted(p.id for p in (*known, *new))
    kept = run("conversations", *place)
    assert len(kept) == ROUNDS * QUESTIONS + len(late)
    assert {head["turn_count"] for head in kept} == {1}
    doctor = run("doctor", *place)
    assert doctor["problems"] == []
    assert doctor["library"]["sound"] is True
    assert doctor["library"]["vectors"] == FIRST + MORE
    _assert_every_vector_is_found(home, own_chroma.url)


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
