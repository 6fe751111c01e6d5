"""Giving vectors to the texts of a library that have none yet."""

from __future__ import annotations

from collections.abc import Callable

from paperchat.embedding.port import Embedder
from paperchat.library.library import Library
from paperchat.types import Chunk

_BATCH = 256
_PUBLISH_EVERY = 8_192
"""Vectors searched exactly until then: about 2 ms a question."""


def embed_pending(
    library: Library,
    embedder: Embedder,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    *,
    limit: int | None = None,
) -> int:
    """Embed pending texts and publish the vectors; returns how many were embedded.

    The caller holds the writer's lock. Each batch is stored before the next one is begun, so that
    a killed run goes on where it stopped. ``on_progress`` is told how many of how many are done.
    With ``limit`` no more chunks than that are embedded; the rest stay pending.

    Raises:
        EmbedderMismatch: the library belongs to another embedder.
        EmbeddingError: the embedder failed; what it made before is kept.
    """
    total = library.pending_count()
    if limit is not None:
        total = min(total, limit)
    done = unpublished = embedded = 0
    while done < total and (batch := _pending(library, min(_BATCH, total - done))):
        texts = {chunk.text_hash: chunk.embedded_text for chunk in batch}
        vectors = embedder.embed_texts(list(texts.values()))
        library.vector_cache.store(
            dict(zip(texts, vectors, strict=True)), fingerprint=embedder.fingerprint
        )
        embedded += len(texts)
        done += len(batch)
        unpublished += len(batch)
        if unpublished >= _PUBLISH_EVERY:
            library.publish_vectors()
            unpublished = 0
        on_progress(done, total)
    library.publish_vectors()
    return embedded


def _pending(library: Library, limit: int) -> list[Chunk]:
    # Abstracts first: they are what most questions are answered from.
    return library.vector_cache.pending(limit) or library.bodies.pending(limit)
