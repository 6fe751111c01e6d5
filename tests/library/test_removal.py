"""Removing papers and putting them back: catalogue, words and meaning agree at every step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from ingest.chunking import cut
from paperchat.embedding.port import Embedder
from paperchat.library.changing import remove_papers, restore_papers
from paperchat.library.database import Database
from paperchat.library.library import FILE, Library
from paperchat.types import Record

Essay = Callable[..., Record]
Put = Callable[..., object]
Reopened = Callable[[Path], Library]

BOTH_STORES = True

WHALE = Record(
    title="Songs of the Whale",
    text="Humpbacks sing at dusk. A buoy listens to them for a year.",
    arxiv_id="2501.00009",
    authors=("A. Keel",),
    code_url="https://example.org/whale",
    source="sea.jsonl",
)


def _by_words(library: Library, words: str) -> set[str]:
    return set(library.lexical.search(library.lexical.tokens(words), 10))


def _by_meaning(library: Library, embedder: Embedder, words: str) -> set[str]:
    return {hit.paper_id for hit in library.vectors.search(embedder.embed_query(words), 50)}


def _remove(library: Library, *ids: str) -> int:
    with library.writing():
        return remove_papers(library, ids)


def _restore(library: Library, embedder: Embedder, *ids: str) -> tuple[str, ...]:
    with library.writing():
        return restore_papers(library, embedder, ids, cut)


def test_a_removed_paper_is_not_found_and_a_restored_one_is_as_it_was(
    library: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(1), WHALE, essay(2)])
    before = library.catalogue.papers()
    sentences = library.catalogue.sentences_of(before)
    whale = WHALE.arxiv_id or ""
    assert whale in _by_words(library, "humpbacks")

    assert _remove(library, whale) == 1
    assert library.catalogue.count() == 2
    assert _by_words(library, "humpbacks") == set()
    assert whale not in _by_meaning(library, words, "Humpbacks sing at dusk")
    assert library.health().sound
    assert [item.title for item in library.catalogue.removed()] == [WHALE.title]

    assert _restore(library, words, whale) == (whale,)
    assert library.catalogue.papers() == before
    assert library.catalogue.sentences_of(before) == sentences
    assert _by_words(library, "humpbacks") == {whale}
    assert whale in _by_meaning(library, words, "Humpbacks sing at dusk")
    assert library.health().sound
    assert library.catalogue.removed() == []
    # It is known again by its arXiv id.
    assert library.catalogue.store([WHALE], cut) == [(whale, "unchanged")]


def test_nothing_is_embedded_again(
    library: Library, words: Embedder, put: Put, essay: Essay, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(library, [essay(1), WHALE])
    _remove(library, "e1", WHALE.arxiv_id or "")
    monkeypatch.setattr(words, "embed_texts", None)
    assert set(_restore(library, words, "e1", WHALE.arxiv_id or "")) == {"e1", WHALE.arxiv_id}
    assert library.vector_cache.pending_count() == 0


def test_another_process_can_undo_a_removal(
    library: Library, words: Embedder, put: Put, essay: Essay, reopened: Reopened
) -> None:
    put(library, [essay(number) for number in range(4)])
    _remove(library, "e0", "e2")
    _remove(library, "e3")
    other = reopened(library.home)
    other.require(words)
    removed = other.catalogue.removed()
    assert [item.id for item in removed] == ["e3", "e2", "e0"]
    assert removed[1].removal == removed[2].removal != removed[0].removal
    assert set(_restore(other, words, "e0", "e2")) == {"e0", "e2"}
    assert library.catalogue.count() == 3
    assert "e2" in _by_words(library, "essay")


def test_a_paper_that_came_again_is_left_alone(
    library: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(1), WHALE])
    _remove(library, "e1", WHALE.arxiv_id or "")
    put(library, [essay(1, variant=2)])
    assert [item.id for item in library.catalogue.removed()] == [WHALE.arxiv_id]
    now = library.catalogue.papers()
    # Under another id, but with the same arXiv id: the same paper.
    put(library, [Record(title="Whale songs", text="Longer now. Two years.", record_id="w",
                         arxiv_id=WHALE.arxiv_id, source="x")])  # fmt: skip
    assert _restore(library, words, "e1", WHALE.arxiv_id or "") == ()
    assert library.catalogue.papers()[:1] == now
    assert library.catalogue.count() == 2


def test_removing_again_and_again_does_no_harm(
    library: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(1), essay(2)])
    for _ in range(3):
        assert _remove(library, "e1") == 1
        assert _remove(library, "e1", "unknown") == 0
        assert _restore(library, words, "e1", "unknown") == ("e1",)
    assert _restore(library, words, "e1") == ()
    assert library.health().sound


def test_only_so_many_removed_papers_are_kept(
    library: Library, words: Embedder, essay: Essay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperchat.library.removal._KEPT", 3)
    library.catalogue.store([essay(number) for number in range(9)], cut)
    for number in range(3):
        library.catalogue.remove([f"e{number}"])
    library.catalogue.remove(["e3", "e4"])
    assert {item.id for item in library.catalogue.removed()} == {"e2", "e3", "e4"}
    library.catalogue.remove([f"e{number}" for number in range(5, 9)])
    assert {item.id for item in library.catalogue.removed()} == {"e5", "e6", "e7", "e8"}


def test_a_library_made_before_can_remove_as_well(
    library: Library, words: Embedder, put: Put, essay: Essay, reopened: Reopened
) -> None:
    put(library, [essay(1), essay(2)])
    database = Database(library.home / FILE)
    with database.write() as connection:
        connection.execute(text("DROP TABLE removed_papers"))
    database.close()
    older = reopened(library.home)
    assert older.catalogue.removed() == []
    older.require(words)
    assert _remove(older, "e1") == 1
    assert _restore(older, words, "e1") == ("e1",)


def test_one_may_ask_whether_another_writes(library: Library, put: Put, essay: Essay) -> None:
    put(library, [essay(1)])
    with library.writing(), library.writing_if_free() as free:
        assert not free
    with library.writing_if_free() as free:
        assert free
