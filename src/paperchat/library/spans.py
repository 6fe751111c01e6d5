"""How texts are cut, and the writing of the spans into the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from paperchat.library.database import fact
from paperchat.library.rows import cut_chunk, from_chunk, in_parts
from paperchat.library.tables import chunks, dropped_chunks, sentences, vectors
from paperchat.types import Paper, Span


@dataclass(frozen=True, slots=True)
class Spans:
    """How a paper's text is cut: into sentences and into chunks."""

    sentences: tuple[Span, ...]
    chunks: tuple[Span, ...]


Cutter = Callable[[str, str], Spans]
"""``(title, text) -> Spans``; called only for texts that are new or changed."""


class SpanWriter:
    """Writes the spans of papers, all at one generation."""

    def __init__(self, connection: Connection, generation: int) -> None:
        self._connection = connection
        self._generation = generation

    def put(self, cuts: Iterable[tuple[Paper, Spans]]) -> None:
        """Cut papers so; their former spans have been dropped.

        Texts that were embedded before get their vector back at once.
        """
        sentence_rows: list[dict[str, object]] = []
        chunk_rows: list[dict[str, object]] = []
        for paper, spans in cuts:
            sentence_rows += [
                {"paper_id": paper.id, "ordinal": ordinal, "start": span.start, "end": span.end}
                for ordinal, span in enumerate(spans.sentences)
            ]
            chunk_rows += [
                from_chunk(cut_chunk(paper, ordinal, span), self._generation)
                for ordinal, span in enumerate(spans.chunks)
            ]
        if sentence_rows:
            self._connection.execute(insert(sentences), sentence_rows)
        if chunk_rows:
            # A text that came back is dropped no longer.
            self._undrop([str(row["id"]) for row in chunk_rows])
            self._connection.execute(insert(chunks), chunk_rows)
            mark_embedded(
                self._connection, self._generation, chunks.c.generation == self._generation
            )

    def drop(self, paper_ids: Iterable[str]) -> None:
        """Forget the spans of papers; the indexes are told which chunks went."""
        for part in in_parts(paper_ids):
            query = select(chunks.c.id).where(chunks.c.paper_id.in_(part))
            if gone := list(self._connection.scalars(query)):
                self._connection.execute(
                    insert(dropped_chunks),
                    [{"chunk_id": name, "generation": self._generation} for name in gone],
                )
            self._connection.execute(delete(chunks).where(chunks.c.paper_id.in_(part)))
            self._connection.execute(delete(sentences).where(sentences.c.paper_id.in_(part)))

    def _undrop(self, chunk_ids: Iterable[str]) -> None:
        for part in in_parts(chunk_ids):
            self._connection.execute(
                delete(dropped_chunks).where(dropped_chunks.c.chunk_id.in_(part))
            )


def mark_embedded(
    connection: Connection, generation: int, among: ColumnElement[bool] | None = None
) -> None:
    """Mark the chunks whose vector under the current embedder is known, and was not before."""
    known = select(vectors.c.text_hash).where(
        vectors.c.fingerprint == (fact(connection, "embedder") or "")
    )
    waiting = update(chunks).where(chunks.c.vector_generation.is_(None))
    if among is not None:
        waiting = waiting.where(among)
    connection.execute(
        waiting.where(chunks.c.text_hash.in_(known)).values(vector_generation=generation)
    )
