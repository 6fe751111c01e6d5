"""A real ``python -m ingest`` is killed at many moments; whatever command comes next mends it all.

The vectors are in the library's folder, and then on a Chroma server.

Most of the processes are forks of a server that has imported everything (see ``fork_server.py``),
so that the imports are paid once; a few are started afresh.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import pytest

from paperchat.library.chroma_address import ChromaAddress
from paperchat.library.library import FILE, Library
from paperchat.types import Record

Essay = Callable[..., Record]
Agree = Callable[[Path], None]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")

BOTH_STORES = True
KILLS = 26
KILLS_WITH_A_SERVER = 12
FRESH_PROCESSES = 2
ALREADY_THERE = 60
PAPERS = 280
PHASES = ("reading", "indexing", "embedding", "publishing")
TIMEOUT = 60.0


class Server(Protocol):
    """What the fixture ``server`` gives."""

    def start(self, *arguments: str) -> int: ...
    def wait(self, pid: int) -> int: ...
    def run(self, *arguments: str) -> str: ...


@dataclass(frozen=True, slots=True)
class _State:
    """How far a run has come, as the catalogue tells."""

    generation: int
    sealed: bool
    waiting: int
    build: str

    def reached(self, phase: str, before: _State) -> bool:
        """Tell whether the run that began at ``before`` has come to ``phase``."""
        stored = self.generation > before.generation
        if phase == "reading":
            return True
        if phase == "indexing":
            return stored
        if phase == "embedding":
            return stored and self.sealed
        if phase == "publishing":
            return stored and self.sealed and self.waiting == 0
        return self.build != before.build and stored and self.waiting == 0


_OF_BUILD = re.compile(r"vectors.*_(build|generation)")
_NOTHING = _State(0, sealed=False, waiting=0, build="")


def _state(home: Path) -> _State:
    """Look at the catalogue without touching it; what is not there yet is nothing."""
    try:
        uri = f"{(home / FILE).as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=0.05)) as connection:
            facts = dict(connection.execute("SELECT key, value FROM facts"))
            [waiting] = connection.execute(
                "SELECT count(*) FROM chunks WHERE vector_generation IS NULL"
            ).fetchone()
    except sqlite3.OperationalError:
        return _NOTHING
    return _State(
        generation=int(facts.get("generation", 0)),
        sealed=bool(facts.get("lexical_seal")),
        waiting=waiting,
        build=" ".join(facts[name] for name in facts if _OF_BUILD.fullmatch(name)),
    )


def _stored_papers(home: Path) -> dict[str, str]:
    if not (home / FILE).exists():
        return {}
    library = Library(home)
    try:
        return {paper.id: paper.text for paper in library.catalogue.papers()}
    finally:
        library.close()


def _ended(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z"


def _await(home: Path, before: _State, phase: str, pid: int) -> None:
    limit = time.monotonic() + TIMEOUT
    while not _state(home).reached(phase, before) and not _ended(pid):
        assert time.monotonic() < limit, f"{phase} was never reached"
        time.sleep(0.005)


def _to_jsonl(path: Path, records: list[Record]) -> Path:
    lines = [{"id": r.record_id, "title": r.title, "abstract": r.text} for r in records]
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return path


@dataclass(frozen=True, slots=True)
class _Bench:
    """What every kill starts from: a home to copy, and the source that is ingested into it."""

    filled: Path
    old: Path
    source: Path
    texts: dict[str, str]
    lengths: dict[str, float]
    """Seconds that each phase takes undisturbed."""

    def make(
        self, home: Path, start: str, server: Server, vectors_at: ChromaAddress | None
    ) -> None:
        """Make a home that is filled or empty."""
        if start == "empty":
            home.mkdir()
        elif vectors_at is None:
            shutil.copytree(self.filled, home)
        else:
            # A copy would lay claim to the collection of the original.
            server.run("ingest", str(self.old), "--home", str(home))


@pytest.fixture
def bench(server: Server, vectors_at: ChromaAddress | None, essay: Essay, tmp_path: Path) -> _Bench:
    """A library of some papers and none at all; the source updates some of these papers."""
    first = [essay(number, sentences=1, variant=number % 2) for number in range(ALREADY_THERE)]
    everything = [essay(number, sentences=1) for number in range(PAPERS)]
    # One name, since it is one source that has grown.
    (tmp_path / "old").mkdir()
    old = _to_jsonl(tmp_path / "old" / "essays.jsonl", first)
    new = _to_jsonl(tmp_path / "essays.jsonl", everything)
    filled = tmp_path / "filled"
    server.run("ingest", str(old), "--home", str(filled))
    texts = {f"e{number}": record.text for number, record in enumerate(everything)}
    made = _Bench(filled, old, new, texts, {})
    home = tmp_path / "timed"
    made.make(home, "filled", server, vectors_at)
    before, reached = _state(home), [time.monotonic()]
    pid = server.start("ingest", str(new), "--home", str(home))
    for phase in (*PHASES[1:], "done"):
        _await(home, before, phase, pid)
        reached.append(time.monotonic())
    assert server.wait(pid) == 0
    lengths = {
        phase: max(0.02, end - start)
        for phase, (start, end) in zip(PHASES, pairwise(reached), strict=True)
    }
    return replace(made, lengths=lengths)


def _kill_once(
    server: Server,
    bench: _Bench,
    home: Path,
    phase: str,
    rng: random.Random,
    environment: dict[str, str] | None,
) -> bool:
    """Ingest into ``home`` and kill at a moment of ``phase``; tells whether it was in time."""
    before = _state(home)
    arguments = ["ingest", str(bench.source), "--home", str(home)]
    fresh = None
    if environment is None:
        pid = server.start(*arguments)
    else:
        fresh = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        pid = fresh.pid
    _await(home, before, phase, pid)
    time.sleep(rng.uniform(0, bench.lengths[phase]))
    os.kill(pid, signal.SIGKILL)
    return (fresh.wait(TIMEOUT) if fresh else server.wait(pid)) == -signal.SIGKILL


def _check(home: Path, bench: _Bench, old: dict[str, str], committed: set[str]) -> None:
    """No paper that was stored before is missing, and each has its old text or its new one."""
    papers = _stored_papers(home)
    assert papers.keys() >= old.keys() | committed
    for name, text in papers.items():
        if name in bench.texts:
            assert text in (old.get(name), bench.texts[name])


@pytest.mark.timeout(600)
def test_an_ingest_killed_at_any_moment_loses_nothing(
    server: Server,
    bench: _Bench,
    offline_environment: dict[str, str],
    vectors_at: ChromaAddress | None,
    stores_agree: Agree,
    tmp_path: Path,
) -> None:
    kills = KILLS if vectors_at is None else KILLS_WITH_A_SERVER
    environment = offline_environment | ({"PAPERCHAT_CHROMA": vectors_at.url} if vectors_at else {})
    seed = random.SystemRandom().randrange(10**6)
    rng = random.Random(seed)
    killed = dict.fromkeys(PHASES, 0)
    attempt = 0
    while sum(killed.values()) < kills:
        attempt += 1
        assert attempt <= 2 * kills, f"too many runs ended before they were killed: {killed}"
        phase = min(PHASES, key=lambda name: killed[name])
        start = "empty" if attempt % 4 == 0 else "filled"
        told = f"seed-{seed}-attempt-{attempt}-{start}-{phase}"
        home = tmp_path / told  # so that every failure names it
        bench.make(home, start, server, vectors_at)
        old = _stored_papers(home)
        fresh = environment if attempt <= FRESH_PROCESSES else None
        killed[phase] += _kill_once(server, bench, home, phase, rng, fresh)
        # Looking at the catalogue recovers it, which is the next command's business half the time.
        committed = set(_stored_papers(home)) if attempt % 2 else set()
        if attempt % 6 == 0:
            # Mending may be killed as well.
            pid = server.start("paperchat", "search", "kettle", "--json", "--home", str(home))
            time.sleep(rng.uniform(0, 0.5))
            os.kill(pid, signal.SIGKILL)
            server.wait(pid)
        found = server.run("paperchat", "search", "kettle", "--json", "--home", str(home))
        assert json.loads(found), told
        _check(home, bench, old, committed)
        stores_agree(home)
        if attempt % 9 == 0:
            report = json.loads(
                server.run("ingest", str(bench.source), "--json", "--home", str(home))
            )
            assert report["read"] == PAPERS, told
            papers = _stored_papers(home)
            assert {name: papers[name] for name in bench.texts} == bench.texts, told
            stores_agree(home)
        shutil.rmtree(home)
    assert all(count >= kills // len(PHASES) - 1 for count in killed.values()), killed
