from __future__ import annotations

import pytest

from paperchat.embedding.port import Embedder
from paperchat.library.filters import parse_condition
from paperchat.library.library import Library
from paperchat.retrieval.hybrid import HybridRetriever


@pytest.fixture
def retriever(library: Library, embedder: Embedder) -> HybridRetriever:
    return HybridRetriever(library, embedder)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("gossip between neighbouring caches", "TidePool"),
        ("drone photographs of wetlands", "MossNet"),
        ("bridges and frost", "Riveted"),
        ("insomnia and lamps at night", "Sleep"),
        ("novel writing with language models", "QUILL-2"),
    ],
)
def test_the_paper_meant_comes_first(retriever: HybridRetriever, query: str, title: str) -> None:
    hits = retriever.search(query, 3)
    assert title in hits[0].paper.title
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].dense_rank is not None


def test_words_of_the_title_count(retriever: HybridRetriever) -> None:
    # "Aerial" stands in one title and in no text.
    hits = retriever.search("aerial", 1)
    assert "MossNet" in hits[0].paper.title
    assert hits[0].lexical_rank == 1


def test_only_papers_that_meet_the_conditions_are_ranked(retriever: HybridRetriever) -> None:
    recent = [parse_condition("year>=2024")]
    hits = retriever.search("caches", 10, recent)
    assert {hit.paper.published.year for hit in hits if hit.paper.published} == {2024}
    nothing = retriever.search("caches", 10, [parse_condition("year<1990")])
    assert nothing == []


def test_a_query_of_function_words_alone_is_no_error(retriever: HybridRetriever) -> None:
    assert len(retriever.search("what is it about?", 5)) == 5
