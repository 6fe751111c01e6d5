"""A retrieval run over a folder in the BEIR layout (Thakur et al. 2021)."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from paperchat.embedding.port import Embedder
from paperchat.errors import SourceError
from paperchat.evaluation.measures import ndcg, percentile, recall, reciprocal_rank
from paperchat.library.library import Library
from paperchat.retrieval.hybrid import HybridRetriever, Rankings

DEPTH = 100
_CHUNKS = 300
"""Chunks fetched for 100 papers; a paper rarely has more than two."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over all judged queries."""

    ndcg_10: float
    recall_10: float
    recall_100: float
    mrr_10: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One run. ``latency`` is milliseconds of a hybrid search, p50 and p95."""

    dense: Quality
    lexical: Quality
    hybrid: Quality
    latency: tuple[float, float]
    documents: int
    queries: int


@dataclass(frozen=True, slots=True)
class Task:
    """The files of a folder; queries without judgement are left out."""

    corpus: Path
    queries: Mapping[str, str]
    judgements: Mapping[str, Mapping[str, float]]


def read_task(folder: Path) -> Task:
    """Read ``queries.jsonl`` and ``qrels.tsv``, and find ``corpus.jsonl[.gz]``.

    Raises:
        SourceError: a file is missing or not in the layout; the message names it.
    """
    corpus = next((p for p in (folder / "corpus.jsonl", folder / "corpus.jsonl.gz") if p.is_file()), None)
    if corpus is None:
        raise SourceError(f"{folder} holds no corpus.jsonl or corpus.jsonl.gz to evaluate on.")
    judgements = _judgements(folder / "qrels.tsv")
    texts = _queries(folder / "queries.jsonl")
    judged = {key: text for key, text in texts.items() if judgements.get(key)}
    if not judged:
        raise SourceError(f"No query of {folder} has a judgement in qrels.tsv.")
    return Task(corpus, judged, judgements)


def evaluate(
    library: Library,
    embedder: Embedder,
    task: Task,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Evaluation:
    """Rank the papers of ``library`` for each query of ``task``, and score the rankings."""
    retriever = HybridRetriever(library, embedder)
    runs: list[tuple[str, Rankings]] = []
    times: list[float] = []
    for query_id, text in task.queries.items():
        start = time.perf_counter()
        rankings = retriever.rank(text, embedder.embed_query(text), depth=_CHUNKS)
        times.append((time.perf_counter() - start) * 1000)
        runs.append((query_id, rankings))
        on_progress(len(runs), len(task.queries))
    return Evaluation(
        dense=_quality([(key, list(run.dense)) for key, run in runs], task),
        lexical=_quality([(key, list(run.lexical)) for key, run in runs], task),
        hybrid=_quality([(key, list(run.fused)) for key, run in runs], task),
        latency=(percentile(times, 0.5), percentile(times, 0.95)),
        documents=library.catalogue.count(),
        queries=len(runs),
    )


def _quality(runs: list[tuple[str, list[str]]], task: Task) -> Quality:
    def mean(measure: Callable[[list[str], Mapping[str, float], int], float], depth: int) -> float:
        scores = [measure(ranking, task.judgements[key], depth) for key, ranking in runs]
        return sum(scores) / len(scores)

    return Quality(
        mean(ndcg, 10), mean(recall, 10), mean(recall, DEPTH), mean(reciprocal_rank, 10)
    )


def _queries(path: Path) -> dict[str, str]:
    try:
        with path.open(encoding="utf-8") as file:
            rows = [json.loads(line) for line in file if line.strip()]
        return {str(row["_id"]): str(row["text"]) for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SourceError(
            f"{path} cannot be read as queries ({error}): each line needs _id and text."
        ) from error


def _judgements(path: Path) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, delimiter="\t")
            next(rows, None)
            for query_id, document_id, gain in (row[:3] for row in rows if row):
                found.setdefault(query_id, {})[document_id] = float(gain)
    except (OSError, ValueError) as error:
        raise SourceError(
            f"{path} cannot be read as judgements ({error}): a header row, then query-id, "
            "corpus-id and score, separated by tabs."
        ) from error
    return found
