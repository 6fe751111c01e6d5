"""The passage of a paper that is nearest to a query."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.chunking import cut
from paperchat.embedding.port import Embedder
from paperchat.library.embed_pending import embed_pending
from paperchat.library.library import Library
from paperchat.retrieval.passages import nearest_passages
from paperchat.types import Record

BEES = "Bees dance on the comb to tell their sisters where flowers grow and how far they are. "
LOCKS = "A lock lifts ships between two levels of a canal by letting water in behind its gates. "


@pytest.fixture
def long_paper(embedder: Embedder, tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "long")
    library.require(embedder)
    with library.writing():
        library.catalogue.store([Record("On Many Things", BEES * 20 + LOCKS * 20)], cut)
    yield library
    library.close()


def test_it_is_the_one_that_speaks_of_the_query(long_paper, embedder) -> None:
    embed_pending(long_paper, embedder)
    (paper,) = long_paper.catalogue.papers()
    cut_into = long_paper.catalogue.chunks_of([paper.id])[paper.id]
    assert len(cut_into) > 2
    assert [chunk.ordinal for chunk in cut_into] == list(range(len(cut_into)))
    for query, about in (("how bees tell of flowers", BEES), ("ships in a canal", LOCKS)):
        vector = embedder.embed_query(query)
        found = nearest_passages(long_paper, embedder.fingerprint, vector, [paper.id, "nothing"])
        assert list(found) == [paper.id]
        chunk = found[paper.id]
        assert about in chunk.text
        assert paper.text[chunk.start : chunk.end] == chunk.text


def test_without_vectors_it_is_the_beginning(long_paper, embedder) -> None:
    (paper,) = long_paper.catalogue.papers()
    vector = embedder.embed_query("ships in a canal")
    found = nearest_passages(long_paper, embedder.fingerprint, vector, [paper.id])
    assert found[paper.id].start == 0
