"""Words of a query that a paper says close together, and how that ranks papers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.chunking import cut
from paperchat.embedding.port import Embedder
from paperchat.library.embed_pending import embed_pending
from paperchat.library.library import Library
from paperchat.retrieval.hybrid import HybridRetriever
from paperchat.retrieval.proximity import proximities
from paperchat.types import Record

TOGETHER = "We train graph attention networks. They read a molecule and tell its charge."
TURNED = "Attention over a graph is trained here. It reads a molecule and tells its charge."
APART = "We train networks that read the graph of a molecule. What they give is the charge of it. \
Where a chemist would look, they pay attention."
QUERY = "graph attention"


@pytest.fixture
def molecules(home: Path, embedder: Embedder) -> Iterator[Library]:
    library = Library(home)
    library.require(embedder)
    texts = {"apart": APART, "turned": TURNED, "together": TOGETHER}
    with library.writing():
        records = [
            Record(title=f"Charges of molecules, part {number}", text=text, record_id=name)
            for number, (name, text) in enumerate(texts.items())
        ]
        library.catalogue.store(records, cut)
        library.lexical.catch_up()
        library.lexical.finish()
        embed_pending(library, embedder)
    yield library
    library.close()


def near(library: Library, query: str) -> dict[str, float]:
    return proximities(library, library.lexical.tokens(query), ["apart", "turned", "together"])


def test_words_count_together_in_either_order_but_not_far_apart(molecules: Library) -> None:
    assert near(molecules, QUERY) == {"apart": 0.0, "turned": 1.0, "together": 1.0}


def test_a_pair_counts_as_much_as_its_words_are_rare(molecules: Library) -> None:
    # All three say graph, attention and charge; "chemist" is in one, and next to neither.
    found = near(molecules, "graph attention charge")
    assert 0 < found["together"] < 1
    assert found["together"] == found["turned"]
    with_rare = near(molecules, "graph attention chemist")
    assert with_rare["together"] < found["together"]


def test_words_that_a_paper_lacks_are_not_together(molecules: Library) -> None:
    assert set(near(molecules, "sourdough bread").values()) == {0.0}


@pytest.mark.parametrize("query", ["attention", "", "?"])
def test_a_query_without_neighbours_has_no_proximity(molecules: Library, query: str) -> None:
    assert near(molecules, query) == {}


def test_a_search_lifts_who_says_it_together_and_tells_how_much(
    molecules: Library, embedder: Embedder
) -> None:
    retriever = HybridRetriever(molecules, embedder)
    plain = {hit.paper.id: hit for hit in retriever.search(QUERY, 3)}
    found = {hit.paper.id: hit for hit in retriever.search_texts(QUERY, 3)}
    assert {hit.proximity for hit in plain.values()} == {None}
    assert [found[key].proximity for key in ("apart", "together")] == [0.0, 1.0]
    assert found["apart"].score == plain["apart"].score == 0
    assert found["turned"].score > plain["turned"].score
    scores = [hit.score for hit in found.values()]
    assert scores == sorted(scores, reverse=True)
    assert max(scores) <= 1


def test_a_search_of_one_word_is_ranked_by_the_indexes_alone(
    molecules: Library, embedder: Embedder
) -> None:
    retriever = HybridRetriever(molecules, embedder)
    found, plain = retriever.search_texts("attention", 3), retriever.search("attention", 3)
    assert [hit.paper for hit in found] == [hit.paper for hit in plain]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in plain])
