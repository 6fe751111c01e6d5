"""The manifest: vectors of two embedders are never mixed, and changing the embedder has a way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from paperchat.embedding.port import Embedder, Vectors
from paperchat.errors import EmbedderMismatch
from paperchat.library.embed_pending import embed_pending
from paperchat.library.library import Library
from paperchat.types import Record

Essay = Callable[..., Record]
Put = Callable[..., object]
Make = Callable[[str, int], Embedder]

BOTH_STORES = True


def _take_over(library: Library, embedder: Embedder) -> int:
    """Do what a repair does."""
    with library.writing():
        library.vector_cache.adopt(embedder.fingerprint, embedder.dimension)
        return embed_pending(library, embedder)


def test_a_new_library_takes_the_embedder_it_is_given(library: Library, words: Embedder) -> None:
    assert library.catalogue.fact("embedder") == words.fingerprint
    assert library.catalogue.fact("dimension") == str(words.dimension)
    # Nothing is stored yet, so that it still counts as new.
    assert library.catalogue.generation() == 0


@pytest.mark.parametrize(("name", "dimension"), [("words-2", 48), ("words-2", 32)])
def test_another_embedder_is_refused_with_a_way_out(
    library: Library, put: Put, essay: Essay, make_embedder: Make, name: str, dimension: int
) -> None:
    put(library, [essay(1)])
    other = make_embedder(name, dimension)
    with pytest.raises(EmbedderMismatch, match=r"doctor --repair") as caught:
        library.require(other)
    assert "words-1" in str(caught.value)
    assert name in str(caught.value)
    with pytest.raises(EmbedderMismatch):
        library.vector_cache.store({}, other.fingerprint)
    assert library.catalogue.fact("embedder") == "words-1"


def test_an_embedder_that_does_not_match_cannot_loop(
    library: Library, put: Put, essay: Essay, make_embedder: Make
) -> None:
    put(library, [essay(1)])
    from ingest.chunking import cut

    library.catalogue.store([essay(2)], cut)
    with library.writing(), pytest.raises(EmbedderMismatch):
        embed_pending(library, make_embedder("words-2", 48))
    assert library.vector_cache.pending_count() == 1


@pytest.mark.parametrize("dimension", [48, 32])
def test_changing_the_embedder_and_back(
    library: Library,
    put: Put,
    essay: Essay,
    words: Embedder,
    make_embedder: Make,
    home: Path,
    stores_agree: Callable[[Path], None],
    dimension: int,
) -> None:
    records = [essay(number) for number in range(25)]
    put(library, records)
    query = "the kettle near the harbour"
    before = library.vectors.search(words.embed_query(query), 5)
    other = make_embedder("words-2", dimension)
    assert _take_over(library, other) == 25
    library.require(other)
    found = library.vectors.search(other.embed_query(query), 5)
    assert len(found) == 5
    assert found[0].score == pytest.approx(
        max(
            float(other.embed_query(c.embedded_text) @ other.embed_query(query))
            for c in library.catalogue.changes(-1).added
        ),
        abs=1e-5,
    )
    # Back again: every vector is still in the catalogue.
    assert _take_over(library, words) == 0
    library.require(words)
    again = library.vectors.search(words.embed_query(query), 5)
    assert [hit.score for hit in again] == pytest.approx([hit.score for hit in before], abs=1e-5)
    library.close()
    stores_agree(home)


def test_vectors_of_two_embedders_never_meet_in_a_running_reader(
    library: Library,
    put: Put,
    essay: Essay,
    words: Embedder,
    make_embedder: Make,
    reopened: Callable[[Path], Library],
) -> None:
    put(library, [essay(number) for number in range(5)])
    reader = reopened(library.home)
    reader.require(words)
    assert reader.vectors.search(words.embed_query("kettle"), 2)
    _take_over(library, make_embedder("words-2", 32))
    with pytest.raises(EmbedderMismatch):
        reader.vectors.search(words.embed_query("kettle"), 2)


def test_half_way_through_a_change_only_new_vectors_are_searched(
    library: Library, put: Put, essay: Essay, make_embedder: Make
) -> None:
    put(library, [essay(number) for number in range(20)])
    other = make_embedder("words-2", 32)
    with library.writing():
        library.vector_cache.adopt(other.fingerprint, other.dimension)
        assert embed_pending(library, other, limit=8) == 8
        library.require(other)
        assert len(library.vectors.search(other.embed_query("essay"), 50)) == 8
    library.reconcile()
    assert len(library.vectors.search(other.embed_query("essay"), 50)) == 8
    assert library.vector_cache.pending_count() == 12


def test_embedding_goes_on_where_it_stopped(
    library: Library, essay: Essay, words: Embedder
) -> None:
    from ingest.chunking import cut

    library.catalogue.store([essay(number) for number in range(20)], cut)
    told: list[tuple[int, int]] = []
    with library.writing():
        assert embed_pending(library, words, lambda *step: told.append(step), limit=15) == 15
        assert embed_pending(library, words, lambda *step: told.append(step)) == 5
        assert embed_pending(library, words, lambda *step: told.append(step)) == 0
    assert told == [(15, 15), (5, 5)]
    assert library.vector_builds.current()


def test_a_run_that_is_stopped_keeps_what_it_has_told_of(
    library: Library, essay: Essay, words: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ingest.chunking import cut

    def stop(done: int, total: int) -> None:
        assert total == 20
        if done == 8:
            raise KeyboardInterrupt

    monkeypatch.setattr("paperchat.library.embed_pending._BATCH", 4)
    library.catalogue.store([essay(number) for number in range(20)], cut)
    with library.writing():
        with pytest.raises(KeyboardInterrupt):
            embed_pending(library, words, stop)
        assert library.vector_cache.pending_count() == 12
        assert embed_pending(library, words) == 12
    assert library.vector_builds.current()


def test_vectors_are_made_while_others_are_stored(
    library: Library, essay: Essay, words: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is stored here before the second batch is begun; of a text there is but one."""
    from ingest.chunking import cut

    second_begun = threading.Event()
    embedded: list[str] = []
    embed_texts, store = words.embed_texts, library.vector_cache.store

    def embedding(texts: Sequence[str]) -> Vectors:
        if embedded:
            second_begun.set()
        embedded.extend(texts)
        return embed_texts(texts)

    def storing(by_hash: dict[str, Vectors], fingerprint: str) -> None:
        assert second_begun.wait(timeout=60)
        store(by_hash, fingerprint)

    monkeypatch.setattr("paperchat.library.embed_pending._BATCH", 2)
    monkeypatch.setattr(words, "embed_texts", embedding)
    monkeypatch.setattr(library.vector_cache, "store", storing)
    library.catalogue.store([essay(number) for number in range(6)], cut)
    with library.writing():
        assert embed_pending(library, words) == 6
    assert len(embedded) == len(set(embedded)) == 6
    assert library.vector_cache.pending_count() == 0
