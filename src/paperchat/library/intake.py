"""Writing papers into the catalogue: one batch of records, one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from paperchat.library.database import fact, next_generation
from paperchat.library.merging import keys_of, merged, new_paper_id, same_paper
from paperchat.library.rows import cut_chunk, from_paper, in_parts, to_paper
from paperchat.library.tables import (
    chunks,
    dropped_chunks,
    paper_keys,
    papers,
    sentences,
    vectors,
)
from paperchat.types import IngestOutcome, Paper, Record, Span


@dataclass(frozen=True, slots=True)
class Spans:
    """How a paper's text is cut: into sentences and into chunks."""

    sentences: tuple[Span, ...]
    chunks: tuple[Span, ...]


Cutter = Callable[[str, str], Spans]
"""``(title, text) -> Spans``; called only for texts that are new or changed."""


class SpanWriter:
    """Collects the spans of a batch and writes them at once."""

    def __init__(self, connection: Connection, generation: int) -> None:
        self._connection = connection
        self._generation = generation
        self._sentences: list[dict[str, object]] = []
        self._chunks: dict[str, dict[str, object]] = {}

    def put(self, paper: Paper, spans: Spans) -> None:
        """Cut ``paper`` so; its former spans have been dropped before."""
        self._sentences += [
            {"paper_id": paper.id, "ordinal": ordinal, "start": span.start, "end": span.end}
            for ordinal, span in enumerate(spans.sentences)
        ]
        for ordinal, span in enumerate(spans.chunks):
            chunk = cut_chunk(paper, ordinal, span)
            self._chunks[chunk.id] = {
                "id": chunk.id,
                "paper_id": paper.id,
                "ordinal": ordinal,
                "start": span.start,
                "end": span.end,
                "text_hash": chunk.text_hash,
                "generation": self._generation,
            }

    def drop(self, paper_ids: Iterable[str]) -> None:
        """Forget the spans of papers; the indexes are told which chunks went."""
        for part in in_parts(paper_ids):
            gone = select(chunks.c.id).where(chunks.c.paper_id.in_(part))
            self._forget(list(self._connection.scalars(gone)))
            self._connection.execute(delete(chunks).where(chunks.c.paper_id.in_(part)))
            self._connection.execute(delete(sentences).where(sentences.c.paper_id.in_(part)))
            self._sentences = [row for row in self._sentences if row["paper_id"] not in part]
            self._chunks = {
                key: row for key, row in self._chunks.items() if row["paper_id"] not in part
            }

    def flush(self) -> None:
        """Write what was collected; texts embedded before get their vector back at once."""
        if self._sentences:
            self._connection.execute(insert(sentences), self._sentences)
        if self._chunks:
            for part in in_parts(self._chunks):
                self._connection.execute(
                    delete(dropped_chunks).where(dropped_chunks.c.chunk_id.in_(part))
                )
            self._connection.execute(insert(chunks), list(self._chunks.values()))
            mine = chunks.c.generation == self._generation
            mark_embedded(self._connection, self._generation, mine)
        self._sentences, self._chunks = [], {}

    def _forget(self, chunk_ids: Sequence[str]) -> None:
        if chunk_ids:
            self._connection.execute(
                delete(dropped_chunks).where(dropped_chunks.c.chunk_id.in_(chunk_ids))
            )
            self._connection.execute(
                insert(dropped_chunks),
                [{"chunk_id": name, "generation": self._generation} for name in chunk_ids],
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


class Intake:
    """One batch of records on its way into the catalogue."""

    def __init__(self, connection: Connection, records: Sequence[Record], cut: Cutter) -> None:
        self._connection = connection
        self._records = records
        self._cut = cut
        self._now = datetime.now(UTC).replace(tzinfo=None)
        self._spans: SpanWriter | None = None
        self._keys: dict[str, list[str]] = {}
        self._known: dict[str, tuple[Paper, str | None]] = {}

    def run(self) -> list[tuple[str, IngestOutcome]]:
        """Store the batch; returns id and outcome of each record, in order."""
        self._load_known()
        outcomes = [self._take(record) for record in self._records]
        if self._spans:
            self._spans.flush()
        return outcomes

    def _load_known(self) -> None:
        wanted = {key for record in self._records for key in keys_of(record)}
        for part in in_parts(wanted):
            query = select(paper_keys).where(paper_keys.c.key.in_(part))
            for row in self._connection.execute(query.order_by(paper_keys.c.paper_id)):
                self._keys.setdefault(row.key, []).append(row.paper_id)
        ids = {paper_id for found in self._keys.values() for paper_id in found}
        for part in in_parts(ids):
            for row in self._connection.execute(select(papers).where(papers.c.id.in_(part))):
                self._known[row.id] = (to_paper(row), row.record_id)

    def _take(self, record: Record) -> tuple[str, IngestOutcome]:
        paper = self._match(record)
        if paper is None:
            return self._add(record), "new"
        after = merged(paper, record)
        if after == paper:
            return paper.id, "unchanged"
        self._connection.execute(
            update(papers).where(papers.c.id == paper.id).values(from_paper(after))
        )
        if (after.title, after.text) != (paper.title, paper.text):
            self._writer().drop([paper.id])
            self._writer().put(after, self._cut(after.title, after.text))
        self._remember(after, record)
        return paper.id, "updated"

    def _match(self, record: Record) -> Paper | None:
        for key in keys_of(record):
            for paper_id in self._keys.get(key, ()):
                paper, record_id = self._known[paper_id]
                if not key.startswith("title:") or same_paper(record, paper, record_id):
                    return paper
        return None

    def _add(self, record: Record) -> str:
        paper = Paper(
            id=new_paper_id(record, self._taken_ids(record)),
            title=record.title,
            text=record.text,
            text_kind=record.text_kind,
            authors=record.authors,
            author_count=record.author_count or len(record.authors) or None,
            published=record.published,
            url=record.url,
            code_url=record.code_url,
            project_url=record.project_url,
            arxiv_id=record.arxiv_id,
            doi=record.doi,
            comment_count=record.comment_count,
            source=record.source,
            added_at=self._now,
        )
        values = {**from_paper(paper), "record_id": record.record_id}
        self._connection.execute(insert(papers).values(values))
        self._writer().put(paper, self._cut(paper.title, paper.text))
        self._remember(paper, record)
        return paper.id

    def _taken_ids(self, record: Record) -> set[str]:
        wanted = new_paper_id(record, ())
        exists = select(papers.c.id).where(papers.c.id == wanted)
        if self._connection.scalar(exists) is None:
            return set()
        alike = select(papers.c.id).where(papers.c.id.startswith(wanted, autoescape=True))
        return set(self._connection.scalars(alike))

    def _writer(self) -> SpanWriter:
        # Only a batch that changes something raises the generation.
        if self._spans is None:
            self._spans = SpanWriter(self._connection, next_generation(self._connection))
        return self._spans

    def _remember(self, paper: Paper, record: Record) -> None:
        self._writer()
        _, record_id = self._known.get(paper.id, (paper, record.record_id))
        self._known[paper.id] = (paper, record_id)
        for key in keys_of(record):
            if paper.id not in self._keys.setdefault(key, []):
                self._keys[key].append(paper.id)
                self._connection.execute(insert(paper_keys).values(key=key, paper_id=paper.id))
