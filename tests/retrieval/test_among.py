"""Ranking some papers: however it is done, what is found is what a look at each of them finds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest.chunking import cut
from paperchat.embedding.port import Embedder
from paperchat.library.embed_pending import embed_pending
from paperchat.library.library import Library
from paperchat.retrieval import among
from paperchat.retrieval.among import Among
from paperchat.types import Record

SUBJECTS = ("otter", "heron", "badger", "lynx", "marten")
PAPERS = 120


@pytest.fixture(scope="module")
def library(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library(Path(tmp_path_factory.mktemp("among")))
    library.require(embedder)
    records = [
        Record(
            title=f"The {SUBJECTS[number % 5]} in winter, part {number}",
            text=f"We watched a {SUBJECTS[number % 5]} {number} times beside the cold river.",
            record_id=f"p{number}",
        )
        for number in range(PAPERS)
    ]
    with library.writing():
        library.catalogue.store(records, cut)
        library.index_words()
        embed_pending(library, embedder)
    return library


@pytest.mark.parametrize("kept", [1, 3, 20, 60, 119])
@pytest.mark.parametrize("few", [0.0, 1.0])
def test_what_is_found_is_the_best_of_what_is_allowed(
    library: Library, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, kept: int, few: float
) -> None:
    monkeypatch.setattr(among, "_FEW", few)
    everything = sorted(library.catalogue.paper_ids(()))
    allowed = frozenset(everything[:kept])
    some, depth = Among(library, allowed), 5
    tokens = library.lexical.tokens("otter beside the river")
    whole = library.lexical.search(tokens, PAPERS)
    best = sorted((score for name, score in whole.items() if name in allowed), reverse=True)[:depth]
    by_words = some.by_words(tokens, depth)
    assert set(by_words) <= allowed
    assert list(by_words.values()) == pytest.approx(best)
    vector = embedder.embed_query("an otter near water")
    near = [hit for hit in library.vectors.search(vector, PAPERS) if hit.paper_id in allowed]
    found = some.by_meaning(vector, depth)
    assert {hit.paper_id for hit in found} <= allowed
    assert np.allclose([hit.score for hit in found], [hit.score for hit in near[:depth]], atol=1e-5)


def test_nothing_is_found_among_no_papers(library: Library, embedder: Embedder) -> None:
    none = Among(library, frozenset())
    assert none.by_words(["otter"], 5) == {}
    assert none.by_meaning(embedder.embed_query("otter"), 5) == []


def test_papers_off_the_subject_are_found_without_going_through_the_whole_library(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once passing over others takes longer than naming the allowed ones, they are named."""
    tokens = library.lexical.tokens("otter")
    other = frozenset(
        paper.id for paper in library.catalogue.papers() if "heron" in paper.title
    ) | frozenset(list(library.lexical.search(tokens, 1)))
    asked: list[int] = []
    search = library.lexical.search

    def watched(tokens: list[str], limit: int, among: object = None) -> dict[str, float]:
        asked.append(limit)
        return search(tokens, limit, among)  # type: ignore[arg-type]

    monkeypatch.setattr(library.lexical, "search", watched)
    assert len(Among(library, other).by_words(tokens, 2)) == 1
    assert max(asked) <= len(other)
