"""Checking the parts of a build before it is published, each opened by itself as a reader will."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from paperchat.library.chroma import ChromaCollection
from paperchat.library.chroma_files import held_ids, some_ids
from paperchat.library.rows import paper_of
from paperchat.library.vector_cache import Vector, VectorCache
from paperchat.library.vector_filling import finds

_PROBES = 8
"""Vectors that each part is asked for, beside those that have just been added."""


def hold_all(
    folders: Iterable[Path], cache: VectorCache, embedder: str, added: Mapping[str, Vector]
) -> bool:
    """Tell whether parts have as many vectors as the catalogue, and find ``added`` and a sample."""
    count, missing = 0, set(added)
    for folder in folders:
        here = held_ids(folder, added)
        sample = _vectors_of(some_ids(folder, _PROBES), cache, embedder)
        part = ChromaCollection(folder)
        try:
            count += part.count()
            if not finds(part, sample | {name: added[name] for name in here}):
                return False
        finally:
            part.close()
        missing.difference_update(here)
    return not missing and count == cache.embedded_count()


def _vectors_of(ids: Collection[str], cache: VectorCache, embedder: str) -> dict[str, Vector]:
    names, vectors = cache.of_selection({paper_of(name) for name in ids}, embedder)
    return {name: row for name, row in zip(names, vectors, strict=True) if name in ids}
