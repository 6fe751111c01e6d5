"""Removing papers from a library and putting them back, with the indexes brought along."""

from __future__ import annotations

from collections.abc import Sequence

from paperchat.embedding.port import Embedder
from paperchat.library.embed_pending import embed_pending
from paperchat.library.library import Library
from paperchat.library.spans import Cutter


def remove_papers(library: Library, paper_ids: Sequence[str]) -> int:
    """Remove papers, and return how many there were; :func:`restore_papers` puts them back.

    The caller holds the writer's lock. From the catalogue's commit on no search returns them.

    Raises:
        LibraryError: an index cannot be written; it is brought up to date by the next writer.
    """
    removed = library.catalogue.remove(paper_ids)
    library.index_words()
    library.publish_vectors()
    return removed


def restore_papers(
    library: Library, embedder: Embedder, paper_ids: Sequence[str], cut: Cutter
) -> tuple[str, ...]:
    """Put removed papers back, and return the ids of those that were not there again already.

    The caller holds the writer's lock.

    Raises:
        LibraryError: an index cannot be written; it is brought up to date by the next writer.
        EmbeddingError: the library has another embedder since, which failed on a text.
    """
    back = library.catalogue.restore(paper_ids, cut)
    library.index_words()
    embed_pending(library, embedder)
    return back
