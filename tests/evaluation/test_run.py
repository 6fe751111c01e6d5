"""A run over a small library: each index alone, both, and the time it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.sources import Source
from paperchat.evaluation.beir import Task
from paperchat.evaluation.run import evaluate
from paperchat.library.library import Library

LINES = b"""
{"_id": "kites", "title": "Kites", "text": "A kite stays up as long as the wind is steady."}
{"_id": "tides", "title": "Tides", "text": "The moon pulls the water of the sea twice a day."}
{"_id": "bread", "title": "Bread", "text": "Sourdough rises slowly because its yeast is wild."}
"""


@pytest.fixture
def library(tmp_path: Path, embedder):
    """Three papers."""
    opened = Library(tmp_path / "library")
    ingest(opened, embedder, [Source.from_bytes("corpus.jsonl", LINES)])
    yield opened
    opened.close()


def test_each_way_of_ranking_is_scored(library, embedder) -> None:
    queries = {"q1": "steady wind", "q2": "lunar attraction of oceans"}
    judgements = {"q1": {"kites": 1.0}, "q2": {"tides": 1.0, "gone": 1.0}}
    steps: list[tuple[int, int]] = []
    found = evaluate(
        library, embedder, embedder, Task(Path("corpus.jsonl"), queries, judgements),
        lambda done, total: steps.append((done, total)),
    )  # fmt: skip
    assert (found.documents, found.queries) == (3, 2)
    assert steps == [(1, 2), (2, 2)]
    # Both relevant papers come first by meaning; the one that is not there costs recall.
    assert found.dense.mrr_10 == 1.0
    assert found.dense.recall_10 == found.dense.recall_100 == 0.75
    # No word of the second question is in its paper.
    assert found.lexical.mrr_10 == 0.5
    assert found.lexical.ndcg_10 == 0.5
    assert found.hybrid.mrr_10 == 1.0
    assert 0 < found.latency[0] <= found.latency[1]
