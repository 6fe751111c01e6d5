"""Ingest: abstracts a second, from a file in memory to an index on disk that can be asked."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.corpora import Document, from_jsonl, to_jsonl
from bench.measurement import Measurement, Side
from bench.plain import PlainPipeline, default_splitter, same_size_splitter
from ingest.chunking import CHUNK_TOKENS
from ingest.pipeline import ingest
from ingest.sources import Source
from paperchat.embedding.llama import PaperchatEmbedding
from paperchat.embedding.port import Embedder
from paperchat.library.library import Library

Run = Callable[[Path, bytes], None]


def measure_ingest(
    documents: tuple[Document, ...], embedder: Embedder, size: int, pairs: int
) -> Measurement:
    """Ingest ``pairs`` slices of ``size`` documents with each side, in turns.

    Every run starts with an empty folder; every pair is of one slice, and begins with another
    side than the one before.
    """
    model = PaperchatEmbedding(embedder)
    sides: dict[str, Run] = {
        "Paperchat": lambda folder, data: _ours(folder, data, embedder),
        "plain, default splitter": lambda folder, data: _plain_default(folder, data, model),
        f"plain, chunks of {CHUNK_TOKENS} tokens": lambda folder, data: _plain_same(
            folder, data, model
        ),
    }
    names = list(sides)
    for name in names:  # Models and modules are loaded before the clock runs.
        _rates(sides[name], documents[:2])
    rates: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for pair in range(pairs):
        slice_ = _slice(documents, pair * size, size)
        for turn in range(len(names)):
            name = names[(pair + turn) % len(names)]
            rates[name].append(_rates(sides[name], slice_))
        print(f"  ingest, pair {pair + 1} of {pairs}", file=sys.stderr)
    ours, *others = (Side(name, tuple(wall for wall, _ in runs)) for name, runs in rates.items())
    busy = ", ".join(f"{name} {median(cpu for _, cpu in rates[name]):.1f}" for name in names)
    return Measurement(
        title=f"Ingest of {len(_slice(documents, 0, size))} abstracts into an empty index",
        unit="abstracts/s",
        ours=ours,
        others=tuple(others),
        notes=(
            "From JSON lines in memory to an index on disk, embedding included. Paperchat also "
            "recognises duplicates, stores papers and sentences, builds the index of words, and "
            "checks the vectors it wrote.",
            "Abstracts a second of processor time, which other programs disturb less "
            f"(medians): {busy}.",
        ),
    )


def _rates(run: Run, documents: tuple[Document, ...]) -> tuple[float, float]:
    """Return abstracts a second of wall time, and of processor time."""
    data = to_jsonl(documents)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        wall, processor = time.perf_counter(), time.process_time()
        run(Path(folder), data)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
    return len(documents) / wall, len(documents) / processor


def _slice(documents: tuple[Document, ...], start: int, size: int) -> tuple[Document, ...]:
    """Return ``size`` documents from ``start`` on, or another full slice if they run out."""
    slices = max(1, len(documents) // size)
    start = (start // size % slices) * size
    return documents[start : start + size]


def _ours(folder: Path, data: bytes, embedder: Embedder) -> None:
    library = Library(folder)
    try:
        ingest(library, embedder, [Source.from_bytes("bench.jsonl", data)])
    finally:
        library.close()


def _plain_default(folder: Path, data: bytes, model: PaperchatEmbedding) -> None:
    pipeline = PlainPipeline(folder, model)
    try:
        pipeline.add(from_jsonl(data), default_splitter())
    finally:
        pipeline.close()


def _plain_same(folder: Path, data: bytes, model: PaperchatEmbedding) -> None:
    pipeline = PlainPipeline(folder, model)
    try:
        pipeline.add(from_jsonl(data), same_size_splitter())
    finally:
        pipeline.close()
