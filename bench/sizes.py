"""``python -m bench.sizes``: what retrieval costs in libraries of 48 to 1,000,000 chunks.

Without a filter and with filters that keep ever fewer papers: milliseconds, memory and disk, beside
a plain LlamaIndex pipeline over Chroma that holds the same chunks and vectors and filters by
Chroma's ``where``. Each side runs in a process of its own; they are asked in turns. Libraries are
made once and kept below ``PAPERCHAT_CACHE``; the largest is grown from the one before it with mixed
papers (see ``bench.synthetic``).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench import corpora
from bench.machine import load, this_machine
from bench.scaled import scaled
from bench.size_filters import filters_for
from bench.size_pairs import measure_pairs
from bench.size_plain import fill_beside, plain_folder
from bench.size_plot import draw
from bench.size_results import Disk, Size, SizeResults, keep, read, write_docs
from ingest.pipeline import ingest
from ingest.sources import Source
from paperchat.embedding.factory import create_embedder
from paperchat.embedding.port import Embedder
from paperchat.library.library import FILE, Library
from paperchat.settings import load_settings

OUT = Path(__file__).parent / "results" / "sizes.json"
_QUESTIONS = 60
_LARGEST = 1_000_000
_HF = corpora.SHARED / "bench" / "hf-daily" / "corpus.jsonl.gz"

Home = Callable[[], Path]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, keep and print the results, and return the exit code."""
    options = _parser().parse_args(arguments)
    settings = load_settings()
    embedder = create_embedder(settings)
    cache = settings.cache / "bench"
    results = read(options.out) or SizeResults(this_machine(), ())
    homes = _homes(options, embedder, cache)
    for name in options.only or tuple(homes):
        home = homes[name]()
        beside = None if options.without_plain else plain_folder(home, cache)
        results = results.with_size(_measured(name, home, beside, embedder, options.questions))
        keep(results, options.out)
    print(results.to_markdown())
    if options.write_docs:
        draw(results)
        write_docs(results)
    return 0


def _homes(options: argparse.Namespace, embedder: Embedder, cache: Path) -> dict[str, Home]:
    def ingested(name: str, file: Path) -> Path:
        home = cache / f"of-{name}"
        _ingest(home, file, embedder)
        return home

    def middle() -> Path:
        return options.home_middle or ingested("12k", _HF)

    def large() -> Path:
        return options.home or ingested("87k", corpora.LARGE / "corpus.jsonl.gz")

    return {
        "48": lambda: ingested("48", corpora.SMALL),
        "12k": middle,
        "87k": large,
        "1m": lambda: scaled(large(), options.largest, embedder, cache),
    }


def _ingest(home: Path, file: Path, embedder: Embedder) -> None:
    """Read ``file`` into ``home``; what is there already takes a moment."""
    library = Library(home)
    try:
        if library.catalogue.generation() == 0 or library.pending_count():
            print(f"ingesting {file.name} ...", file=sys.stderr)
            ingest(library, embedder, [Source.from_path(file)])
    finally:
        library.close()


def _measured(
    name: str, home: Path, beside: Path | None, embedder: Embedder, questions: int
) -> Size:
    print(f"{name}: {home}", file=sys.stderr)
    library = Library(home)
    try:
        catalogue = library.catalogue
        papers, chunks = catalogue.count(), catalogue.chunk_count()
        filters = filters_for(catalogue)
        counted = [(item, catalogue.count(item.conditions)) for item in filters]
    finally:
        library.close()
    if beside is not None:
        fill_beside(home, filters, embedder, beside)
    asked = _questions(name, questions)
    loads = [load() or 0.0]
    pairs = measure_pairs(home, beside, [(None, papers), *counted], asked)
    loads.append(load() or 0.0)
    ours = Disk(_size(home / FILE), _size(home / "lexical"), _size(home / "vectors"))
    return Size(
        name=name,
        papers=papers,
        chunks=chunks,
        pairs=pairs,
        disk=ours,
        plain_disk=_size(beside) if beside is not None else 0.0,
        day=datetime.now(UTC).date().isoformat(),
        loads=(min(loads), max(loads)),
    )


def _questions(name: str, count: int) -> tuple[str, ...]:
    if name == "48":
        return tuple(item.text for item in corpora.read_small(corpora.SMALL).questions[:count])
    return corpora.fresh_questions(corpora.LARGE, count)


def _size(path: Path) -> float:
    """Return MiB on disk."""
    files = [path] if path.is_file() else [item for item in path.rglob("*") if item.is_file()]
    return sum(item.stat().st_size for item in files) / 2**20


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.sizes", description=__doc__)
    add = parser.add_argument
    add("--home", type=Path, metavar="DIR", help="a library of all 87,324 papers, to be used as is")
    add("--home-middle", type=Path, metavar="DIR", help="one of all 12,582, likewise")
    add("--only", action="append", choices=("48", "12k", "87k", "1m"), help="measure this size")
    add("--largest", type=int, default=_LARGEST, metavar="N", help="chunks of the largest library")
    add("--questions", type=int, default=_QUESTIONS, metavar="N", help="asked with each filter")
    add("--without-plain", action="store_true", help="measure Paperchat alone")
    add("--out", type=Path, default=OUT, help="where results are kept, as JSON")
    add("--write-docs", action="store_true", help="put table and plot into docs/performance.md")
    return parser


if __name__ == "__main__":
    sys.exit(main())
