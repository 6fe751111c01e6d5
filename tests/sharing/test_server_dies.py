"""A Chroma server that is killed while pages answer and an ingest runs, and that comes back."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from chroma_process import ChromaProcess, ids_on_server

FIRST = 60
MORE = 120
QUESTIONS = 10
AWAY_S = 4.0
"""Longer than a page waits before it asks a server again that was not there."""


@pytest.mark.timeout(600)
def test_a_server_that_dies_in_the_middle_of_everything(
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
    run("ingest", written("known.jsonl", known), *place)
    asking = page(home)
    asked = known[:: FIRST // QUESTIONS]
    questions = [paper.question for paper in asked]

    def answered() -> None:
        """The questions, the answers of which have been asked for, have the right ones."""
        found = asking.answers()
        assert [answer["question"] for answer in found] == questions
        for answer, paper in zip(found, asked, strict=True):
            assert (answer["status"], answer["trouble"]) == ("answered", ""), answer
            assert paper.quote in answer["quotes"], answer

    asking.begin(questions)
    answered()
    source = written("new.jsonl", [*known, *new])
    ingest = subprocess.Popen(
        [sys.executable, "-m", "ingest", source, "--json", *place],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=shared_environment,
    )  # fmt: skip
    try:
        # In the middle of questions, and of an ingest.
        asking.begin(questions)
        time.sleep(0.3)
        own_chroma.kill()
        answered()
        for _ in range(2):
            asking.begin(questions)
            answered()
        out, err = ingest.communicate(timeout=240)
    finally:
        ingest.kill()
        ingest.communicate()
    assert ingest.returncode == 0, err
    report = json.loads(out)
    assert (report["new"], report["embedded"], report["papers"]) == (MORE, MORE, FIRST + MORE)
    # One sentence, of the server and of what to do, and no trace of anything else.
    [sentence] = err.splitlines()
    assert sentence.startswith(f"The Chroma server at {own_chroma.url} ")
    assert sentence.endswith("new ones wait there.")
    doctor = run("doctor", *place)
    assert doctor["problems"] == [doctor["store"]["trouble"]]
    assert doctor["library"]["vectors_waiting"] == FIRST + MORE

    own_chroma.start()
    time.sleep(AWAY_S)
    asking.begin(questions)
    answered()
    # The next start of anything brings the server up to date.
    assert run("search", new[0].question, *place)[0]["paper_id"] == new[0].id
    doctor = run("doctor", *place)
    assert doctor["problems"] == []
    assert doctor["library"]["sound"] is True
    assert (doctor["library"]["vectors"], doctor["library"]["pending"]) == (FIRST + MORE, 0)
    [stored] = ids_on_server(own_chroma.url, "paperchat-").values()
    assert len(stored) == len(set(stored)) == FIRST + MORE
    told = asking.end().splitlines()
    assert told, "the page has not said that the server is away"
    assert all(line.startswith(f"The Chroma server at {own_chroma.url} ") for line in told)
