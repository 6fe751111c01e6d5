"""The lexical index: what it finds, and that it follows the catalogue in every process."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.chunking import cut
from paperchat.embedding.port import Embedder
from paperchat.library.library import Library
from paperchat.types import Record

Essay = Callable[..., Record]
Put = Callable[..., object]

RECORDS = [
    Record(
        title="Naïve Résumés",
        text="Sorting of résumés was studied in 3 cities. Clerks sorted them twice.",
    ),
    Record(title="Sorting Pebbles", text="A river sorts pebbles by weight and by shape."),
    Record(title="Snow", text="Snow melts in the spring, and clerks walk home through puddles."),
]


@pytest.fixture
def reader(home: Path, library: Library) -> Iterator[Library]:
    """The same library, opened once more as another process would."""
    reader = Library(home)
    yield reader
    reader.close()


def _found(library: Library, text: str, limit: int = 10) -> list[str]:
    return list(library.lexical.search(library.lexical.tokens(text), limit))


def test_acronyms_are_found_in_singular_and_plural(library: Library, put: Put) -> None:
    one = Record(title="Marsh Hens", text="A single DNN tells the calls of hens in a marsh apart.")
    many = Record(title="Sea Birds", text="Several DNNs count the birds of a cliff in pictures.")
    put(library, [*RECORDS, one, many])
    assert (
        set(_found(library, "DNN")) == set(_found(library, "DNNs")) == {"marsh-hens", "sea-birds"}
    )


def test_words_are_found_in_any_form(library: Library, put: Put) -> None:
    put(library, RECORDS)
    assert _found(library, "naive resume") == ["naive-resumes"]
    assert set(_found(library, "SORTED")) == {"naive-resumes", "sorting-pebbles"}
    assert _found(library, "sorting")[0] == "sorting-pebbles"
    assert _found(library, "elephants") == []
    assert _found(library, "") == []
    assert _found(library, "clerk", limit=1) != []
    assert library.lexical.count() == 3


def test_tokens_are_distinct_and_in_order(library: Library) -> None:
    assert library.lexical.tokens("Walking the walks of the Élan") == ["walk", "the", "of", "elan"]


def test_rare_words_weigh_more(library: Library, put: Put) -> None:
    assert library.lexical.inverse_frequencies(["clerk"]) == {}
    put(library, RECORDS)
    weights = library.lexical.inverse_frequencies(["elephant", "snow", "clerk"])
    assert weights["elephant"] > weights["snow"] > weights["clerk"] > 0


def test_an_index_that_was_never_written_finds_nothing(library: Library) -> None:
    assert _found(library, "anything") == []
    assert library.lexical.count() == 0


def test_changed_and_removed_papers(library: Library, put: Put) -> None:
    put(library, RECORDS)
    snow = dataclasses.replace(RECORDS[2], text="Hail falls in the summer on tin roofs.")
    put(library, [snow])
    assert _found(library, "puddles") == []
    assert _found(library, "hail") == ["snow"]
    with library.writing():
        library.catalogue.remove(["snow"])
        library.lexical.catch_up()
        library.lexical.finish()
    assert _found(library, "hail") == []
    assert library.lexical.count() == 2


def test_another_process_sees_papers_once_they_are_indexed(
    library: Library, reader: Library, put: Put, essay: Essay
) -> None:
    put(library, RECORDS)
    assert _found(reader, "pebbles") == ["sorting-pebbles"]
    with library.writing():
        library.catalogue.store([essay(1)], cut)
        # The reader looks between the catalogue's commit and the index's.
        assert _found(reader, "essay") == []
        library.lexical.catch_up()
        # Nothing but the index has moved, and the reader sees it all the same.
        assert _found(reader, "essay") == ["e1"]
        library.lexical.finish()


def test_a_rebuilt_index_replaces_the_one_a_reader_holds(
    library: Library, reader: Library, put: Put
) -> None:
    put(library, RECORDS)
    before = reader.lexical.search(reader.lexical.tokens("clerks sorting"), 10)
    for _ in range(3):
        library.rebuild()
        assert reader.lexical.search(reader.lexical.tokens("clerks sorting"), 10) == before
    assert len(list((library.home / "lexical").iterdir())) == 1


def test_catching_up_twice_does_no_harm(
    library: Library, put: Put, essay: Essay, words: Embedder
) -> None:
    put(library, RECORDS)
    library.catalogue.store([essay(1)], cut)
    generation = library.catalogue.facts(["lexical_generation"])
    library.lexical.catch_up()
    # As if the run had been killed after tantivy's commit and before ours.
    library.catalogue.record_facts(generation)
    library.lexical.catch_up()
    assert library.lexical.count() == 4
    assert not library.lexical.sound()
    library.lexical.finish()
    assert library.lexical.sound()


def test_replaced_texts_do_not_weigh(library: Library, put: Put, essay: Essay) -> None:
    put(library, [essay(number, variant=1) for number in range(30)])
    put(library, [essay(number) for number in range(30)])
    tokens = library.lexical.tokens("the kettle near essay 7")
    found = library.lexical.search(tokens, 50)
    weights = library.lexical.inverse_frequencies(tokens)
    library.rebuild()
    assert library.lexical.search(tokens, 50) == pytest.approx(found)
    assert library.lexical.inverse_frequencies(tokens) == weights
    assert min(weights.values()) >= 0
