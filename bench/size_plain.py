"""A plain index of all that a library holds: the same chunks and vectors, marked for filters."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.plain import PlainPipeline
from bench.size_filters import Filter
from paperchat.embedding.llama import PaperchatEmbedding
from paperchat.embedding.port import Embedder
from paperchat.library.library import Library
from paperchat.library.rows import paper_of

_PAGE = 2_000
_TOLD_EVERY = 20
_UP_TO = "up-to"


def plain_folder(home: Path, cache: Path) -> Path:
    """Return where the plain index of the library in ``home`` is kept."""
    return (
        cache / f"beside-{hashlib.blake2b(str(home.resolve()).encode(), digest_size=8).hexdigest()}"
    )


def fill_beside(home: Path, filters: Sequence[Filter], embedder: Embedder, folder: Path) -> None:
    """Bring the plain index in ``folder`` to what the library in ``home`` holds now.

    A chunk of a paper that a filter keeps has the filter's name in its metadata, as 1; what the
    library has lost meanwhile stays in it.

    Raises:
        LibraryError: ``home`` cannot be read.
    """
    mark = folder / _UP_TO
    since = int(mark.read_text("utf-8")) if mark.is_file() else -1
    library = Library(home)
    try:
        generation = library.catalogue.generation()
        if generation > since:
            plain = PlainPipeline(folder, PaperchatEmbedding(embedder))
            try:
                _add(library, filters, plain, since)
            finally:
                plain.close()
            mark.write_text(str(generation), "utf-8")
    finally:
        library.close()


def _add(library: Library, filters: Sequence[Filter], plain: PlainPipeline, since: int) -> None:
    kept = {item.name: library.catalogue.paper_ids(item.conditions) for item in filters}
    after, pages = "", 0
    while True:
        # A chunk that is there already is passed over by Chroma.
        ids, vectors = library.vector_cache.newer_than(since, after=after, limit=_PAGE)
        if not ids:
            return
        papers = {paper_of(name) for name in ids}
        cut = library.catalogue.chunks_of(papers).values()
        chunks = {chunk.id: chunk for of_paper in cut for chunk in of_paper}
        plain.add_vectors([chunks[name] for name in ids], vectors, kept)
        after, pages = ids[-1], pages + 1
        if pages % _TOLD_EVERY == 0:
            print(f"  the plain index holds {plain.count():,} chunks", file=sys.stderr)
