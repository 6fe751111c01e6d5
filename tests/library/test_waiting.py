"""How many papers are found by their words only, told while their vectors are being made."""

from __future__ import annotations

import pytest

from ingest.chunking import cut
from paperchat.embedding.port import Embedder
from paperchat.library import waiting
from paperchat.library.embed_pending import embed_pending
from paperchat.library.library import Library
from paperchat.types import Record


def record(number: int) -> Record:
    return Record(f"Paper {number} about otters", f"Otter number {number} swims. " * 3)


def test_papers_wait_until_their_texts_have_vectors(
    library: Library, words: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_FRESH_S", -1.0)
    library.require(words)
    assert library.waiting.now() is None
    library.catalogue.store([record(number) for number in range(1, 6)], cut)
    told = library.waiting.now()
    assert told is not None
    assert (told.papers, told.of) == (5, 5)
    with library.writing():
        embed_pending(library, words, limit=4)
    told = library.waiting.now()
    assert str(told) == "1 of 5 papers is found by words only so far."
    with library.writing():
        embed_pending(library, words)
    assert library.waiting.now() is None


def test_a_count_is_kept_for_a_moment(library: Library, words: Embedder) -> None:
    library.require(words)
    library.catalogue.store([record(1)], cut)
    first = library.waiting.now()
    library.catalogue.store([record(2)], cut)
    assert library.waiting.now() == first
