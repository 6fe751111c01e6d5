"""``python -m bench.publishing --base DIR``: the vector index of a large library, and its memory.

A library of short papers is catalogued once, with vectors near those of ``--base`` (see
``synthetic``), and kept. Then, each in a process of its own: its index is written from nothing,
some more papers are catalogued and published on top, and it is searched. Linux only: memory is read
from ``/proc``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bench.machine import load, memory_mib
from bench.synthetic import NearbyEmbedder
from paperchat.embedding.factory import create_embedder
from paperchat.library.library import Library
from paperchat.library.spans import Spans
from paperchat.library.vector_cache import Vector
from paperchat.settings import load_settings
from paperchat.types import Record, Span

_BATCH = 5_000
_PAGE = 20_000
_QUESTIONS = 50
_TOP = 10
_SHARE = 32
"""Of a library one in so many is published on top, as an ingest does."""

Told = dict[str, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a line of JSON for each process, and return the exit code."""
    options = _parser().parse_args(arguments)
    if options.step:
        told = _STEPS[options.step](options.home, options.base)
        print(json.dumps({"step": options.step, **told, "load": load()}), flush=True)
        return 0
    home = options.home / "published"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(_catalogued(options.home, options.base, options.vectors), home)
    for step in ("publish", "add", "publish", "search"):
        command = [sys.executable, "-m", "bench.publishing", "--step", step]
        places = ["--home", str(home), "--base", str(options.base)]
        subprocess.run([*command, *places], check=True)
    return 0


def _catalogued(folder: Path, base: Path, count: int) -> Path:
    """Return the home of a library of ``count`` papers without an index, made where it is not."""
    made = folder / f"catalogued-{count}"
    unready = folder / "unready"
    if not made.is_dir():
        shutil.rmtree(unready, ignore_errors=True)
        _catalogue(unready, base, count)
        unready.rename(made)
    return made


def _catalogue(home: Path, base: Path, count: int) -> None:
    """Catalogue so many papers more, of one short chunk each, with their vectors."""
    embedder = _nearby(base)
    library = Library(home)
    try:
        library.require(embedder)
        first = library.catalogue.count()
        for start in range(first, first + count, _BATCH):
            numbers = range(start, min(start + _BATCH, first + count))
            library.catalogue.store([_paper(number) for number in numbers], _uncut)
            chunks = library.vector_cache.pending(_BATCH)
            rows = embedder.embed_texts([chunk.embedded_text for chunk in chunks])
            by_hash = dict(zip((chunk.text_hash for chunk in chunks), rows, strict=True))
            library.vector_cache.store(by_hash, embedder.fingerprint)
    finally:
        library.close()


def _nearby(base: Path) -> NearbyEmbedder:
    source = Library(base)
    try:
        return NearbyEmbedder(source, create_embedder(load_settings()))
    finally:
        source.close()


def _paper(number: int) -> Record:
    return Record(f"Paper {number}", f"Text of {number}.", record_id=str(number), source="made")


def _uncut(_title: str, text: str) -> Spans:
    whole = (Span(0, len(text)),)
    return Spans(whole, whole)


def _publish(home: Path, _base: Path) -> Told:
    library = Library(home)
    began, worked = time.perf_counter(), time.process_time()
    try:
        library.vector_builds.publish()
        taken = time.perf_counter() - began
        return {"s": taken, "cpu_s": time.process_time() - worked, "peak_mib": memory_mib()[1]}
    finally:
        library.close()


def _add(home: Path, base: Path) -> Told:
    library = Library(home)
    count = library.catalogue.count() // _SHARE
    library.close()
    _catalogue(home, base, count)
    return {"papers": count, "peak_mib": memory_mib()[1]}


def _search(home: Path, base: Path) -> Told:
    embedder = _nearby(base)
    questions = embedder.embed_texts([f"question {number}" for number in range(_QUESTIONS)])
    library = Library(home)
    try:
        library.require(embedder)
        before = memory_mib()[0]
        began = time.perf_counter()
        library.vectors.search(questions[0], _TOP)
        first = time.perf_counter() - began
        found, taken = [], []
        for question in questions:
            began = time.perf_counter()
            hits = library.vectors.search(question, _TOP)
            taken.append((time.perf_counter() - began) * 1000)
            found.append({hit.chunk_id for hit in hits})
        opened = memory_mib()[0] - before
        right = zip(found, _nearest(library, questions), strict=True)
        return {
            "vectors": library.vectors.count(),
            "index_mib": opened,
            "first_s": first,
            "median_ms": statistics.median(taken),
            "p95_ms": float(np.percentile(taken, 95)),
            "recall": statistics.mean(len(one & other) / _TOP for one, other in right),
        }
    finally:
        library.close()


def _nearest(library: Library, questions: Vector) -> list[set[str]]:
    """Return the ids of the nearest to each of ``questions`` by exact search, read in pages."""
    best: list[list[tuple[float, str]]] = [[] for _ in questions]
    after = ""
    while True:
        ids, vectors = library.vector_cache.newer_than(-1, after=after, limit=_PAGE)
        if not ids:
            return [{name for _, name in known} for known in best]
        for row, scores in enumerate(questions @ vectors.T):
            found = [(float(scores[i]), ids[i]) for i in np.argsort(-scores)[:_TOP]]
            best[row] = sorted((*best[row], *found), reverse=True)[:_TOP]
        after = ids[-1]


_STEPS: dict[str, Callable[[Path, Path], Told]] = {
    "publish": _publish,
    "add": _add,
    "search": _search,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.publishing", description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help="home of a library of real papers")
    parser.add_argument("--home", type=Path, default=load_settings().cache / "bench" / "publishing")
    parser.add_argument("--vectors", type=int, default=400_000)
    parser.add_argument("--step", choices=_STEPS, help="what one process does; for its own use")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
