"""Ranking only some of a library's papers, by words and by meaning.

Where many papers are allowed, the indexes are asked for more than is wanted, and what is not
allowed is left out. Where few are, those are searched by themselves: an index would have to be
asked for nearly all it holds. Chroma's own filters are not used; decision 0004 has the figures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeVar

from paperchat.library.library import Library
from paperchat.library.vector_cache import Vector
from paperchat.types import ChunkHit

_FEW = 1 / 8
"""Share of a library's papers below which they are searched by themselves."""
_SPARE = 1.5
_GROWTH = 4

_Found = TypeVar("_Found")


class Among:
    """Ranks those papers of a library that are ``allowed``."""

    def __init__(self, library: Library, allowed: frozenset[str]) -> None:
        self._library = library
        self._allowed = allowed
        self._share = len(allowed) / max(library.catalogue.count(), 1)

    def by_words(self, tokens: Sequence[str], depth: int) -> dict[str, float]:
        """Return the BM25 scores of up to ``depth`` papers, best first."""
        lexical = self._library.lexical
        if self._share < _FEW:
            return lexical.search(tokens, depth, self._allowed)
        return dict(
            _deeper(
                lambda reach: list(lexical.search(tokens, reach).items()),
                lambda found: found[0] in self._allowed,
                depth,
                self._share,
            )
        )

    def by_meaning(self, vector: Vector, depth: int) -> list[ChunkHit]:
        """Return up to ``depth`` chunks, nearest first."""
        if self._share < _FEW:
            return self._library.selected_vectors.search(vector, depth, self._allowed)
        return _deeper(
            lambda reach: self._library.vectors.search(vector, reach),
            lambda found: found.paper_id in self._allowed,
            depth,
            self._share,
        )


def _deeper(
    search: Callable[[int], list[_Found]],
    may: Callable[[_Found], bool],
    depth: int,
    share: float,
) -> list[_Found]:
    """Search ever deeper until ``depth`` of what is found may be, or there is no more."""
    reach = math.ceil(depth / share * _SPARE)
    while True:
        found = search(reach)
        kept = [item for item in found if may(item)]
        if len(kept) >= depth or len(found) < reach:
            return kept[:depth]
        reach *= _GROWTH
