"""What every way of answering works with."""

from __future__ import annotations

from dataclasses import dataclass

from paperchat.answering.evidence import EvidenceScorer
from paperchat.embedding.port import Embedder, Reader
from paperchat.library.library import Library
from paperchat.retrieval.hybrid import HybridRetriever
from paperchat.retrieval.names import NameResolver
from paperchat.retrieval.readings import Readings
from paperchat.retrieval.topics import TopicFinder


@dataclass(frozen=True, slots=True)
class Context:
    """One library and the parts that read it."""

    library: Library
    embedder: Embedder
    retriever: HybridRetriever
    names: NameResolver
    topics: TopicFinder
    readings: Readings
    scorer: EvidenceScorer

    @classmethod
    def of(cls, library: Library, embedder: Embedder, reader: Reader) -> Context:
        """Build the parts for ``library``."""
        readings = Readings(reader)
        retriever = HybridRetriever(library, embedder, readings)
        return cls(
            library=library,
            embedder=embedder,
            retriever=retriever,
            names=NameResolver(library),
            topics=TopicFinder(library, embedder, retriever),
            readings=readings,
            scorer=EvidenceScorer(library, readings),
        )
