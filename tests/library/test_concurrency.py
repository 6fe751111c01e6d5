"""Several processes on one library: many that read, one that writes, and one that waits."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Protocol

import pytest

from paperchat.library.chroma_address import ChromaAddress
from paperchat.library.library import FILE
from paperchat.types import Record

Essay = Callable[..., Record]
Agree = Callable[[Path], None]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

BOTH_STORES = True
PAPERS = 600
SECONDS = 10.0
"""Within which a paper must be found once its vector is stored; the machine may be busy."""


class Server(Protocol):
    """What the fixture ``server`` gives."""

    def start(self, *arguments: str) -> int: ...
    def wait(self, pid: int) -> int: ...
    def run(self, *arguments: str) -> str: ...
    def printed(self, pid: int) -> str: ...
    def told(self, pid: int) -> str: ...


def _to_jsonl(path: Path, records: list[Record]) -> str:
    lines = [{"id": r.record_id, "title": r.title, "abstract": r.text} for r in records]
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return str(path)


def _ask_catalogue(home: Path, query: str) -> int:
    with closing(sqlite3.connect(home / FILE)) as connection:
        return int(connection.execute(query).fetchone()[0])


def _await(home: Path, query: str) -> float:
    """Wait until the catalogue answers ``query`` with more than nothing; returns the time."""
    limit = time.monotonic() + 60
    while not _ask_catalogue(home, query):
        assert time.monotonic() < limit, query
        time.sleep(0.01)
    return time.time()


def test_a_reader_sees_what_a_writer_adds(
    server: Server,
    essay: Essay,
    offline_environment: dict[str, str],
    vectors_at: ChromaAddress | None,
    stores_agree: Agree,
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    old = _to_jsonl(tmp_path / "old.jsonl", [essay(n, sentences=1) for n in range(20)])
    new = _to_jsonl(tmp_path / "new.jsonl", [essay(n, sentences=1) for n in range(PAPERS)])
    server.run("ingest", old, "--home", str(home))
    question = "Which essay is on the kettle?"
    script = Path(__file__).with_name("asking.py")
    out, err = tmp_path / "out", tmp_path / "err"
    with (
        out.open("w") as answers_file,
        err.open("w") as told_file,
        subprocess.Popen(
            [sys.executable, "-W", "error", script, str(home), question],
            stdin=subprocess.PIPE,
            stdout=answers_file,
            stderr=told_file,
            env=offline_environment | ({"PAPERCHAT_CHROMA": vectors_at.url} if vectors_at else {}),
        ) as reader,
    ):
        limit = time.monotonic() + 60
        while not out.stat().st_size:
            assert time.monotonic() < limit and reader.poll() is None, err.read_text()
            time.sleep(0.01)
        writer = server.start("ingest", new, "--home", str(home))
        stored_at = _await(
            home, "SELECT count(*) > 40 FROM chunks WHERE vector_generation IS NOT NULL"
        )
        assert server.wait(writer) == 0
        time.sleep(1)
        reader.communicate(timeout=60)
    printed, told = out.read_text(), err.read_text()
    assert reader.returncode == 0, told
    assert told == ""
    answers = [json.loads(line) for line in printed.splitlines()]
    known = {f"e{number}" for number in range(20)}
    seen_at = next(answer["at"] for answer in answers if not known.issuperset(answer["dense"]))
    assert seen_at - stored_at < SECONDS
    # Found by words before and by meaning at the latest when its vectors are there.
    assert any(not known.issuperset(answer["lexical"]) for answer in answers)
    assert all(len(answer["dense"]) == 20 and answer["hybrid"] for answer in answers)
    last = set(answers[-1]["dense"])
    found = json.loads(
        server.run("paperchat", "search", question, "-k", "50", "--json", "--home", str(home))
    )
    best = {row["paper_id"] for row in found if row["dense_rank"] and row["dense_rank"] <= 20}
    assert len(best & last) >= len(best) - 2, "the reader's last answer is not today's"
    stores_agree(home)


def test_two_ingests_at_once_queue_with_a_message(
    server: Server, essay: Essay, stores_agree: Agree, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    left = _to_jsonl(tmp_path / "left.jsonl", [essay(n, sentences=1) for n in range(PAPERS)])
    right = _to_jsonl(
        tmp_path / "right.jsonl", [essay(n, sentences=1) for n in range(PAPERS, PAPERS + 30)]
    )
    (home / "deep").mkdir(parents=True)
    first = server.start("ingest", left, "--home", str(home))
    limit = time.monotonic() + 60
    while not (home / FILE).exists():
        assert time.monotonic() < limit
        time.sleep(0.01)
    _await(home, "SELECT count(*) FROM sqlite_master WHERE name = 'papers'")
    _await(home, "SELECT count(*) FROM papers")
    second = server.start("ingest", right, "--home", str(home))
    assert server.wait(second) == 0, server.told(second)
    assert server.wait(first) == 0, server.told(first)
    assert "waiting for it to finish" in server.told(second)
    assert "waiting" not in server.told(first)
    assert _ask_catalogue(home, "SELECT count(*) FROM papers") == PAPERS + 30
    assert _ask_catalogue(home, "SELECT count(*) FROM runs") == 2
    stores_agree(home)


def test_two_ingests_of_the_same_papers_at_once_store_them_once(
    server: Server, essay: Essay, stores_agree: Agree, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    source = _to_jsonl(tmp_path / "both.jsonl", [essay(n, sentences=1) for n in range(80)])
    writers = [server.start("ingest", source, "--json", "--home", str(home)) for _ in range(2)]
    for pid in writers:
        assert server.wait(pid) == 0, server.told(pid)
    reports = [json.loads(server.printed(pid)) for pid in writers]
    counts = sorted((report["new"], report["unchanged"]) for report in reports)
    assert counts == [(0, 80), (80, 0)]
    assert sum(report["embedded"] for report in reports) == 80
    # Which one waits is left to chance; whoever waits says so.
    told = [server.told(pid) for pid in writers]
    assert sum("waiting for it to finish" in each for each in told) == 1
    assert not any("Error" in each for each in told)
    for table, rows in (("papers", 80), ("chunks", 80), ("vectors", 80)):
        assert _ask_catalogue(home, f"SELECT count(*) FROM {table}") == rows
    stores_agree(home)


def test_readers_and_writers_that_start_together(
    server: Server, essay: Essay, stores_agree: Agree, tmp_path: Path
) -> None:
    home = str(tmp_path / "home")
    sources = [
        _to_jsonl(tmp_path / f"{n}.jsonl", [essay(n * 50 + m, sentences=1) for m in range(50)])
        for n in range(3)
    ]
    server.run("ingest", sources[0], "--home", home)
    writers = [server.start("ingest", source, "--home", home) for source in sources]
    readers = [
        server.start("paperchat", "search", "kettle", "--json", "--home", home) for _ in range(4)
    ]
    for pid in (*writers, *readers):
        assert server.wait(pid) == 0, server.told(pid)
    assert _ask_catalogue(Path(home), "SELECT count(*) FROM papers") == 150
    stores_agree(Path(home))
