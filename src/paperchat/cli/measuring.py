"""Commands that measure: eval."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from paperchat.cli.keeping import show_progress
from paperchat.cli.options import AsJson, settings_for
from paperchat.cli.output import show, show_json
from paperchat.embedding.factory import create_embedder
from paperchat.evaluation.beir import Evaluation, Quality, evaluate, read_task
from paperchat.ingestion import Source, ingest
from paperchat.library.library import Library

_READ = 1 << 20


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("eval")(evaluate_folder)


def evaluate_folder(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder in the BEIR layout.")],
    as_json: AsJson = False,
    home: Annotated[
        Path | None, typer.Option("--home", help="Accepted as everywhere; not used or changed.")
    ] = None,
) -> None:
    """Measure retrieval on corpus.jsonl[.gz], queries.jsonl and qrels.tsv, in a library apart."""
    settings = settings_for(home)
    task = read_task(folder)
    embedder = create_embedder(settings)
    library = Library(settings.cache / "eval" / _name(task.corpus))
    try:
        with show_progress() as on_progress:
            ingest(library, embedder, [Source.from_path(task.corpus)], None, on_progress)
        found = evaluate(library, embedder, task)
    finally:
        library.close()
    if as_json:
        show_json(_as_json(found))
    else:
        show(_as_text(found))


def _name(corpus: Path) -> str:
    digest = hashlib.blake2b(digest_size=8)
    with corpus.open("rb") as file:
        while block := file.read(_READ):
            digest.update(block)
    return digest.hexdigest()


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
        f"{found.documents} documents, {found.queries} queries, "
        f"p50 {p50:.1f} ms, p95 {p95:.1f} ms"
    )
    return "\n".join(lines)
