"""The first answer: seconds from starting the program to its end, one question in between."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.corpora import Corpus, Question
from bench.measurement import Measurement, Side
from bench.stores import Stores

_ROOT = Path(__file__).resolve().parents[1]
_NOTE = (
    "Whole processes: start Python, open the stored index, one question, print, exit. The plain "
    "script only retrieves, for it has no model to write an answer with."
)

Command = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class _Times:
    """Seconds that one process took, and those it kept processors busy."""

    wall: float
    processor: float


def measure_first_answer(corpus: Corpus, stores: Stores, pairs: int) -> tuple[Measurement, ...]:
    """Start each program ``pairs`` times, in turns, each pair with another question."""
    ours = [sys.executable, "-m", "paperchat"]
    end = ["--json", "--home", str(stores.home)]
    commands: dict[str, Command] = {
        "ask": lambda question: [*ours, "ask", question, *end],
        "search": lambda question: [*ours, "search", question, *end],
        "plain": lambda question: [
            *(sys.executable, "-m", "bench.plain_start"),
            *(str(stores.plain), question),
        ],
    }
    names = list(commands)
    if pairs > 1:
        for name in names:  # The files are in the system's cache before the clock runs.
            _start(commands[name], corpus.questions[0])
    found: dict[str, list[_Times]] = {name: [] for name in names}
    for pair in range(pairs):
        question = corpus.questions[pair % len(corpus.questions)]
        for turn in range(len(names)):
            name = names[(pair + turn) % len(names)]
            found[name].append(_start(commands[name], question))
        print(f"  first answer of {corpus.name}, pair {pair + 1} of {pairs}", file=sys.stderr)
    return _measurements(corpus, found)


def _measurements(corpus: Corpus, found: dict[str, list[_Times]]) -> tuple[Measurement, ...]:
    wall = {name: tuple(run.wall for run in runs) for name, runs in found.items()}
    busy = {name: median(run.processor for run in runs) for name, runs in found.items()}
    plain = Side("plain script, retrieval only", wall["plain"])
    said = (
        f"Processor time, which other programs disturb less: ask {busy['ask']:.2f} s, "
        f"search {busy['search']:.2f} s, plain {busy['plain']:.2f} s."
    )
    return (
        Measurement(
            f"First answer after start, {corpus.name} abstracts",
            "s",
            Side("`paperchat ask`", wall["ask"]),
            (plain,),
            notes=(_NOTE, said),
        ),
        Measurement(
            f"First search after start, {corpus.name} abstracts",
            "s",
            Side("`paperchat search`", wall["search"]),
            (plain,),
            notes=("The same runs of the plain script as above.",),
        ),
    )


def check_searched(printed: str) -> None:
    """Make sure that the answer, as JSON, took a search, as the plain script's result does.

    Raises:
        RuntimeError: it was looked up by name instead, so the times would not compare.
    """
    answer = json.loads(printed)
    if not answer["timings_ms"]["retrieve"] > 0:
        raise RuntimeError(
            f"{answer['question']!r} was answered without a search: measure with another question"
        )


def _start(command: Command, question: Question) -> _Times:
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
    before, start = os.times(), time.perf_counter()
    done = subprocess.run(
        command(question.text),
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    wall, after = time.perf_counter() - start, os.times()
    if done.returncode or not done.stdout.strip():
        raise RuntimeError(f"{command('...')} failed: {done.stderr.strip()}")
    if "ask" in command("...")[:4]:
        check_searched(done.stdout)
    user = after.children_user - before.children_user
    return _Times(wall, user + after.children_system - before.children_system)
