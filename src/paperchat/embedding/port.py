"""The port every embedder answers to: text in, unit vectors out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
"""Unit vectors, shape ``(n, dimension)``, or one of shape ``(dimension,)``."""


class Embedder(Protocol):
    """Turns texts into unit vectors whose dot product is their similarity (-1 to 1)."""

    @property
    def fingerprint(self) -> str:
        """Names everything the vectors depend on: vectors with different values do not mix."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """Embed passages, in the order given.

        Returns:
            Unit rows, shape ``(len(texts), dimension)``; no text is silently cut.

        Raises:
            EmbeddingError: the embedder failed on good input.
        """
        ...

    def embed_query(self, text: str) -> Vectors:
        """Embed one question; a unit vector of shape ``(dimension,)``.

        Raises:
            EmbeddingError: the embedder failed on good input.
        """
        ...
