"""The two faces between our port and LlamaIndex: ours as theirs, and theirs as ours."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr

from paperchat.embedding.port import Embedder, Vectors
from paperchat.embedding.valid_text import valid_text
from paperchat.errors import EmbeddingError
from paperchat.text.redaction import redact

BATCH = 64


class PaperchatEmbedding(BaseEmbedding):
    """Any embedder of ours, for use in LlamaIndex.

    Example:
        ``VectorStoreIndex(nodes, embed_model=PaperchatEmbedding(MiniLMEmbedder(cache)))``
    """

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(model_name=embedder.fingerprint, embed_batch_size=BATCH)
        self._embedder = embedder

    @classmethod
    def class_name(cls) -> str:
        """Name under which LlamaIndex shows it."""
        return "PaperchatEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        row: list[float] = self._embedder.embed_query(query).astype(float).tolist()
        return row

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self._embedder.embed_texts(texts).astype(float).tolist()
        return rows

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)

    async def _aget_text_embedding(self, text: str) -> list[float]:
        return await asyncio.to_thread(self._get_text_embedding, text)

    async def _aget_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return await asyncio.to_thread(self._get_text_embeddings, texts)


class LlamaIndexEmbedder:
    """Any LlamaIndex embedding, as an embedder of ours.

    Args:
        model: the embedding; it does its own batching.
        name: what to call it in messages and in the fingerprint; by default its class and model.
        secrets: keys that must not show in a message, whatever the provider's error says.
    """

    def __init__(
        self, model: BaseEmbedding, name: str | None = None, secrets: Sequence[str] = ()
    ) -> None:
        self._model = model
        self._name = name or f"{model.class_name()}:{model.model_name}"
        self._secrets = tuple(secret for secret in secrets if secret)
        self._dimension: int | None = None

    @property
    def fingerprint(self) -> str:
        """Provider and model; what the provider changes behind that name cannot be seen."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector; asking for it before the first text embeds one word.

        Raises:
            EmbeddingError: the provider failed.
        """
        if self._dimension is None:
            self.embed_query("paper")
        if self._dimension is None:  # for the type checker: embed_query sets it or raises
            raise EmbeddingError(f"The embedder {self._name} gave no vector.")
        return self._dimension

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """Embed passages, in the order given.

        Returns:
            Unit rows, shape ``(len(texts), dimension)``.

        Raises:
            EmbeddingError: the provider failed, or what it gave are not that many vectors.
        """
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        given = [valid_text(text) for text in texts]
        return self._unit_rows(lambda: self._model.get_text_embedding_batch(given), len(given))

    def embed_query(self, text: str) -> Vectors:
        """Embed one question; a unit vector of shape ``(dimension,)``. Raises as above."""
        given = valid_text(text)
        row: Vectors = self._unit_rows(lambda: [self._model.get_query_embedding(given)], 1)[0]
        return row

    def _unit_rows(self, ask: Callable[[], list[list[float]]], count: int) -> Vectors:
        try:
            answer = ask()
        except Exception as error:  # noqa: BLE001  # every provider has errors of its own
            # Not chained: a provider's error may echo the key, and a log would show it.
            raise EmbeddingError(
                f"The embedder {self._name} failed: {self._reason(error)}."
            ) from None
        try:
            rows = np.asarray(answer, np.float64)
        except ValueError:
            rows = np.empty(0)
        if rows.ndim != 2 or rows.shape[0] != count or rows.shape[1] == 0:
            raise EmbeddingError(f"The embedder {self._name} gave a wrong number of values.")
        if self._dimension not in (None, rows.shape[1]):
            raise EmbeddingError(
                f"The embedder {self._name} gave vectors of {rows.shape[1]} values after vectors "
                f"of {self._dimension}."
            )
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        if not np.isfinite(lengths).all() or not lengths.all():
            raise EmbeddingError(f"The embedder {self._name} gave a vector without a direction.")
        self._dimension = rows.shape[1]
        unit: Vectors = (rows / lengths).astype(np.float32)
        return unit

    def _reason(self, error: Exception) -> str:
        return redact(str(error).strip() or type(error).__name__, self._secrets).rstrip(".")
