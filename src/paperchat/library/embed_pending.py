"""Giving vectors to the texts of a library that have none yet.

The embedder works without a pause, in a thread of its own: what it has made is stored and published
while it makes what comes next.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from paperchat.embedding.port import Embedder, Vectors
from paperchat.library.library import Library
from paperchat.types import Chunk

_BATCH = 256
_GROUP = 64
"""Texts between two looks at whether they are still wanted: about a second of two cores."""
_PUBLISH_EVERY = 8_192
"""Vectors searched exactly until then: about 2 ms a question."""
_PUBLISH_SHARE = 32
"""Of a large library one in so many, since to publish is to copy the whole index."""


def embed_pending(
    library: Library,
    embedder: Embedder,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    *,
    limit: int | None = None,
) -> int:
    """Embed pending texts and publish the vectors; returns how many were embedded.

    The caller holds the writer's lock. Each batch is stored as soon as it is made, so that a killed
    run goes on where it stopped. ``on_progress`` is told how many of how many are done. With
    ``limit`` no more chunks than that are embedded; the rest stay pending.

    Raises:
        EmbedderMismatch: the library belongs to another embedder.
        EmbeddingError: the embedder failed; what it made before is kept.
    """
    total = library.pending_count()
    if limit is not None:
        total = min(total, limit)
    done = embedded = 0
    with _Ahead(embedder) as ahead:
        while done < total and (page := _page(library, total - done)):
            batches = [ahead.begin(batch) for batch in _batches(page)]
            if done:
                library.publish_vectors()
            for batch in batches:
                library.vector_cache.store(batch.vectors(), fingerprint=embedder.fingerprint)
                embedded += len(batch.hashes)
                done += batch.chunks
                on_progress(done, total)
        library.publish_vectors()
    return embedded


def _page(library: Library, most: int) -> list[Chunk]:
    """Return what is embedded until vectors are published again."""
    every = max(_PUBLISH_EVERY, library.vector_cache.embedded_count() // _PUBLISH_SHARE)
    limit = min(every, most)
    # Abstracts first: they are what most questions are answered from.
    return library.vector_cache.pending(limit) or library.bodies.pending(limit)


def _batches(page: Sequence[Chunk]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield numbers of chunks with their texts by hash; each text once in all of ``page``."""
    seen: set[str] = set()
    for start in range(0, len(page), _BATCH):
        batch = page[start : start + _BATCH]
        texts = {c.text_hash: c.embedded_text for c in batch if c.text_hash not in seen}
        seen.update(texts)
        yield len(batch), texts


@dataclass(frozen=True, slots=True)
class _Begun:
    """A batch on its way: its chunks, the hashes of their texts, and the vectors to come."""

    chunks: int
    hashes: tuple[str, ...]
    made: Future[Vectors]

    def vectors(self) -> dict[str, Vectors]:
        """Wait for the vectors, and return them by the hash of their text."""
        return dict(zip(self.hashes, self.made.result(), strict=True))


class _Ahead:
    """Embeds batches in a thread, in their order; leaving it gives up what is not made yet."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._left = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="embed")

    def __enter__(self) -> _Ahead:
        return self

    def __exit__(self, *_: object) -> None:
        self._left.set()
        self._thread.shutdown(cancel_futures=True)

    def begin(self, batch: tuple[int, dict[str, str]]) -> _Begun:
        """Line a batch up."""
        chunks, texts = batch
        return _Begun(chunks, tuple(texts), self._thread.submit(self._embed, list(texts.values())))

    def _embed(self, texts: Sequence[str]) -> Vectors:
        made = [np.empty((0, self._embedder.dimension), np.float32)]
        for start in range(0, len(texts), _GROUP):
            if self._left.is_set():
                break
            made.append(self._embedder.embed_texts(texts[start : start + _GROUP]))
        return np.concatenate(made)
