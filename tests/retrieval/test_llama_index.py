"""Our ranking as LlamaIndex sees it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import MetadataMode, QueryBundle

from paperchat.errors import ConfigurationError
from paperchat.retrieval.hybrid import HybridRetriever
from paperchat.retrieval.llama_index import PaperRetriever

QUERY = "caches that gossip about what they hold"


@pytest.fixture
def papers(library):
    return {paper.id: paper for paper in library.catalogue.papers()}


def test_it_ranks_as_the_hybrid_retriever_does(library, embedder) -> None:
    for query in (QUERY, "bogs", "how is moisture measured"):
        vector = embedder.embed_query(query)
        expected = HybridRetriever(library, embedder).nearest(query, vector, 4)
        found = PaperRetriever(library, embedder, limit=4).retrieve(query)
        assert [(hit.paper.id, hit.score) for hit in expected] == [
            (node.node_id, node.score) for node in found
        ]


def test_a_node_is_a_paper_with_what_citing_it_needs(library, embedder, papers) -> None:
    for found in PaperRetriever(library, embedder).retrieve(QUERY):
        paper = papers[found.node_id]
        assert found.node.get_content() == paper.text
        assert found.node.ref_doc_id == paper.id
        known = found.metadata
        assert known["paper_id"] == paper.id
        assert (known["title"], known["url"]) == (paper.title, paper.url)
        assert known["published"] == (paper.published and paper.published.isoformat())
        assert (known["start"], known["end"]) == (0, len(paper.text))
        for_model = found.node.get_content(MetadataMode.LLM)
        assert paper.title in for_model
        assert "dense_rank" not in for_model


def test_a_passage_is_a_span_of_its_paper(library, embedder, papers) -> None:
    whole = PaperRetriever(library, embedder).retrieve(QUERY)
    found = PaperRetriever(library, embedder, unit="passage").retrieve(QUERY)
    assert [node.metadata["paper_id"] for node in found] == [node.node_id for node in whole]
    chunks = library.catalogue.chunks_of(papers)
    for node in found:
        paper_id, (start, end) = node.metadata["paper_id"], _span(node)
        (chunk,) = [chunk for chunk in chunks[paper_id] if chunk.id == node.node_id]
        assert (chunk.start, chunk.end) == (start, end)
        assert papers[paper_id].text[start:end] == node.text == chunk.text
        assert node.node.ref_doc_id == paper_id


def test_filters_narrow_the_papers(library, embedder, papers) -> None:
    found = PaperRetriever(library, embedder, filters=["year>=2024"]).retrieve(QUERY)
    assert found
    assert all(papers[node.node_id].published.year >= 2024 for node in found)
    with pytest.raises(ConfigurationError, match="not understood"):
        PaperRetriever(library, embedder, filters=["colour=red"])


def test_a_vector_that_comes_with_the_query_is_not_used(library, embedder) -> None:
    plain = PaperRetriever(library, embedder).retrieve(QUERY)
    foreign = QueryBundle(QUERY, embedding=[1.0, 0.0])
    given = PaperRetriever(library, embedder).retrieve(foreign)
    assert [node.node_id for node in given] == [node.node_id for node in plain]


def test_it_can_be_awaited(library, embedder) -> None:
    retriever = PaperRetriever(library, embedder, limit=3)

    async def both():
        return await asyncio.gather(retriever.aretrieve(QUERY), retriever.aretrieve("bogs"))

    # In a thread of its own: a browser of other tests may keep a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(lambda: asyncio.run(both())).result()
    for query, nodes in zip((QUERY, "bogs"), found, strict=True):
        assert [n.node_id for n in nodes] == [n.node_id for n in retriever.retrieve(query)]


def test_a_query_engine_reads_what_it_finds(library, embedder, papers) -> None:
    retriever = PaperRetriever(library, embedder, limit=2)
    response = RetrieverQueryEngine.from_args(retriever, llm=MockLLM()).query(QUERY)
    first = papers[response.source_nodes[0].node_id]
    assert first.text in str(response)


def _span(node) -> tuple[int, int]:
    return node.metadata["start"], node.metadata["end"]
