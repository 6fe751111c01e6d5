"""Ingest: abstracts a second, from a file in memory to an index on disk that can be asked."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.corpora import Document, from_jsonl, to_jsonl
from bench.measurement import Measurement, Side
from bench.plain import PlainPipeline, default_splitter, same_size_splitter
from bench.torch_side import VARIABLE, TorchSide, torch_side
from ingest.chunking import CHUNK_TOKENS, cut
from ingest.pipeline import ingest
from ingest.sources import Source
from paperchat.embedding.llama import PaperchatEmbedding
from paperchat.embedding.port import Embedder
from paperchat.library.library import Library

Run = Callable[[Path, bytes], tuple[float, float]]
"""Ingests into a folder; returns seconds of wall time, and of processor time."""

_BARE = "the embedder alone"
_BATCH = 256


def measure_ingest(
    documents: tuple[Document, ...], embedder: Embedder, size: int, pairs: int
) -> Measurement:
    """Ingest ``pairs`` slices of ``size`` documents with each side, in turns.

    Every run starts with an empty folder; every pair is of one slice, and begins with another
    side than the one before.
    """
    with torch_side() as torch:
        sides = _sides(embedder, torch)
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
    return Measurement(
        title=f"Ingest of {len(_slice(documents, 0, size))} abstracts into an empty index",
        unit="abstracts/s",
        ours=ours,
        others=tuple(others),
        notes=_notes(rates, with_torch=torch is not None),
    )


def _sides(embedder: Embedder, torch: TorchSide | None) -> dict[str, Run]:
    model = PaperchatEmbedding(embedder)
    sides: dict[str, Run] = {
        "Paperchat": lambda folder, data: _timed(lambda: _ours(folder, data, embedder)),
        _BARE: lambda _, data: _bare(data, embedder),
        "plain, default splitter": lambda folder, data: _timed(
            lambda: _plain(folder, data, model, same_size=False)
        ),
        f"plain, chunks of {CHUNK_TOKENS} tokens": lambda folder, data: _timed(
            lambda: _plain(folder, data, model, same_size=True)
        ),
    }
    if torch is not None:
        sides[f"plain, sentence-transformers, chunks of {CHUNK_TOKENS}"] = torch.ingest
    return sides


def _notes(rates: dict[str, list[tuple[float, float]]], *, with_torch: bool) -> tuple[str, ...]:
    busy = ", ".join(f"{name} {median(cpu for _, cpu in runs):.1f}" for name, runs in rates.items())
    pairs = zip(rates["Paperchat"], rates[_BARE], strict=True)
    share = median(ours / bare for (ours, _), (bare, _) in pairs)
    notes = [
        "From JSON lines in memory to an index on disk, embedding included. Paperchat also "
        "recognises duplicates, stores papers and sentences, builds the index of words, and "
        "checks the vectors it wrote.",
        f"The embedder alone is given the texts of our chunks, {_BATCH} at a time, and what it "
        f"makes is thrown away: Paperchat reaches {share:.0%} of that (median over pairs).",
        "Abstracts a second of processor time, which other programs disturb less "
        f"(medians): {busy}.",
    ]
    if not with_torch:
        notes.append(
            f"sentence-transformers was not measured: {VARIABLE} names no Python that has it."
        )
    return tuple(notes)


def _rates(run: Run, documents: tuple[Document, ...]) -> tuple[float, float]:
    """Return abstracts a second of wall time, and of processor time."""
    data = to_jsonl(documents)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        wall, processor = run(Path(folder), data)
    return len(documents) / wall, len(documents) / processor


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


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


def _bare(data: bytes, embedder: Embedder) -> tuple[float, float]:
    """Embed what Paperchat would; reading and cutting come before the clock runs."""
    rows = [json.loads(line) for line in data.splitlines()]
    texts = [
        f"{row['title']}\n{row['text'][span.start : span.end]}"
        for row in rows
        for span in cut(row["title"], row["text"]).chunks
    ]
    batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
    return _timed(lambda: [embedder.embed_texts(batch) for batch in batches])


def _plain(folder: Path, data: bytes, model: PaperchatEmbedding, *, same_size: bool) -> None:
    pipeline = PlainPipeline(folder, model)
    try:
        pipeline.add(from_jsonl(data), same_size_splitter() if same_size else default_splitter())
    finally:
        pipeline.close()
