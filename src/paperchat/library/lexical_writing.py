"""Writing a tantivy index: documents come, change and go."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import tantivy

from paperchat.errors import LibraryError
from paperchat.library.indexed_texts import IndexedText
from paperchat.library.lexical_schema import ANALYZER, SCHEMA, analyzer
from paperchat.library.reasons import reason_of

_WRITER_BYTES = 64_000_000


def open_index(folder: Path) -> tantivy.Index:
    """Open an index; raises what tantivy does where it is damaged."""
    index = tantivy.Index.open(str(folder))
    index.register_tokenizer(ANALYZER, analyzer())
    return index


def _document(item: IndexedText) -> tantivy.Document:
    return tantivy.Document(paper_id=item.name, title=item.title, body=f"{item.title}\n{item.text}")


def write(
    folder: Path,
    stale: Iterable[str],
    batches: Iterable[Iterable[IndexedText]],
    *,
    anew: bool = False,
) -> None:
    """Forget the documents named ``stale`` and add ``batches``, to a new index with ``anew``.

    Raises:
        LibraryError: the index cannot be written; nothing in the catalogue is lost.
    """
    try:
        if anew:
            tantivy.Index(SCHEMA, path=str(folder))
        writer = open_index(folder).writer(_WRITER_BYTES, 1)
        # What is added is deleted first, so that catching up twice, after a crash, does no harm.
        for name in stale:
            writer.delete_documents_by_term("paper_id", name)
        for batch in batches:
            for item in batch:
                writer.add_document(_document(item))
        writer.commit()
        writer.wait_merging_threads()
    except (ValueError, OSError) as error:
        raise LibraryError(
            f"The lexical index at {folder.parent} cannot be written ({reason_of(error)}): check "
            "that the disk has room, then run the same command again; no paper is lost."
        ) from error
