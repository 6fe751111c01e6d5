"""The command eval."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperchat.cli.options import AsJson, Home, settings_for
from paperchat.cli.output import show, show_json, tell
from paperchat.cli.progress import Report, ingest_progress, shown_progress
from paperchat.errors import LibraryError

if TYPE_CHECKING:
    from paperchat.embedding.port import Embedder
    from paperchat.evaluation.beir import Task
    from paperchat.evaluation.run import Evaluation, Quality
    from paperchat.library.library import Library
    from paperchat.settings import Settings
    from paperchat.types import IngestReport

_HELP = """DIR is a folder in the BEIR layout: corpus.jsonl or corpus.jsonl.gz (_id, title, text),
queries.jsonl (_id, text) and qrels.tsv (a header row, then query-id, corpus-id and score, separated
by tabs). Queries without a relevant document are left out.

The documents go into a library of their own in the cache folder, named by the content of the
corpus and by the embedder, so that a second run embeds nothing. Your library is not touched.

With --json the result is one object: dense, lexical and hybrid (each with ndcg@10, recall@10,
recall@100 and mrr@10), latency_ms (p50 and p95 of a hybrid search), documents, queries, rejected
(documents that are too short to be a paper) and embedded (texts turned into vectors by this run).

\b
Examples:
  paperchat eval scifact
  paperchat eval scifact --json > scifact.json
"""

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A folder in the BEIR layout.")]


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command("eval", short_help="Measure retrieval.", epilog=_HELP)(evaluate_folder)


def evaluate_folder(
    context: typer.Context, folder: Folder, as_json: AsJson = False, home: Home = None
) -> None:
    """Measure how well retrieval finds the documents that people judged relevant."""
    settings = settings_for(context, home)
    from paperchat.evaluation.beir import read_task

    task = read_task(folder)
    try:
        found, ingested = _evaluate(settings, task)
    except KeyboardInterrupt:
        tell("Stopped: what was embedded is kept, and the same command goes on from there.")
        raise typer.Exit(1) from None
    if ingested.rejected:
        tell(
            f"{len(ingested.rejected)} documents were left out, the first because "
            f"{ingested.rejected[0].reason}."
        )
    if as_json:
        show_json(
            {
                **_as_json(found),
                "rejected": len(ingested.rejected),
                "embedded": ingested.embedded,
            }
        )
    else:
        show(_as_text(found))


def _evaluate(settings: Settings, task: Task) -> tuple[Evaluation, IngestReport]:
    from paperchat.embedding.factory import create_embedder, create_reader
    from paperchat.evaluation.beir import content_hash
    from paperchat.evaluation.run import evaluate
    from paperchat.library.library import Library

    embedder = create_embedder(settings)
    mark = hashlib.blake2b(embedder.fingerprint.encode(), digest_size=4).hexdigest()
    folder = settings.cache / "eval" / f"{content_hash(task.corpus)}-{mark}"
    library = Library(folder)
    try:
        with shown_progress() as report:
            ingested = _ingest(library, embedder, task, report)
            found = evaluate(
                library, embedder, create_reader(settings, embedder), task,
                lambda done, total: report("Asking queries", done, total),
            )  # fmt: skip
    finally:
        library.close()
    return found, ingested


def _ingest(library: Library, embedder: Embedder, task: Task, report: Report) -> IngestReport:
    from paperchat.evaluation.beir import write_papers
    from paperchat.ingestion import ingest, open_source

    try:
        with tempfile.TemporaryDirectory(dir=library.home) as folder:
            papers = Path(folder) / "corpus.jsonl"
            write_papers(task.corpus, papers)
            return ingest(library, embedder, [open_source(papers)], None, ingest_progress(report))
    except OSError as error:
        raise LibraryError(
            f"The cache folder {library.home} cannot be written: {error}."
        ) from error


def _quality(found: Quality) -> dict[str, float]:
    return {
        "ndcg@10": round(found.ndcg_10, 4),
        "recall@10": round(found.recall_10, 4),
        "recall@100": round(found.recall_100, 4),
        "mrr@10": round(found.mrr_10, 4),
    }


def _as_json(found: Evaluation) -> dict[str, object]:
    p50, p95 = found.latency
    return {
        "dense": _quality(found.dense),
        "lexical": _quality(found.lexical),
        "hybrid": _quality(found.hybrid),
        "latency_ms": {"p50": round(p50, 2), "p95": round(p95, 2)},
        "documents": found.documents,
        "queries": found.queries,
    }


def _as_text(found: Evaluation) -> str:
    lines = [f"{'':<8} {'ndcg@10':>8} {'recall@10':>10} {'recall@100':>11} {'mrr@10':>8}"]
    for name, quality in (
        ("dense", found.dense), ("lexical", found.lexical), ("hybrid", found.hybrid),
    ):  # fmt: skip
        lines.append(
            f"{name:<8} {quality.ndcg_10:8.4f} {quality.recall_10:10.4f} "
            f"{quality.recall_100:11.4f} {quality.mrr_10:8.4f}"
        )
    p50, p95 = found.latency
    lines.append(
        f"{found.documents} documents, {found.queries} queries, p50 {p50:.1f} ms, p95 {p95:.1f} ms"
    )
    return "\n".join(lines)
