"""A retrieval run: each query of a task is ranked by each index alone, and as a search ranks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from paperchat.embedding.port import Embedder, Reader
from paperchat.evaluation.beir import Task
from paperchat.evaluation.measures import ndcg, percentile, recall, reciprocal_rank
from paperchat.library.library import Library
from paperchat.retrieval.hybrid import HybridRetriever, Rankings
from paperchat.retrieval.readings import Readings

DEPTH = 100
_CHUNKS = 300
"""Chunks fetched for 100 papers; a paper rarely has more than two."""

Measure = Callable[[Sequence[str], Mapping[str, float], int], float]


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over all queries."""

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


def evaluate(
    library: Library,
    embedder: Embedder,
    reader: Reader,
    task: Task,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Evaluation:
    """Rank the papers of ``library`` for each query of ``task``, and score the rankings.

    The first query is run once more beforehand, so that loading the model and opening the indexes
    do not count as search.
    """
    retriever = HybridRetriever(library, embedder, Readings(reader))

    def rank(text: str) -> Rankings:
        vector = embedder.embed_query(text)
        return retriever.refined(retriever.rank(text, vector, depth=_CHUNKS), text)

    runs: dict[str, Rankings] = {}
    times: list[float] = []
    rank(next(iter(task.queries.values())))
    for query_id, text in task.queries.items():
        start = time.perf_counter()
        runs[query_id] = rank(text)
        times.append((time.perf_counter() - start) * 1000)
        on_progress(len(runs), len(task.queries))
    return Evaluation(
        dense=_quality({key: list(run.dense) for key, run in runs.items()}, task),
        lexical=_quality({key: list(run.lexical) for key, run in runs.items()}, task),
        hybrid=_quality({key: list(run.fused) for key, run in runs.items()}, task),
        latency=(percentile(times, 0.5), percentile(times, 0.95)),
        documents=library.catalogue.count(),
        queries=len(runs),
    )


def _quality(rankings: Mapping[str, Sequence[str]], task: Task) -> Quality:
    def mean(measure: Measure, depth: int) -> float:
        scores = [measure(rankings[key], task.judgements[key], depth) for key in rankings]
        return sum(scores) / len(scores)

    return Quality(mean(ndcg, 10), mean(recall, 10), mean(recall, DEPTH), mean(reciprocal_rank, 10))
