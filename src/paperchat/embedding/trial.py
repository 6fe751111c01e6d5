"""Trying out an embedder: one short text, and what came of it in one sentence."""

from __future__ import annotations

import time
from dataclasses import dataclass

from paperchat.embedding.factory import create_embedder, parse_embedder, uses_network
from paperchat.errors import EmbeddingError
from paperchat.settings import Settings

_TEXT = "A short text to see whether texts can be embedded."


@dataclass(frozen=True, slots=True)
class EmbedderReport:
    """What came of trying an embedder.

    ``latency_ms`` is how long one text took and ``dimension`` the length of its vector, both null
    where none came; ``message`` says in one sentence that it works, or what to do;
    ``leaves_machine`` what is sent elsewhere, null for nothing.
    """

    spec: str
    ok: bool
    latency_ms: float | None
    dimension: int | None
    message: str
    leaves_machine: str | None


def try_embedder(settings: Settings) -> EmbedderReport:
    """Embed one text, and say what came of it.

    Raises:
        ConfigurationError: there is no such embedder, or what it needs is missing.
    """
    spec = parse_embedder(settings.embedder)
    leaves = uses_network(settings.embedder, settings.ollama_url)
    embedder = create_embedder(settings)
    try:
        embedder.embed_query(_TEXT)  # The first one loads the model.
        began = time.perf_counter()
        dimension = len(embedder.embed_query(_TEXT))
    except EmbeddingError as error:
        return EmbedderReport(str(spec), False, None, None, str(error), leaves)
    latency = round((time.perf_counter() - began) * 1000, 1)
    said = f"{spec} works: one text took {latency:.0f} ms and became {dimension} numbers."
    return EmbedderReport(str(spec), True, latency, dimension, said, leaves)
