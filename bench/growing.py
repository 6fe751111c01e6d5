"""``python -m bench.growing``: a library while it grows, through the command a user gives.

``paperchat ingest FILE`` into an empty home; beside it, in processes of their own, questions until
one is answered. After some minutes of embedding the ingest is ended, once with SIGTERM and once
with SIGKILL, and each time gone on with; with ``--whole`` to the end. Then an unchanged file is
ingested again over a library that holds it. Linux only: memory is read from ``/proc``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench import corpora
from bench.growing_process import Ingesting, ask
from bench.growing_results import Grown, keep, read, write_docs
from bench.machine import load
from ingest.sources import ReadOptions, Source, read_source
from paperchat.library.library import Library
from paperchat.types import Record

OUT = Path(__file__).parent / "results" / "growing.json"
_LOOK_EVERY_S = 0.5


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, keep and print the results, and return the exit code."""
    options = _parser().parse_args(arguments)
    results = read(options.out)
    for file in options.file or [corpora.LARGE / "corpus.jsonl.gz"]:
        with tempfile.TemporaryDirectory(prefix="paperchat-growing-") as folder:
            home = Path(folder) / "library"
            grown = _grow(file, home, options.minutes * 60, whole=options.whole)
            again = home if options.whole else _copied(options.complete, Path(folder))
            grown = _again(grown, file, again) if again else grown
            if options.keep:
                shutil.move(home, options.keep / grown.file)
        results = (*(item for item in results if item.file != grown.file), grown)
        keep(results, options.out)
        print(json.dumps(grown.as_rows(), indent=2))
    if options.write_docs:
        write_docs(results)
    return 0


def _grow(file: Path, home: Path, seconds: float, *, whole: bool) -> Grown:
    loads = [load() or 0.0]
    with Ingesting(file, home) as run:
        first = _first_answer(run, home, _title(file))
        told = run.wait_until_embedding()
        print(f"  found by words: {told:.0f} s", file=sys.stderr)
        run.run_for(seconds)
        run.end(signal.SIGTERM)
        loads.append(load() or 0.0)
    kept = [_waiting(home)]
    peaks, rates = [run.peak_mib], [run.rate()]
    for how in (signal.SIGKILL, None if whole else signal.SIGTERM):
        with Ingesting(file, home) as run:
            run.wait_until_embedding()
            kept.append(run.first_total())
            if how is None:
                run.finish()
            else:
                run.run_for(seconds / 3)
                run.end(how)
                kept.append(_waiting(home))
        peaks.append(run.peak_mib)
        rates.append(run.rate())
        loads.append(load() or 0.0)
    library = Library(home)
    papers, chunks = library.catalogue.count(), library.catalogue.chunk_count()
    library.close()
    return Grown(
        file=file.parent.name,
        papers=papers,
        chunks=chunks,
        first_answer_s=first,
        by_words_s=told,
        texts_a_second=max(rates),
        peak_mib=max(peaks),
        waiting=tuple(kept),
        finished_s=run.seconds if whole else None,
        again_s=None,
        again_peak_mib=None,
        loads=(min(loads), max(loads)),
    )


def _first_answer(run: Ingesting, home: Path, question: str) -> float:
    """Return the seconds from the start of ``run`` until a question was answered."""
    while not _holds_papers(home) or not ask(home, question):
        run.check()
        time.sleep(_LOOK_EVERY_S)
    print(f"  first answer: {run.seconds:.1f} s", file=sys.stderr)
    return run.seconds


def _holds_papers(home: Path) -> bool:
    """Tell whether there is anything to ask: an empty library would be given the starter papers."""
    if not Library.exists(home):
        return False
    library = Library(home)
    try:
        return library.catalogue.count() > 0
    finally:
        library.close()


def _title(file: Path) -> str:
    """Return a question about one of the first papers of ``file``."""
    items = read_source(Source.from_path(file), ReadOptions())
    for item in items:
        if isinstance(item, Record):
            return f"What does “{item.title}” say?"
    raise SystemExit(f"{file.name} holds no paper")


def _waiting(home: Path) -> int:
    """Return how many texts have no vector; as a reader does, nothing is changed."""
    library = Library(home)
    try:
        return library.pending_count()
    finally:
        library.close()


def _copied(home: Path | None, folder: Path) -> Path | None:
    if home is None:
        return None
    shutil.copytree(home, folder / "complete")
    return folder / "complete"


def _again(grown: Grown, file: Path, home: Path) -> Grown:
    with Ingesting(file, home) as run:
        run.finish()
    print(f"  again: {run.seconds:.0f} s, {run.peak_mib:,.0f} MiB", file=sys.stderr)
    return grown.with_again(run.seconds, run.peak_mib)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.growing", description=__doc__)
    add = parser.add_argument
    add("--file", type=Path, action="append", metavar="FILE", help="papers (all of ml-abstracts)")
    add("--minutes", type=float, default=3.0, metavar="N", help="of embedding before the first end")
    add("--whole", action="store_true", help="go on until all papers have vectors")
    add("--complete", type=Path, metavar="DIR", help="a library that holds the file, to be copied")
    add("--keep", type=Path, metavar="DIR", help="a folder to leave the libraries made in")
    add("--out", type=Path, default=OUT, help="where results are kept, as JSON")
    add("--write-docs", action="store_true", help="put them into docs/performance.md")
    return parser


if __name__ == "__main__":
    sys.exit(main())
