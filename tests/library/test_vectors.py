"""Dense search finds what brute force finds: unpublished, published, changed, and elsewhere."""

from __future__ import annotations

import dataclasses
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest.chunking import cut
from paperchat.embedding.port import Embedder
from paperchat.errors import LibraryError
from paperchat.library import vector_builds
from paperchat.library.library import Library
from paperchat.types import Record

Essay = Callable[..., Record]
Put = Callable[..., object]
Reopened = Callable[[Path], Library]

BOTH_STORES = True
in_folder = pytest.mark.folder_store


@pytest.fixture
def reader(home: Path, library: Library, reopened: Reopened) -> Library:
    """The same library, opened once more as another process would."""
    return reopened(home)


def _brute_force(library: Library, words: Embedder, query: str, limit: int) -> dict[str, float]:
    """Embed every chunk of the catalogue and compare it with the query."""
    chunks = library.catalogue.changes(-1).added
    scores = words.embed_texts([c.embedded_text for c in chunks]) @ words.embed_query(query)
    best = np.argsort(-scores)[:limit]
    return {chunks[i].id: float(scores[i]) for i in best}


def _assert_exact(
    library: Library, words: Embedder, *, reader: Library | None = None, limit: int = 10
) -> None:
    for query in ("the kettle near the harbour", "essay 7", "copper", "quarry of feather"):
        expected = _brute_force(library, words, query, limit)
        found = (reader or library).vectors.search(words.embed_query(query), limit)
        assert [hit.score for hit in found] == pytest.approx(list(expected.values()), abs=1e-5)
        # Ties may come in any order, so the scores decide and the ids must have theirs.
        everything = _brute_force(library, words, query, 10_000)
        assert all(hit.score == pytest.approx(everything[hit.chunk_id], abs=1e-5) for hit in found)
        assert all(hit.chunk_id.startswith(f"{hit.paper_id}~") for hit in found)


def _embed_without_publishing(library: Library, words: Embedder) -> None:
    chunks = library.vector_cache.pending(10_000)
    vectors = words.embed_texts([chunk.embedded_text for chunk in chunks])
    by_hash = {chunk.text_hash: row for chunk, row in zip(chunks, vectors, strict=True)}
    library.vector_cache.store(by_hash, words.fingerprint)


def test_an_empty_library_finds_nothing(library: Library, words: Embedder) -> None:
    assert library.vectors.search(words.embed_query("anything"), 5) == []
    assert (library.vectors.count(), library.vectors.waiting()) == (0, 0)


def test_what_is_not_published_is_found(library: Library, words: Embedder, essay: Essay) -> None:
    library.catalogue.store([essay(number) for number in range(60)], cut)
    assert library.vectors.search(words.embed_query("kettle"), 5) == []
    _embed_without_publishing(library, words)
    assert (library.vectors.count(), library.vectors.waiting()) == (0, 60)
    _assert_exact(library, words)


def test_what_is_published_is_found(
    library: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(number) for number in range(60)])
    assert (library.vectors.count(), library.vectors.waiting()) == (60, 0)
    _assert_exact(library, words)
    _assert_exact(library, words, limit=1)
    _assert_exact(library, words, limit=500)


def test_both_together_are_found(
    library: Library, reader: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(number) for number in range(60)])
    library.catalogue.store([essay(number) for number in range(60, 90)], cut)
    _embed_without_publishing(library, words)
    assert (library.vectors.count(), library.vectors.waiting()) == (60, 30)
    _assert_exact(library, words)
    _assert_exact(library, words, reader=reader)
    library.vector_builds.publish()
    _assert_exact(library, words)
    _assert_exact(library, words, reader=reader)


def test_dropped_chunks_are_not_found(
    library: Library, reader: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(number) for number in range(40)])
    _assert_exact(library, words, reader=reader)
    changed = [essay(number, variant=1) for number in range(0, 40, 2)]
    library.catalogue.store(changed, cut)
    library.catalogue.remove(["e1", "e3"])
    # Neither the old texts nor the removed papers, although the published build holds them.
    assert library.vectors.count() == 40
    found = library.vectors.search(words.embed_query("essay"), 100)
    assert {hit.paper_id for hit in found} == {f"e{n}" for n in range(5, 40, 2)}
    _embed_without_publishing(library, words)
    for published in (False, True):
        if published:
            library.vector_builds.publish()
        _assert_exact(library, words)
        _assert_exact(library, words, reader=reader)
    assert library.vectors.count() == 38


def test_a_text_that_comes_back_is_found_again(
    library: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(number) for number in range(10)])
    put(library, [essay(3, variant=1)])
    with library.writing():
        assert library.catalogue.store([essay(3)], cut) == [("e3", "updated")]
        # Its vector is known, so it is found before any run embeds or publishes.
        assert library.vector_cache.pending_count() == 0
        _assert_exact(library, words)
    library.reconcile()
    _assert_exact(library, words)
    assert library.health().sound


def test_no_text_is_read_to_publish_or_to_search(
    library: Library, words: Embedder, put: Put, essay: Essay, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(library, [essay(number) for number in range(10)])
    library.catalogue.store([essay(number, variant=1) for number in range(5, 15)], cut)
    _embed_without_publishing(library, words)

    def never(_: int) -> None:
        raise AssertionError("the texts of all that is new were read into memory")

    monkeypatch.setattr(library.catalogue, "changes", never)
    assert len(library.vectors.search(words.embed_query("essay"), 100)) == 15
    library.publish_vectors()
    assert (library.vectors.count(), library.vectors.waiting()) == (15, 0)


def test_equal_texts_share_a_vector(library: Library, words: Embedder, put: Put) -> None:
    twin = Record(title="Twin", text="The very same words in both.", record_id="1", source="x")
    records = [dataclasses.replace(twin, record_id=str(number)) for number in range(8)]
    put(library, records)
    found = library.vectors.search(words.embed_query(f"{twin.title}\n{twin.text}"), 20)
    assert len(found) == 8
    assert all(hit.score == pytest.approx(1.0, abs=1e-5) for hit in found)
    assert library.vector_builds.sound()


def test_another_process_sees_each_batch_of_vectors(
    library: Library, reader: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(number) for number in range(20)])
    assert reader.vectors.count() == 20
    for number in range(20, 25):
        library.catalogue.store([essay(number)], cut)
        _embed_without_publishing(library, words)
        best = reader.vectors.search(words.embed_query(f"essay {number} number {number}"), 3)
        assert f"e{number}" in {hit.paper_id for hit in best}
        if number % 2:
            library.vector_builds.publish()


def test_a_build_swept_away_under_a_reader(
    library: Library, reader: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(number) for number in range(20)])
    assert reader.vectors.waiting() == 0  # opened, and not yet searched
    library.vector_builds.publish(anew=True)
    library.vector_builds.publish(anew=True)
    _assert_exact(library, words, reader=reader)


@in_folder
def test_a_damaged_build_is_never_opened_by_a_reader(
    library: Library,
    words: Embedder,
    put: Put,
    essay: Essay,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put(library, [essay(number) for number in range(30)])
    build = library.vector_builds.published()
    assert build is not None
    next((library.home / "vectors" / build.name).rglob("data_level0.bin")).write_bytes(b"\0" * 64)
    reader = Library(library.home)
    monkeypatch.setitem(sys.modules, "paperchat.library.chroma", None)  # importing it would fail
    try:
        assert not reader.vector_builds.sound()
        _assert_exact(library, words, reader=reader)
        assert (reader.vectors.count(), reader.vectors.waiting()) == (0, 30)
    finally:
        reader.close()


def _assert_stays_sealed(library: Library, words: Embedder, reopened: Reopened) -> None:
    for _ in range(3):
        reader = reopened(library.home)
        reader.vectors.search(words.embed_query("kettle"), 5)
        assert reader.health().sound


@pytest.mark.parametrize("count", [1, 2, 3, 30])
def test_opening_and_searching_does_not_break_the_seal(
    library: Library, words: Embedder, put: Put, essay: Essay, reopened: Reopened, count: int
) -> None:
    put(library, [essay(number) for number in range(count)])
    _assert_stays_sealed(library, words, reopened)
    put(library, [essay(100)])
    _assert_stays_sealed(library, words, reopened)
    for number in (100, 0):
        library.catalogue.remove([f"e{number}"])
        library.reconcile()
        _assert_stays_sealed(library, words, reopened)


@in_folder
def test_a_build_that_fails_its_check_is_written_anew(
    library: Library, put: Put, essay: Essay, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(library, [essay(number) for number in range(10)])
    library.catalogue.store([essay(11)], cut)
    verdicts = [False, True]
    checked = vector_builds.VectorBuilds._complete
    monkeypatch.setattr(
        vector_builds.VectorBuilds,
        "_complete",
        lambda self, folder, probes: checked(self, folder, probes) and verdicts.pop(0),
    )
    library.vector_builds.publish()
    assert verdicts == []
    assert library.vector_builds.sound()
    assert len(list((library.home / "vectors").iterdir())) == 1


@in_folder
def test_a_build_that_cannot_be_written_keeps_the_old_one(
    library: Library, words: Embedder, put: Put, essay: Essay, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(library, [essay(number) for number in range(10)])
    library.catalogue.store([essay(11)], cut)
    _embed_without_publishing(library, words)

    def full_disk(folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(vector_builds, "make_durable", full_disk)
    with pytest.raises(LibraryError, match="No space left") as caught:
        library.vector_builds.publish()
    assert "no paper is lost" in str(caught.value)
    assert len(list((library.home / "vectors").iterdir())) == 1
    _assert_exact(library, words)
    library.reconcile()  # tells, and does not keep anyone from reading
    _assert_exact(library, words)
    monkeypatch.undo()
    library.reconcile()
    assert library.health().sound


def test_threads_may_search_while_the_library_grows(
    library: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(number) for number in range(20)])
    failures: list[Exception] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                assert library.vectors.search(words.embed_query("kettle"), 5)
                assert library.lexical.search(library.lexical.tokens("essay"), 5)
            except Exception as error:  # noqa: BLE001  # told by the test's own thread
                failures.append(error)
                return

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for number in range(20, 30):
            put(library, [essay(number)])
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert failures == []
