"""``python -m bench``: measure everything in one run, and report it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bench import corpora, machine
from bench.measurement import Measurement, tabulate
from bench.report import Results, from_json, merged, to_json, to_markdown, write_docs
from paperchat.settings import load_settings

_OUT = Path(__file__).parent / "results" / "latest.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    documents: int
    slice_size: int
    ingest_pairs: int
    small_starts: int
    large_starts: int
    questions: int
    warm: int
    every_document: bool


FULL = Plan(
    20_000,
    slice_size=400,
    ingest_pairs=7,
    small_starts=7,
    large_starts=7,
    questions=300,
    warm=150,
    every_document=True,
)
QUICK = Plan(
    300,
    slice_size=40,
    ingest_pairs=2,
    small_starts=1,
    large_starts=0,
    questions=25,
    warm=8,
    every_document=False,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write the results, and return the exit code."""
    options = _parser().parse_args(arguments)
    plan = _plan(options)
    missing = [path for path in (options.small, options.large) if not path.exists()]
    if missing:
        names = " and ".join(path.name for path in missing)
        print(
            f"Nothing was measured: {names} is not there. The benchmark reads its papers from a "
            "folder 'shared' beside the repository, or from --small FILE and --large FOLDER.",
            file=sys.stderr,
        )
        return 0
    loads: list[float] = []
    measured: list[Measurement] = []
    for measurements in _run(plan, options):
        measured += measurements
        loads += [found for found in [machine.load()] if found is not None]
    results = Results(
        day=datetime.now(UTC).date().isoformat(),
        quick=options.quick,
        machine=machine.this_machine(),
        loads=tuple(loads),
        tables=tuple(tabulate(item) for item in measured),
    )
    if (options.warm_only or options.ingest_only) and options.out.is_file():
        results = merged(from_json(options.out.read_text("utf-8")), results)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(to_json(results), "utf-8")
    print(to_markdown(results), end="")
    if options.write_docs:
        write_docs(results)
    return 0


def _run(plan: Plan, options: argparse.Namespace) -> Iterator[Sequence[Measurement]]:
    # Here, so that --help and a missing folder are told at once: these load LlamaIndex and Chroma.
    from bench.answering import measure_answers
    from bench.first_answer import measure_first_answer
    from bench.ingest import measure_ingest
    from bench.retrieval import measure_retrieval
    from bench.splitter_data import make_splitter_data_readable
    from bench.stores import beside, prepare, size_of
    from bench.warm import WARM_UP, Asked, measure_warm
    from paperchat.embedding.factory import create_embedder, create_reader

    settings = load_settings()
    embedder = create_embedder(settings)
    cache = settings.cache / "bench"
    make_splitter_data_readable(cache)
    if options.ingest_only:
        yield ()
        some = corpora.read_large(options.large, plan.slice_size * plan.ingest_pairs, 0)
        yield [measure_ingest(some.documents, embedder, plan.slice_size, plan.ingest_pairs)]
        return
    reader = create_reader(settings, embedder)
    small = corpora.read_small(options.small)
    small_stores = prepare(small, embedder, cache)
    yield ()  # How busy the machine is before the first measurement.
    shipped = corpora.shipped_questions()
    asked = Asked.of(small.name, shipped, plan.warm)
    yield [measure_warm(asked, small_stores, embedder, reader)]
    if options.home:
        whole_stores = beside(options.home, embedder, cache)
        whole = f"{size_of(whole_stores):,}"
    else:
        limit = sys.maxsize if plan.every_document else plan.documents
        everything = corpora.read_large(options.large, limit, plan.questions)
        whole, whole_stores = everything.name, prepare(everything, embedder, cache)
    fresh = corpora.fresh_questions(options.large, plan.warm + WARM_UP)
    asked = Asked.of(whole, fresh, plan.warm)
    yield [measure_warm(asked, whole_stores, embedder, reader)]
    if options.warm_only:
        return
    large = corpora.read_large(options.large, plan.documents, plan.questions)
    large_stores = prepare(large, embedder, cache)
    yield [measure_ingest(large.documents, embedder, plan.slice_size, plan.ingest_pairs)]
    for corpus, stores, starts in (
        (small, small_stores, plan.small_starts),
        (large, large_stores, plan.large_starts),
    ):
        if starts:
            yield measure_first_answer(corpus, stores, starts)
        yield [measure_retrieval(corpus, stores, embedder, plan.questions)]
        yield measure_answers(corpus, stores, embedder, plan.questions)


def _plan(options: argparse.Namespace) -> Plan:
    plan = QUICK if options.quick else FULL
    if options.documents is None:
        return plan
    size = min(plan.slice_size, options.documents)
    return replace(plan, documents=options.documents, slice_size=size)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    add = parser.add_argument
    add("--documents", type=int, help="abstracts of the large corpus (20000; with --quick 300)")
    add("--quick", action="store_true", help="a few of everything: shows that it works")
    add("--out", type=Path, default=_OUT, help="where the results go, as JSON")
    add("--write-docs", action="store_true", help="also put them into docs/performance.md")
    add("--small", type=Path, default=corpora.SMALL, help="a source of about 50 papers")
    add("--large", type=Path, default=corpora.LARGE, help="a folder in the BEIR layout")
    add("--home", type=Path, help="a library that holds all of --large already, for warm answers")
    add("--warm-only", action="store_true", help="measure warm answers; keep what else --out holds")
    add("--ingest-only", action="store_true", help="measure ingest; keep what else --out holds")
    return parser


if __name__ == "__main__":
    sys.exit(main())
