"""How near papers come to the words of a query, and how that ranks them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ingest.chunking import cut
from paperchat.embedding.port import Embedder, Reader, Reading
from paperchat.library.embed_pending import embed_pending
from paperchat.library.library import Library
from paperchat.retrieval.close_reading import closeness
from paperchat.retrieval.hybrid import HybridRetriever
from paperchat.retrieval.readings import Readings
from paperchat.types import Record

OTHERWISE = "Physicians looked for tumours in the lungs. Those who smoked had more of them."
HALF = "Cigarettes are taxed in many countries. The revenue pays for roads and for schools."
NEITHER = "A kite rises in a steady wind. Its tail keeps it from turning over."
LONG = "Wool is dyed in vats. It dries for a day. Then it is spun. Yarn is sold by weight. \
Sheep graze on moss. Lichen gives a purple dye that fades in the sun."
QUERY = "cigarettes cause lung cancer"


class Counting:
    """Reads, and remembers what it was given."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.read_texts: list[str] = []

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Read ``texts``."""
        self.read_texts += texts
        return self.reader.read(texts)


@pytest.fixture
def shelf(home: Path, embedder: Embedder) -> Iterator[Library]:
    library = Library(home)
    library.require(embedder)
    texts = {"otherwise": OTHERWISE, "half": HALF, "neither": NEITHER, "long": LONG}
    with library.writing():
        records = [
            Record(title=f"Notes, part {number}", text=text, record_id=name)
            for number, (name, text) in enumerate(texts.items())
        ]
        library.catalogue.store(records, cut)
        library.lexical.catch_up()
        library.lexical.finish()
        embed_pending(library, embedder)
    yield library
    library.close()


def close(library: Library, reader: Reader, query: str, *papers: str) -> dict[str, float]:
    return closeness(library, Readings(reader), query, library.lexical.tokens(query), papers)


def test_what_says_all_of_it_otherwise_is_nearer_than_what_says_half(
    shelf: Library, embedder: Reader
) -> None:
    found = close(shelf, embedder, QUERY, "half", "neither", "otherwise")
    assert sorted(found, key=lambda key: -found[key]) == ["otherwise", "half", "neither"]
    assert all(0 < score < 1 for score in found.values())


def test_of_a_long_text_the_sentences_that_hold_most_of_the_query_are_read(
    shelf: Library, embedder: Reader
) -> None:
    reader = Counting(embedder)
    close(shelf, reader, "purple lichen dye, and yarn", "long")
    query, title, first, *others = reader.read_texts
    assert (query, title) == ("purple lichen dye, and yarn", "Notes, part 3")
    assert first == "Lichen gives a purple dye that fades in the sun."
    assert len(others) == 2
    assert "Yarn is sold by weight." in others


def test_a_paper_is_read_once(shelf: Library, embedder: Reader) -> None:
    reader = Counting(embedder)
    readings = Readings(reader)
    first, again = (closeness(shelf, readings, QUERY, [], ["half"]) for _ in range(2))
    assert first == again
    assert reader.read_texts.count("Notes, part 1") == 1


@pytest.mark.parametrize("query", ["", " "])
def test_to_an_empty_query_nothing_is_near(shelf: Library, embedder: Reader, query: str) -> None:
    assert close(shelf, embedder, query, "half") == {}


def test_no_papers_are_read_where_none_were_found(shelf: Library, embedder: Reader) -> None:
    assert close(shelf, embedder, QUERY) == {}
    assert close(shelf, embedder, QUERY, "gone") == {}


def test_a_search_lifts_who_comes_near(shelf: Library, embedder) -> None:
    plain = HybridRetriever(shelf, embedder).search_texts(QUERY, 4)
    retriever = HybridRetriever(shelf, embedder, Readings(embedder))
    found = {hit.paper.id: hit.score for hit in retriever.search_texts(QUERY, 4)}
    before = {hit.paper.id: hit.score for hit in plain}
    assert found["otherwise"] - found["half"] > before["otherwise"] - before["half"]
    assert list(found.values()) == sorted(found.values(), reverse=True)
    answers = HybridRetriever(shelf, embedder, Readings(embedder)).search(QUERY, 4)
    assert answers == HybridRetriever(shelf, embedder).search(QUERY, 4)
