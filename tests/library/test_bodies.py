"""Bodies in the library: kept beside abstracts, searched, merged, removed and put back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunking import cut
from paperchat.embedding.port import Embedder
from paperchat.library.body_rows import passage
from paperchat.library.changing import remove_papers, restore_papers
from paperchat.library.embed_pending import embed_pending
from paperchat.library.library import FILE, Library
from paperchat.library.tables import BODY_TABLES
from paperchat.types import Body, IngestOutcome, PageSpan, Record

Put = Callable[[Library, Sequence[Record]], list[IngestOutcome]]

FIRST = " ".join(f"Buoy {n} heard the humpbacks sing at dusk for {n} hours." for n in range(30))
SECOND = " ".join(f"The hydrophone of ship {n} was lowered by a winch." for n in range(30))
TEXT = f"{FIRST}\n{SECOND}"
BODY = Body(TEXT, (PageSpan(2, 0, len(FIRST)), PageSpan(3, len(FIRST) + 1, len(TEXT))))
PDF = Record(
    title="Songs of the Whale",
    text="Humpbacks sing at dusk. A buoy listens to them for a year.",
    arxiv_id="2501.00009",
    source="whale.pdf",
    body=BODY,
)
WHALE = "2501.00009"
BIBTEX = replace(
    PDF,
    text=f"{PDF.text} Nobody knows what they sing of, nor to whom.",
    source="sea.bib",
    authors=("A. Keel",),
    body=None,
)


@pytest.fixture
def put(words: Embedder) -> Put:
    def take(library: Library, records: Sequence[Record]) -> list[IngestOutcome]:
        with library.writing():
            outcomes = library.catalogue.store(records, cut)
            library.index_words()
            embed_pending(library, words)
        return [outcome for _, outcome in outcomes]

    return take


def found(library: Library, words: str) -> set[str]:
    names = list(library.body_index.search(library.lexical.tokens(words), 50))
    return {item.paper_id for item in library.bodies.passages(names).values()}


def test_a_body_is_kept_and_searched_beside_the_abstract(library: Library, put: Put) -> None:
    assert put(library, [PDF]) == ["new"]
    assert library.bodies.of(WHALE) == BODY
    (paper,) = library.catalogue.papers()
    assert paper.text == PDF.text
    (passages,) = library.bodies.passages_of([WHALE]).values()
    assert len(passages) > 3
    assert all(TEXT[item.start : item.end] == item.text for item in passages)
    assert "".join("".join(item.text for item in passages).split()) == "".join(TEXT.split())
    assert found(library, "hydrophone winch") == {WHALE}
    assert library.lexical.search(library.lexical.tokens("hydrophone"), 5) == {}
    assert library.pending_count() == 0
    assert library.health().sound


def test_a_library_without_bodies_gets_no_index_of_them(library: Library, put: Put) -> None:
    put(library, [BIBTEX])
    assert not library.bodies.any()
    assert not (library.home / "bodies").exists()
    assert library.bodies.of(WHALE) is None
    assert library.health().sound


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_pdf_and_bibtex_are_one_paper_with_the_best_abstract_and_the_body(
    library: Library, put: Put, order: tuple[int, int]
) -> None:
    records = [PDF, BIBTEX]
    for place in order:
        put(library, [records[place]])
    (paper,) = library.catalogue.papers()
    assert (paper.text, paper.authors) == (BIBTEX.text, ("A. Keel",))
    assert library.bodies.of(WHALE) == BODY
    generation = library.catalogue.generation()
    assert put(library, [PDF]) == ["unchanged"]
    assert put(library, [BIBTEX]) == ["unchanged"]
    assert library.catalogue.generation() == generation


def test_which_body_counts(library: Library, put: Put) -> None:
    put(library, [PDF])
    half = replace(BODY, text=FIRST, pages=BODY.pages[:1])
    assert put(library, [replace(PDF, body=half, source="other.pdf")]) == ["unchanged"]
    assert library.bodies.of(WHALE) == BODY
    assert put(library, [replace(PDF, body=half)]) == ["updated"]
    assert library.bodies.of(WHALE) == half
    assert found(library, "hydrophone") == set()
    assert put(library, [replace(PDF, source="other.pdf")]) == ["updated"]
    assert found(library, "hydrophone") == {WHALE}


def test_passages_are_embedded_with_a_new_title(
    library: Library, put: Put, words: Embedder
) -> None:
    put(library, [PDF])
    put(library, [replace(PDF, title="Songs of Great Whales", text=f"{PDF.text} So it is.")])
    (passages,) = library.bodies.passages_of([WHALE]).values()
    assert {item.title for item in passages} == {"Songs of Great Whales"}
    hashes = [item.text_hash for item in passages]
    assert len(library.vector_cache.load(hashes, words.fingerprint)) == len(set(hashes))


def test_removal_and_restoring(library: Library, put: Put, words: Embedder) -> None:
    put(library, [PDF])
    with library.writing():
        remove_papers(library, [WHALE])
    assert library.bodies.of(WHALE) is None
    assert found(library, "hydrophone") == set()
    assert library.body_index.count() == 0
    with library.writing():
        assert restore_papers(library, words, [WHALE], cut) == (WHALE,)
    assert library.bodies.of(WHALE) == BODY
    assert found(library, "hydrophone") == {WHALE}
    assert library.health().sound


def test_a_damaged_index_of_bodies_is_written_anew(
    library: Library, put: Put, reopened: Callable[[Path], Library]
) -> None:
    put(library, [PDF])
    for file in (library.home / "bodies").rglob("*.*"):
        file.write_bytes(b"nonsense")
    again = reopened(library.home)
    again.reconcile()
    assert found(again, "hydrophone") == {WHALE}


def test_a_library_made_before_there_were_bodies(
    library: Library, put: Put, words: Embedder, reopened: Callable[[Path], Library]
) -> None:
    put(library, [BIBTEX])
    home = library.home
    library.close()
    with sqlite3.connect(home / FILE) as connection:
        for table in reversed(BODY_TABLES):
            connection.execute(f"DROP TABLE {table.name}")
    old = reopened(home)
    old.require(words)
    assert old.catalogue.papers()[0].text == BIBTEX.text
    assert old.bodies.of(WHALE) is None
    assert put(old, [PDF]) == ["updated"]
    assert found(old, "hydrophone") == {WHALE}


def test_an_older_paperchat_that_removes_a_paper_takes_its_body_along(
    library: Library, put: Put
) -> None:
    put(library, [PDF])
    with sqlite3.connect(library.home / FILE) as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("DELETE FROM chunks")
        connection.execute("DELETE FROM papers")
    assert library.bodies.of(WHALE) is None
    assert found(library, "hydrophone") == set()


def test_rules_of_cutting_and_another_embedder(
    library: Library, put: Put, make_embedder: Callable[[str, int], Embedder]
) -> None:
    put(library, [PDF])
    before = library.bodies.passages_of([WHALE])
    library.catalogue.cut_again(cut)
    assert library.bodies.passages_of([WHALE]) == before
    other = make_embedder("other", 16)
    library.vector_cache.adopt(other.fingerprint, other.dimension)
    assert library.bodies.pending_count() == len(before[WHALE])
    with library.writing():
        embed_pending(library, other)
    assert library.pending_count() == 0


@given(st.text(max_size=3000))
def test_every_passage_is_a_slice_of_its_body(text: str) -> None:
    for ordinal, span in enumerate(cut("Title", text).chunks):
        item = passage("p", "Title", text, ordinal, span)
        assert text[item.start : item.end] == item.text
