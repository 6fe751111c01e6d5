"""A small library that is quick to fill: a toy embedder and records of our own words."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from chroma_parts import ids_in_parts
from chroma_process import (  # tests/servers, see "pythonpath" in pyproject.toml
    ChromaProcess,
    ids_on_server,
)
from forked_commands import ForkServer, fork_environment

from ingest.chunking import cut
from paperchat.embedding.port import Embedder, Vectors
from paperchat.library.chroma_address import ChromaAddress
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


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaProcess]:
    """A Chroma server that runs; whoever ends it uses one of his own."""
    server = ChromaProcess(tmp_path_factory.mktemp("chroma") / "data")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def own_chroma(tmp_path: Path) -> Iterator[ChromaProcess]:
    """A Chroma server that runs, for a test that ends it."""
    server = ChromaProcess(tmp_path / "chroma" / "data")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def vectors_at(request: pytest.FixtureRequest) -> ChromaAddress | None:
    """Where the vectors of ``library`` are: None for its folder, or a server."""
    if getattr(request, "param", "folder") == "folder":
        return None
    return ChromaAddress(request.getfixturevalue("chroma").url)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of a module with ``BOTH_STORES = True`` twice, save those marked otherwise."""
    if (
        not getattr(metafunc.module, "BOTH_STORES", False)
        or "vectors_at" not in metafunc.fixturenames
    ):
        return
    only_folder = any(mark.name == "folder_store" for mark in metafunc.definition.iter_markers())
    stores = ["folder"] if only_folder else ["folder", "server"]
    metafunc.parametrize("vectors_at", stores, indirect=True)


@pytest.fixture
def reopened(vectors_at: ChromaAddress | None) -> Iterator[Callable[[Path], Library]]:
    """Open a home once more, as another process would; closed at the end of the test."""
    opened: list[Library] = []

    def reopen(home: Path) -> Library:
        opened.append(Library(home, vectors_at))
        return opened[-1]

    yield reopen
    for library in opened:
        library.close()


@pytest.fixture
def library(home: Path, words: Embedder, vectors_at: ChromaAddress | None) -> Iterator[Library]:
    """A new library of the toy embedder."""
    library = Library(home, vectors_at)
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


@pytest.fixture(scope="session")
def fork_servers(
    cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[ChromaAddress | None], ForkServer]]:
    """Return a server that starts ``python -m`` commands without paying for their imports each
    time, and with their vectors in that store."""
    started: dict[ChromaAddress | None, ForkServer] = {}

    def of(vectors_at: ChromaAddress | None) -> ForkServer:
        if vectors_at not in started:
            folder = tmp_path_factory.mktemp("server")
            environment = fork_environment(cache, folder)
            if vectors_at is not None:
                environment["PAPERCHAT_CHROMA"] = vectors_at.url
            started[vectors_at] = ForkServer(environment, folder)
        return started[vectors_at]

    yield of
    for server in started.values():
        server.close()


@pytest.fixture
def server(
    fork_servers: Callable[[ChromaAddress | None], ForkServer], vectors_at: ChromaAddress | None
) -> ForkServer:
    """What starts commands that keep their vectors in ``vectors_at``."""
    return fork_servers(vectors_at)


@pytest.fixture
def stores_agree(vectors_at: ChromaAddress | None) -> Callable[[Path], None]:
    """Open all three stores of a home anew, each by itself, and compare what they hold."""
    return lambda home: _stores_agree(home, vectors_at)


def _stores_agree(home: Path, vectors_at: ChromaAddress | None) -> None:
    library = Library(home, vectors_at)
    try:
        health = library.health()
        assert health.sound, health
        papers = {paper.id: paper for paper in library.catalogue.papers()}
        chunks = {chunk.id: chunk for chunk in library.catalogue.changes(-1).added}
        sentences = library.catalogue.sentences_of(papers.values())
        build = library.vector_builds.published()
        found = library.lexical.search(_all_terms(library), len(papers) + 10)
        id_on_server = library.catalogue.fact("library_id")
    finally:
        library.close()
    assert build is not None
    assert {chunk.paper_id for chunk in chunks.values()} == set(papers)
    assert set(found) == set(papers)
    for chunk in chunks.values():
        assert papers[chunk.paper_id].text[chunk.start : chunk.end] == chunk.text
    assert all(sentences[name] for name in papers)
    if vectors_at is None:
        parts = ids_in_parts(home / "vectors" / build.name).values()
        assert sorted(name for ids in parts for name in ids) == sorted(chunks)
    else:
        stored = ids_on_server(vectors_at.url, f"paperchat-{id_on_server}-")
        assert list(stored) == [build.name], "a stray collection"
        assert sorted(stored[build.name]) == sorted(chunks)
    for kind in ("vectors", "lexical") if vectors_at is None else ("lexical",):
        assert len(list((home / kind).iterdir())) == 1, f"a stray folder in {kind}"


def _all_terms(library: Library) -> list[str]:
    # Every title begins with a word of its own kind; together these words are in every paper.
    titles = " ".join(paper.title for paper in library.catalogue.papers())
    return library.lexical.tokens(titles)
