"""Filling a build of the vector index from the catalogue, and checking that it is whole."""

from __future__ import annotations

import numpy as np

from paperchat.library.builds import Build
from paperchat.library.catalogue import Catalogue
from paperchat.library.vector_cache import Vector, VectorCache
from paperchat.library.vector_store import OpenVectors, WritableVectors

_PAGE = 10_000
_PROBES = 16
_PROBES_A_PAGE = 4
_SAME = 0.9999


def is_current(build: Build | None, catalogue: Catalogue, cache: VectorCache) -> bool:
    """Tell whether ``build`` holds all that the catalogue holds."""
    if build is None:
        return False
    ids, _ = cache.newer_than(build.generation, limit=1)
    return not ids and not catalogue.dropped_since(build.generation)


def fill(
    collection: WritableVectors, catalogue: Catalogue, cache: VectorCache, since: int
) -> dict[str, Vector]:
    """Bring a collection from generation ``since`` (-1: it is empty) to that of the catalogue.

    Doing it twice does no harm. Returns some vectors that must be found from now on.
    """
    if since >= 0:
        collection.delete(catalogue.dropped_since(since))
    probes: dict[str, Vector] = {}
    after = ""
    while True:
        ids, vectors = cache.newer_than(since, after=after, limit=_PAGE)
        if not ids:
            return probes
        collection.add(ids, vectors)
        for row in range(0, len(ids), 1 + len(ids) // _PROBES_A_PAGE):
            probes[ids[row]] = np.array(vectors[row])
        after = ids[-1]


def holds_all(collection: OpenVectors, cache: VectorCache, probes: dict[str, Vector]) -> bool:
    """Tell whether a collection has as many vectors as the catalogue, and finds a sample."""
    if collection.count() != cache.embedded_count():
        return False
    return finds(collection, probes | dict(zip(*cache.newer_than(-1, limit=_PROBES), strict=True)))


def finds(collection: OpenVectors, probes: dict[str, Vector]) -> bool:
    """Tell whether a collection finds each of its vectors ``probes`` by itself."""
    for name, vector in probes.items():
        found = collection.query(vector, 5)
        # Papers of one text share a vector, so any exact neighbour will do.
        if not any(name == other or score > _SAME for other, score in found):
            return False
    return True
