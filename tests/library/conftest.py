"""A small library that is quick to fill: a toy embedder and records of our own words."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest.chunking import cut
from paperchat.embedding.port import Embedder, Vectors
from paperchat.library.embed_pending import embed_pending
from paperchat.library.library import Library
from paperchat.types import IngestOutcome, Record

_NOUNS = re.findall(
    r"\w+",
    "kettle lantern orchard glacier violin harbour meadow copper saddle marble pigeon canyon "
    "ladder walnut teapot beacon thicket ribbon anvil lagoon compass barley quarry feather",
)
_VERBS = re.findall(
    r"\w+", "measures repairs follows paints balances gathers compares softens predicts folds"
)


class WordsEmbedder:
    """Texts that share words are near each other; the same text always gets the same vector."""

    def __init__(self, name: str = "words-1", dimension: int = 48) -> None:
        self.fingerprint = name
        self.dimension = dimension

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> Vectors:
        total = np.full(self.dimension, 0.01)
        for word in re.findall(r"\w+", text.lower()):
            seed = zlib.crc32(f"{self.fingerprint} {word}".encode())
            total += np.random.default_rng(seed).normal(size=self.dimension)
        unit: Vectors = (total / np.linalg.norm(total)).astype(np.float32)
        return unit


@pytest.fixture
def words() -> Embedder:
    """The toy embedder."""
    return WordsEmbedder()


@pytest.fixture
def make_embedder() -> Callable[[str, int], Embedder]:
    """Make another toy embedder of a name and a dimension."""
    return WordsEmbedder


@pytest.fixture
def essay() -> Callable[..., Record]:
    """Make the record of a number: a title of its own, and three sentences (or ``sentences``)."""

    def make(number: int, *, sentences: int = 3, variant: int = 0) -> Record:
        rng = random.Random(f"{number} {variant}")
        lines = [
            f"The {rng.choice(_NOUNS)} number {number} {rng.choice(_VERBS)} a "
            f"{rng.choice(_NOUNS)} near the {rng.choice(_NOUNS)} of {rng.choice(_NOUNS)} {line}."
            for line in range(sentences)
        ]
        title = f"Essay {number} on the {random.Random(number).choice(_NOUNS)}"
        return Record(title=title, text=" ".join(lines), record_id=f"e{number}", source="essays")

    return make


@pytest.fixture
def library(home: Path, words: Embedder) -> Iterator[Library]:
    """A new library of the toy embedder."""
    library = Library(home)
    library.require(words)
    yield library
    library.close()


@pytest.fixture
def put(words: Embedder) -> Callable[[Library, Sequence[Record]], list[IngestOutcome]]:
    """Do what an ingest run does with records; returns the outcome of each."""

    def take(library: Library, records: Sequence[Record]) -> list[IngestOutcome]:
        with library.writing():
            outcomes = library.catalogue.store(records, cut)
            library.lexical.catch_up()
            library.lexical.finish()
            embed_pending(library, words)
        return [outcome for _, outcome in outcomes]

    return take


@pytest.fixture
def stores_agree() -> Callable[[Path], None]:
    """Open all three stores of a home anew, each by itself, and compare what they hold."""
    return _stores_agree


def _stores_agree(home: Path) -> None:
    import chromadb  # the folder as its own client sees it

    library = Library(home)
    try:
        health = library.health()
        assert health.sound, health
        papers = {paper.id: paper for paper in library.catalogue.papers()}
        chunks = {chunk.id: chunk for chunk in library.catalogue.changes(-1).added}
        sentences = library.catalogue.sentences_of(papers.values())
        build = library.vector_builds.published()
        found = library.lexical.search(_all_terms(library), len(papers) + 10)
    finally:
        library.close()
    assert build is not None
    assert {chunk.paper_id for chunk in chunks.values()} == set(papers)
    assert set(found) == set(papers)
    for chunk in chunks.values():
        assert papers[chunk.paper_id].text[chunk.start : chunk.end] == chunk.text
    assert all(sentences[name] for name in papers)
    client = chromadb.PersistentClient(str(build.folder))
    try:
        assert set(client.get_collection("chunks").get(include=[])["ids"]) == set(chunks)
    finally:
        client.close()  # type: ignore[attr-defined]  # declared as an interface without it
    for kind in ("vectors", "lexical"):
        assert len(list((home / kind).iterdir())) == 1, f"a stray folder in {kind}"


def _all_terms(library: Library) -> list[str]:
    # Every title begins with a word of its own kind; together these words are in every paper.
    titles = " ".join(paper.title for paper in library.catalogue.papers())
    return library.lexical.tokens(titles)
