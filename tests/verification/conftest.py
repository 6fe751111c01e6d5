from __future__ import annotations

import pytest

from paperchat.embedding.minilm import MiniLMEmbedder
from paperchat.embedding.port import Embedder
from paperchat.retrieval.readings import Readings
from paperchat.verification.checker import SentenceChecker


@pytest.fixture(scope="session")
def checker(embedder: Embedder) -> SentenceChecker:
    """A checker with the packaged encoder."""
    assert isinstance(embedder, MiniLMEmbedder)
    return SentenceChecker(Readings(embedder))
