"""The alternative: a plain LlamaIndex pipeline over Chroma, as its documentation shows it.

Documents, ``SentenceSplitter``, ``VectorStoreIndex`` over a persistent Chroma collection,
``as_retriever``. It uses our embedder through its LlamaIndex face, so that only what is around
the embedder differs. Everything is at its default unless said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import chromadb
from chromadb.config import Settings as ChromaSettings
from llama_index.core import Document as LlamaDocument
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode
from llama_index.core.vector_stores import MetadataFilter, MetadataFilters
from llama_index.vector_stores.chroma import ChromaVectorStore

from bench.corpora import Document
from ingest.chunking import CHUNK_TOKENS
from paperchat.embedding.llama import PaperchatEmbedding
from paperchat.library.vector_cache import Vector
from paperchat.types import Chunk

TOP = 10
"""Results asked of either side."""

_COLLECTION = "papers"


def default_splitter() -> SentenceSplitter:
    """Return the splitter nobody configured: 1,024 tokens, so that an abstract is one chunk."""
    return SentenceSplitter()


def same_size_splitter() -> SentenceSplitter:
    """Return a splitter that makes chunks of the size ours have."""
    return SentenceSplitter(chunk_size=CHUNK_TOKENS, chunk_overlap=0)


class PlainPipeline:
    """An index in ``folder``, opened if there is one and made if not."""

    def __init__(self, folder: Path, model: PaperchatEmbedding) -> None:
        # Telemetry would reach for the network, and wait for it.
        settings = ChromaSettings(anonymized_telemetry=False)
        self._client = chromadb.PersistentClient(str(folder), settings=settings)
        collection = self._client.get_or_create_collection(_COLLECTION)
        self._store = ChromaVectorStore(chroma_collection=collection)
        self._model = model
        self._count = collection.count

    def count(self) -> int:
        """Return the number of chunks."""
        return self._count()

    def close(self) -> None:
        """Release the folder."""
        self._client.close()  # type: ignore[attr-defined]  # not in the interface, but in the class

    def add(self, documents: Sequence[Document], splitter: SentenceSplitter) -> None:
        """Split, embed and store documents."""
        given = [
            LlamaDocument(text=f"{document.title}\n{document.text}", doc_id=document.id)
            for document in documents
        ]
        VectorStoreIndex.from_documents(
            given,
            storage_context=StorageContext.from_defaults(vector_store=self._store),
            embed_model=self._model,
            transformations=[splitter],
        )

    def add_vectors(
        self,
        chunks: Sequence[Chunk],
        vectors: Vector,
        kept: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        """Store chunks whose vectors are known: row ``n`` of ``vectors`` is of chunk ``n``.

        ``kept`` holds the papers that a filter keeps, by its name; :meth:`retriever` takes that.
        """
        named = (kept or {}).items()
        nodes = [
            TextNode(
                id_=chunk.id,
                text=chunk.embedded_text,
                embedding=vector.astype(float).tolist(),
                metadata={name: int(chunk.paper_id in papers) for name, papers in named},
                relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=chunk.paper_id)},
            )
            for chunk, vector in zip(chunks, vectors, strict=True)
        ]
        VectorStoreIndex(
            nodes,
            storage_context=StorageContext.from_defaults(vector_store=self._store),
            embed_model=self._model,
        )

    def retriever(self, top: int = TOP, only: str | None = None) -> PlainRetriever:
        """Return retrieval of ``top`` chunks of what is stored now, or of what ``only`` keeps."""
        index = VectorStoreIndex.from_vector_store(self._store, embed_model=self._model)
        asked = MetadataFilters(filters=[MetadataFilter(key=only, value=1)]) if only else None
        return PlainRetriever(index.as_retriever(similarity_top_k=top, filters=asked))


class PlainRetriever:
    """Retrieval from an open index."""

    def __init__(self, retriever: BaseRetriever) -> None:
        self._retriever = retriever

    def search(self, query: str) -> list[str]:
        """Return the ids of the papers of the best chunks, best first, each once."""
        found = self._retriever.retrieve(query)
        return list(dict.fromkeys(hit.node.ref_doc_id or "" for hit in found))

    def texts(self, query: str) -> list[str]:
        """Return the texts of the best chunks, best first."""
        return [hit.node.get_content() for hit in self._retriever.retrieve(query)]
