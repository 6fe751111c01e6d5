"""The port every embedder answers to: text in, unit vectors out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with a vector for each of its tokens, each token seen in its sentence.

    ``vector`` is the unit vector of the text, shape ``(dimension,)``; ``states`` are unit rows,
    half precision, shape ``(tokens, dimension)``; ``spans`` are the tokens' places in the text,
    characters from and to, shape ``(tokens, 2)``.
    """

    vector: Vectors
    states: npt.NDArray[np.float16]
    spans: npt.NDArray[np.int32]


class Reader(Protocol):
    """Reads texts token by token, so that single words can be compared in their context."""

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Read texts, in the order given; of a text longer than the window, only its beginning.

        Raises:
            EmbeddingError: the reader failed on good input.
        """
        ...
