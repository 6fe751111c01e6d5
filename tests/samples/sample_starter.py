"""A home with the starter library, shared by the tests of what other programs use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from paperchat.embedding.port import Embedder


@pytest.fixture(scope="session")
def starter_home(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """A home with the starter library, for tests that only read."""
    from paperchat.ingestion import ingest, starter_sources
    from paperchat.library.library import Library

    home = tmp_path_factory.mktemp("starter") / "library"
    library = Library(home)
    ingest(library, embedder, starter_sources())
    library.close()
    return home
