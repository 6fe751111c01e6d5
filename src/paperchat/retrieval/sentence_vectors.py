"""Vectors of sentences: from the catalogue where ingest left them, otherwise made on the spot."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from paperchat.embedding.port import Embedder
from paperchat.library.vector_cache import Vector, VectorCache
from paperchat.types import Sentence, text_hash

_KEPT = 20_000
"""Vectors kept in memory: 30 MB at 384 dimensions."""


class SentenceVectors:
    """A cache of sentence vectors, shared by all questions of a process."""

    def __init__(self, cache: VectorCache, embedder: Embedder) -> None:
        self._cache = cache
        self._embedder = embedder
        self._kept: OrderedDict[str, Vector] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, sentences: Sequence[Sentence]) -> Vector:
        """Return one unit row a sentence, shape ``(len(sentences), dimension)``.

        Raises:
            EmbeddingError: the embedder failed.
        """
        if not sentences:
            return np.empty((0, self._embedder.dimension), dtype=np.float32)
        return self.of_texts([sentence.text for sentence in sentences])

    def of_texts(self, wanted: Sequence[str]) -> Vector:
        """Return one unit row a text (a sentence, a word), as :meth:`of` does.

        Raises:
            EmbeddingError: the embedder failed.
        """
        texts = {text_hash(text): text for text in wanted}
        with self._lock:
            known = {key: self._kept[key] for key in texts if key in self._kept}
        missing = [key for key in texts if key not in known]
        if missing:
            known |= self._fetch(missing, texts)
            with self._lock:
                self._kept.update({key: known[key] for key in missing})
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return np.stack([known[text_hash(text)] for text in wanted])

    def _fetch(self, keys: Sequence[str], texts: dict[str, str]) -> dict[str, Vector]:
        found = self._cache.load(keys, self._embedder.fingerprint)
        absent = [key for key in keys if key not in found]
        if absent:
            rows = self._embedder.embed_texts([texts[key] for key in absent])
            found |= dict(zip(absent, rows, strict=True))
        return found
