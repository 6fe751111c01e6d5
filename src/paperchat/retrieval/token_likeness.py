"""Comparing words with texts by their token states: late interaction.

Khattab and Zaharia (2020), arXiv:2004.12832: each piece of a word is compared with every token of
a text, both as the encoder sees them in their sentences, and the nearest counts.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from paperchat.embedding.port import Reading, Vectors

Floats = npt.NDArray[np.float64]


def states_within(reading: Reading, start: int, end: int) -> npt.NDArray[np.float16]:
    """Return the states of the tokens that reach into ``[start, end)``."""
    inside = (reading.spans[:, 0] < end) & (reading.spans[:, 1] > start)
    found: npt.NDArray[np.float16] = reading.states[inside]
    return found


def nearest(
    states: Vectors, owners: npt.NDArray[np.int64], count: int, tokens: npt.NDArray[np.float16]
) -> Floats:
    """Return how near ``tokens`` come to each of ``count`` words, 0 to 1.

    Each of the ``states``, shape ``(pieces, dimension)``, is a piece of the word that ``owners``
    names by its place; a word gets the mean over its pieces of the cosine of the nearest token.
    """
    if not len(states) or not len(tokens):
        return np.zeros(count)
    best = (states @ tokens.astype(np.float32).T).max(axis=1)
    pieces = np.bincount(owners, minlength=count)
    total = np.bincount(owners, weights=best, minlength=count)
    return np.maximum(total / np.maximum(pieces, 1), 0.0)
