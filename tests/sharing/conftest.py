"""Processes that share a Chroma server, and a corpus of invented methods to ask them about."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from chroma_process import ChromaProcess

_BEGIN = re.findall(r"\w+", "Bral Corv Dun Fex Gral Hob Jax Kel Lum Mor Nax Pril Quo Rav Sul Tev")
_MIDDLE = re.findall(r"\w+", "an es il or um av eth ock ip ard")
_END = re.findall(r"\w+", "ane ibex olt us ift era ond yx")
_MEASURES = re.findall(r"\w+", "drift glare friction noise wear leakage delay heat waste sway")
_THINGS = re.findall(
    r"\w+", "kettles lanterns saddles violins barges kites looms anvils pumps sundials"
)


@dataclass(frozen=True, slots=True)
class Invented:
    """A paper about a method that nobody has made; ``quote`` is its telling sentence."""

    id: str
    title: str
    abstract: str
    question: str
    quote: str


@pytest.fixture(scope="session")
def invented() -> Callable[[int, int], list[Invented]]:
    """Return so many papers from a number on; those of one number are the same each time."""
    names = [a + b + c for a in _BEGIN for b in _MIDDLE for c in _END]
    random.Random(7).shuffle(names)

    def make(first: int, count: int) -> list[Invented]:
        return [_paper(number, names[number]) for number in range(first, first + count)]

    return make


def _paper(number: int, name: str) -> Invented:
    rng = random.Random(number)
    measure, thing, other = rng.choice(_MEASURES), *rng.sample(_THINGS, 2)
    quote = (
        f"{name} reduces the {measure} of {thing} by {10 + number % 80} percent in {number} trials."
    )
    abstract = (
        f"We present {name}, a method for the upkeep of {thing}. {quote} "
        f"It was compared with upkeep by hand on {other}, and it needs no training."
    )
    return Invented(
        f"m{number}",
        f"{name}: Reducing the {measure.title()} of {thing.title()}",
        abstract,
        f"By how much does {name} reduce the {measure} of {thing}?",
        quote,
    )


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, list[Invented]], str]:
    """Write papers to a file of JSON Lines; returns its path."""

    def write(name: str, papers: list[Invented]) -> str:
        rows = [{"id": p.id, "title": p.title, "abstract": p.abstract} for p in papers]
        path = tmp_path / name
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
        return str(path)

    return write


@pytest.fixture
def own_chroma(tmp_path: Path) -> Iterator[ChromaProcess]:
    """A Chroma server that runs, for one test."""
    server = ChromaProcess(tmp_path / "chroma" / "data")
    server.start()
    yield server
    server.kill()


class Page:
    """A process that answers many questions at once; see ``asking_at_once.py``."""

    def __init__(self, home: Path, environment: dict[str, str], told: Path) -> None:
        self._told = told
        with told.open("w") as errors:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-W",
                    "error",
                    Path(__file__).with_name("asking_at_once.py"),
                    home,
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment,
                text=True,
            )

    def begin(self, questions: list[str]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(questions) + "\n")
        self._process.stdin.flush()

    def answers(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.line())
        return found

    def line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, self._told.read_text()
        return line

    def end(self) -> str:
        """End it; returns what it has told on stderr."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        assert self._process.wait(60) == 0, self._told.read_text()
        self._process.stdout.close()
        return self._told.read_text()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(30)


@pytest.fixture
def shared_environment(
    offline_environment: dict[str, str], own_chroma: ChromaProcess
) -> dict[str, str]:
    """Variables of a process that uses the server."""
    return {**offline_environment, "PAPERCHAT_CHROMA": own_chroma.url}


@pytest.fixture
def page(shared_environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[[Path], Page]]:
    """Start a process that answers questions about a home; it ends with the test."""
    begun: list[Page] = []

    def begin(home: Path) -> Page:
        begun.append(Page(home, shared_environment, tmp_path / f"page-{len(begun)}.err"))
        assert begun[-1].line() == "ready\n"
        return begun[-1]

    yield begin
    for each in begun:
        each.kill()


@pytest.fixture
def run(shared_environment: dict[str, str]) -> Callable[..., Any]:
    """Run a command that must go well, in a process of its own; returns its JSON."""

    def run_it(*arguments: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "paperchat", *arguments, "--json"],
            capture_output=True, text=True, timeout=240, env=shared_environment, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run_it
