"""A library of the five invented papers, shared by the tests of answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sample_papers import PAPERS

from ingest.chunking import cut
from paperchat.assistant import Assistant
from paperchat.embedding.port import Embedder
from paperchat.library.embed_pending import embed_pending
from paperchat.library.library import Library
from paperchat.types import Record


def filled_library(home: Path, embedder: Embedder, records: Sequence[Record]) -> Library:
    """Return a new library that holds ``records``, indexed and embedded; to be closed."""
    library = Library(home)
    library.require(embedder)
    with library.writing():
        library.catalogue.store(records, cut)
        library.lexical.catch_up()
        library.lexical.finish()
        embed_pending(library, embedder)
    return library


@pytest.fixture(scope="session")
def library(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = filled_library(tmp_path_factory.mktemp("five-papers"), embedder, PAPERS)
    yield library
    library.close()


@pytest.fixture(scope="session")
def assistant(library: Library, embedder: Embedder) -> Assistant:
    return Assistant(library, embedder, embedder)


@pytest.fixture
def empty_assistant(embedder: Embedder, tmp_path: Path) -> Iterator[Assistant]:
    library = Library(tmp_path / "empty")
    library.require(embedder)
    yield Assistant(library, embedder, embedder)
    library.close()
