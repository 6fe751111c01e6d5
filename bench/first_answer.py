"""The first answer: seconds from starting the program to its end, one question in between."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.corpora import Corpus, Question
from bench.measurement import Measurement, Side
from bench.stores import Stores

_ROOT = Path(__file__).resolve().parents[1]
_NOTE = (
    "Whole processes: start Python, open the stored index, one question, print, exit. The plain "
    "script only retrieves, for it has no model to write an answer with."
)

Command = Callable[[str], list[str]]


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
    for name in names:  # The files are in the system's cache before the clock runs.
        _seconds(commands[name], corpus.questions[0])
    found: dict[str, list[float]] = {name: [] for name in names}
    for pair in range(pairs):
        question = corpus.questions[pair % len(corpus.questions)]
        for turn in range(len(names)):
            name = names[(pair + turn) % len(names)]
            found[name].append(_seconds(commands[name], question))
        print(f"  first answer of {corpus.name}, pair {pair + 1} of {pairs}", file=sys.stderr)
    plain = Side("plain script, retrieval only", tuple(found["plain"]))
    return (
        Measurement(
            f"First answer after start, {corpus.name} abstracts",
            "s",
            Side("`paperchat ask`", tuple(found["ask"])),
            (plain,),
            notes=(_NOTE,),
        ),
        Measurement(
            f"First search after start, {corpus.name} abstracts",
            "s",
            Side("`paperchat search`", tuple(found["search"])),
            (plain,),
            notes=("The same runs of the plain script as above.",),
        ),
    )


def _seconds(command: Command, question: Question) -> float:
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
    start = time.perf_counter()
    done = subprocess.run(
        command(question.text),
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - start
    if done.returncode or not done.stdout.strip():
        raise RuntimeError(f"{command('...')} failed: {done.stderr.strip()}")
    return seconds
