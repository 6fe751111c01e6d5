"""Giving vectors to the texts of a library that have none yet."""

from __future__ import annotations

from collections.abc import Callable

from paperchat.embedding.port import Embedder
from paperchat.library.library import Library

_BATCH = 256
_PUBLISH_EVERY = 8_192
"""Vectors searched exactly until then: about 2 ms a question."""


def embed_pending(
    library: Library,
    embedder: Embedder,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Embed every pending chunk and publish the vectors; returns how many texts were embedded.

    The caller holds the writer's lock. Each batch is stored before the next one is begun, so that
    a killed run goes on where it stopped. ``on_progress`` is told how many of how many are done.

    Raises:
        EmbeddingError: the embedder failed; what it made before is kept.
    """
    total = library.vector_cache.pending_count()
    done = unpublished = embedded = 0
    while batch := library.vector_cache.pending(_BATCH):
        texts = {chunk.text_hash: chunk.embedded_text for chunk in batch}
        vectors = embedder.embed_texts(list(texts.values()))
        library.vector_cache.store(
            dict(zip(texts, vectors, strict=True)), fingerprint=embedder.fingerprint
        )
        embedded += len(texts)
        done += len(batch)
        unpublished += len(batch)
        if unpublished >= _PUBLISH_EVERY:
            library.vectors.publish()
            unpublished = 0
        on_progress(done, max(total, done))
    if not library.vectors.current():
        library.vectors.publish()
    return embedded
