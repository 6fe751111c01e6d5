"""Our hybrid ranking as a retriever of LlamaIndex. Import it from here: LlamaIndex is slow to load.

Example:
    ``RetrieverQueryEngine.from_args(PaperRetriever(library, embedder, limit=5), llm=llm)``
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Literal

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import (
    NodeRelationship,
    NodeWithScore,
    QueryBundle,
    RelatedNodeInfo,
    TextNode,
)

from paperchat.embedding.port import Embedder
from paperchat.library.filters import parse_condition
from paperchat.library.library import Library
from paperchat.retrieval.hybrid import HybridRetriever
from paperchat.retrieval.passages import nearest_passages
from paperchat.retrieval.readings import Readings
from paperchat.types import Chunk, Paper, PaperHit, Span

Unit = Literal["paper", "passage"]

_NOT_FOR_THE_MODEL = ["paper_id", "url", "start", "end", "dense_rank", "lexical_rank"]
"""Metadata that a prompt has no use for: it would cost tokens and invite wrong citations."""


class PaperRetriever(BaseRetriever):
    """Ranks the papers of one library, as ``paperchat search`` does.

    A node is a whole paper, with the paper's id, or the passage of it that is nearest to the query,
    with the passage's id. Its text is ``paper.text[start:end]``, with both in the metadata, so that
    what is quoted from it can be cited.

    Args:
        library: an open library; with ``embedder`` it is part of an open workspace.
        embedder: the one that the library was embedded with.
        limit: how many papers at most.
        filters: conditions that papers must meet, such as ``year>=2024``.
        unit: what a node is.
        readings: what the first papers are read with, ``workspace.assistant.readings``; without it
            they are not read, and rank a little worse.

    Raises:
        ConfigurationError: a filter is not understood.
    """

    def __init__(  # noqa: PLR0913  # each is an option
        self,
        library: Library,
        embedder: Embedder,
        *,
        limit: int = 10,
        filters: Sequence[str] = (),
        unit: Unit = "paper",
        readings: Readings | None = None,
    ) -> None:
        super().__init__()
        self._library = library
        self._embedder = embedder
        self._hybrid = HybridRetriever(library, embedder, readings)
        self._limit = limit
        self._conditions = tuple(map(parse_condition, filters))
        self._unit: Unit = unit

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        query = query_bundle.query_str
        # A vector that comes with the query may be of another embedder: ours is made here.
        vector = self._embedder.embed_query(query)
        hits = self._hybrid.nearest(query, vector, self._limit, self._conditions)
        passages: dict[str, Chunk] = {}
        if self._unit == "passage":
            ids = [hit.paper.id for hit in hits]
            passages = nearest_passages(self._library, self._embedder.fingerprint, vector, ids)
        return [_node(hit, passages.get(hit.paper.id)) for hit in hits]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


def _node(hit: PaperHit, passage: Chunk | None) -> NodeWithScore:
    paper = hit.paper
    span = Span(passage.start, passage.end) if passage else Span(0, len(paper.text))
    node = TextNode(
        id_=passage.id if passage else paper.id,
        text=paper.text[span.start : span.end],
        start_char_idx=span.start,
        end_char_idx=span.end,
        metadata=_metadata(paper, span, hit),
        excluded_llm_metadata_keys=_NOT_FOR_THE_MODEL,
        excluded_embed_metadata_keys=_NOT_FOR_THE_MODEL,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=paper.id)},
    )
    return NodeWithScore(node=node, score=hit.score)


def _metadata(paper: Paper, span: Span, hit: PaperHit) -> dict[str, str | int | None]:
    return {
        "title": paper.title,
        "published": paper.published.isoformat() if paper.published else None,
        "text_kind": paper.text_kind,
        "paper_id": paper.id,
        "url": paper.url,
        "start": span.start,
        "end": span.end,
        "dense_rank": hit.dense_rank,
        "lexical_rank": hit.lexical_rank,
    }
