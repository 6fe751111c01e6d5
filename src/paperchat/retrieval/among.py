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
"""Share of a library's papers below which their vectors are searched by themselves."""
_HELD = 20_000
"""Papers whose vectors, some 45 MB, are read and kept for that at most."""
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
        found = self._deeper(
            lambda reach: list(lexical.search(tokens, reach).items()),
            lambda item: item[0],
            depth,
            # To name an allowed paper to the index takes about as long as to pass over another.
            deepest=len(self._allowed),
        )
        return lexical.search(tokens, depth, self._allowed) if found is None else dict(found)

    def by_meaning(self, vector: Vector, depth: int) -> list[ChunkHit]:
        """Return up to ``depth`` chunks, nearest first."""
        found = None
        if self._share >= _FEW or len(self._allowed) > _HELD:
            found = self._deeper(
                lambda reach: self._library.vectors.search(vector, reach),
                lambda item: item.paper_id,
                depth,
            )
        if found is None:
            return self._library.selected_vectors.search(vector, depth, self._allowed)
        return found

    def _deeper(
        self,
        search: Callable[[int], list[_Found]],
        paper_of: Callable[[_Found], str],
        depth: int,
        deepest: float = math.inf,
    ) -> list[_Found] | None:
        """Search ever deeper until ``depth`` of what is found are allowed, or there is no more.

        None where that takes going deeper than ``deepest``.
        """
        reach = math.ceil(depth / self._share * _SPARE) if self._share else 0
        while 0 < reach <= deepest:
            found = search(reach)
            kept = [item for item in found if paper_of(item) in self._allowed]
            if len(kept) >= depth or len(found) < reach:
                return kept[:depth]
            reach *= _GROWTH
        return None
