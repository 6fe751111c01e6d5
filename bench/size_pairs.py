"""Paperchat and the plain index over the same papers, each in a process, searched in turns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bench.size_filters import Filter

_ROOT = Path(__file__).resolve().parents[1]
_WARM_UP = 3
_LEAST = 8
_AT_MOST_S = 45.0
"""A filter takes no longer than that, if it has been asked for ``_LEAST`` times."""

Which = Literal["ours", "plain"]


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds of the searches with one filter (none: without), side by side.

    ``first`` is that of the first search with it, which reads what it keeps; it is no part of the
    others. ``papers`` is how many papers the filter keeps.
    """

    wanted: float | None
    filter: str
    papers: int
    ours: tuple[float, ...]
    plain: tuple[float, ...]
    ours_first: float
    plain_first: float


@dataclass(frozen=True, slots=True)
class Memory:
    """Of one side's process in MiB: after its first search, at most without filters, at most."""

    loaded: float
    unfiltered: float
    peak: float


@dataclass(frozen=True, slots=True)
class Pairs:
    """What was measured of one library; without a plain index its values are empty."""

    timed: tuple[Timed, ...]
    ours: Memory
    plain: Memory | None


def measure_pairs(
    home: Path,
    plain: Path | None,
    filters: Sequence[tuple[Filter | None, int]],
    questions: Sequence[str],
) -> Pairs:
    """Search ``questions`` with each of ``filters``, given with how many papers each keeps."""
    with ExitStack() as stack:
        sides = [stack.enter_context(_side("ours", home))]
        if plain is not None:
            sides.append(stack.enter_context(_side("plain", plain)))
        timed: list[Timed] = []
        for asked, papers in filters:
            print(f"  {asked or 'no filter'}", file=sys.stderr)
            timed.append(_timed(sides, asked, papers, questions))
            for side in sides:
                side.note(filtered=asked is not None)
        mine, *other = (side.memory() for side in sides)
        return Pairs(tuple(timed), mine, other[0] if other else None)


def _timed(
    sides: Sequence[_Side], asked: Filter | None, papers: int, questions: Sequence[str]
) -> Timed:
    firsts = [side.search(questions[0], asked) for side in sides]
    for question in questions[1:_WARM_UP]:
        for side in sides:
            side.search(question, asked)
    taken: list[list[float]] = [[] for _ in sides]
    began = time.monotonic()
    for number, question in enumerate(questions[_WARM_UP:]):
        order = range(len(sides)) if number % 2 == 0 else range(len(sides) - 1, -1, -1)
        for place in order:
            taken[place].append(sides[place].search(question, asked))
        if number >= _LEAST and time.monotonic() - began > _AT_MOST_S:
            break
    plain, first = (taken[1], firsts[1]) if len(sides) > 1 else ([], 0.0)
    return Timed(
        wanted=asked.wanted if asked else None,
        filter=str(asked or ""),
        papers=papers,
        ours=tuple(taken[0]),
        plain=tuple(plain),
        ours_first=firsts[0],
        plain_first=first,
    )


class _Side:
    """A process that searches, and what it told of its memory."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._loaded = 0.0
        self._unfiltered = 0.0
        self._peak = 0.0

    def search(self, query: str, asked: Filter | None) -> float:
        """Return the milliseconds that a search took.

        Raises:
            RuntimeError: the process has ended; what it said went to stderr.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        conditions = [str(condition) for condition in asked.conditions] if asked else []
        said = {"query": query, "conditions": conditions, "only": asked.name if asked else None}
        self._process.stdin.write(json.dumps(said) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("a side of the measurement has ended")
        told = json.loads(line)
        self._loaded = self._loaded or float(told["mib"])
        self._peak = float(told["peak_mib"])
        return float(told["ms"])

    def note(self, *, filtered: bool) -> None:
        """Take the memory of now for that without filters, unless there were some."""
        if not filtered:
            self._unfiltered = self._peak

    def memory(self) -> Memory:
        """Return what it took so far."""
        return Memory(self._loaded, self._unfiltered, self._peak)


@contextmanager
def _side(which: Which, folder: Path) -> Iterator[_Side]:
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.size_worker", which, str(folder)],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield _Side(process)
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait()
        process.stdout.close()
