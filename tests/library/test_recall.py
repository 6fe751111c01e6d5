"""Chroma's approximate search against brute force, on vectors of real sentences."""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from paperchat.embedding.port import Embedder
from paperchat.library.library import Library
from paperchat.library.spans import Spans
from paperchat.text.sentences import split_sentences
from paperchat.types import Record, Span

SENTENCES = 3_000
QUERIES = 200
DEPTH = 10
REQUIRED = 0.95


def _sentences(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            text = json.loads(line)["text"]
            yield from (text[s.start : s.end] for s in split_sentences(text) if s.end - s.start > 9)


def _queries(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line)["text"] for line in file)


def _whole(title: str, text: str) -> Spans:
    span = (Span(0, len(text)),)
    return Spans(span, span)


@pytest.fixture
def filled(shared: Path, home: Path, embedder: Embedder) -> Iterator[Library]:
    """A library in which each sentence is a paper, published in three steps like a real one."""
    corpus = shared / "bench" / "ml-abstracts" / "corpus.jsonl.gz"
    if not corpus.is_file():
        pytest.skip("there are no abstracts to measure with")
    library = Library(home)
    library.require(embedder)
    records = [
        Record(title=f"Sentence {number}", text=text, record_id=str(number), source="recall")
        for number, text in enumerate(itertools.islice(_sentences(corpus), SENTENCES))
    ]
    with library.writing():
        for start in range(0, SENTENCES, SENTENCES // 3):
            batch = records[start : start + SENTENCES // 3]
            library.catalogue.store(batch, _whole)
            rows = embedder.embed_texts([record.text for record in batch])
            chunks = library.vector_cache.pending(SENTENCES)
            by_text = {record.text: row for record, row in zip(batch, rows, strict=True)}
            by_hash = {chunk.text_hash: by_text[chunk.text] for chunk in chunks}
            library.vector_cache.store(by_hash, embedder.fingerprint)
            library.vector_builds.publish()
    yield library
    library.close()


def test_recall_at_ten(shared: Path, filled: Library, embedder: Embedder) -> None:
    ids, vectors = filled.vector_cache.newer_than(-1)
    assert (len(ids), filled.vectors.count(), filled.vectors.waiting()) == (SENTENCES, SENTENCES, 0)
    texts = _queries(shared / "bench" / "ml-abstracts" / "queries.jsonl")
    queries = embedder.embed_texts(list(itertools.islice(texts, QUERIES)))
    scores = queries @ vectors.T
    found_of_them = []
    for query, row in zip(queries, scores, strict=True):
        # A tie at the tenth place makes either of the two right.
        tenth = np.sort(row)[-DEPTH]
        right = {ids[i] for i in np.flatnonzero(row >= tenth - 1e-6)}
        hits = filled.vectors.search(query, DEPTH)
        found_of_them.append(len({hit.chunk_id for hit in hits} & right) / DEPTH)
        assert hits[0].score == pytest.approx(float(row.max()), abs=1e-4)
    assert float(np.mean(found_of_them)) >= REQUIRED
