"""The texts of papers behind their abstracts, and the passages that are searched in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Select, and_, func, select

from paperchat.library.body_rows import FACT, read_bodies
from paperchat.library.catalogue import Catalogue
from paperchat.library.database import Database
from paperchat.library.rows import in_parts
from paperchat.library.tables import bodies, dropped_passages, papers, passages, vectors
from paperchat.text.prose import quotable
from paperchat.types import Body, Chunk, Sentence, Span

_PAPERS_AT_ONCE = 50
_Row = TypeVar("_Row", bound=tuple[object, ...])
_COUNT: Select[tuple[int]] = select(func.count(passages.c.id))


@dataclass(frozen=True, slots=True)
class PassageChanges:
    """What the index of bodies has to do to get from one generation to another."""

    added: tuple[Chunk, ...]
    dropped: tuple[str, ...]


class BodyStore:
    """Reads of bodies. A library that never had one is told by a fact, and asked nothing more."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def any(self) -> bool:
        """Tell whether the library holds, or held, a body."""
        return self._catalogue.fact(FACT) is not None

    def of(self, paper_id: str) -> Body | None:
        """Return the body of a paper, or null."""
        return self.bodies([paper_id]).get(paper_id)

    def bodies(self, paper_ids: Iterable[str]) -> dict[str, Body]:
        """Return those of the papers' bodies that there are, keyed by paper id."""
        return self._catalogue.bodies(paper_ids)

    def held(self, paper_ids: Iterable[str]) -> frozenset[str]:
        """Return which of the papers have a body."""
        if not self.any():
            return frozenset()
        with self._database.read() as connection:
            return frozenset(
                name
                for part in in_parts(paper_ids)
                for name in connection.scalars(
                    select(bodies.c.paper_id).where(bodies.c.paper_id.in_(part))
                )
            )

    def count(self) -> int:
        """Return how many papers have a body."""
        return self._counted(select(func.count(bodies.c.paper_id))) if self.any() else 0

    def passage_count(self) -> int:
        """Return how many passages all bodies have."""
        return self._counted(_COUNT) if self.any() else 0

    def passages_of(self, paper_ids: Iterable[str]) -> dict[str, tuple[Chunk, ...]]:
        """Return the passages of each paper's body in the order of its text, keyed by paper id."""
        found: dict[str, list[Chunk]] = {}
        if self.any():
            for part in in_parts(dict.fromkeys(paper_ids)):
                for item in self._read(_PASSAGES.where(passages.c.paper_id.in_(part))):
                    found.setdefault(item.paper_id, []).append(item)
        return {paper_id: tuple(own) for paper_id, own in found.items()}

    def passages(self, names: Sequence[str]) -> dict[str, Chunk]:
        """Return those of the passages that exist, keyed by id."""
        return {
            item.id: item
            for part in in_parts(names)
            for item in self._read(_PASSAGES.where(passages.c.id.in_(part)))
        }

    def sentences_in(self, chosen: Iterable[Chunk]) -> dict[str, tuple[Sentence, ...]]:
        """Return the sentences of passages that can be quoted, in order, keyed by paper id."""
        by_paper: dict[str, list[Chunk]] = {}
        for item in sorted(chosen, key=lambda item: item.start):
            by_paper.setdefault(item.paper_id, []).append(item)
        found = self.bodies(by_paper)
        return {
            paper_id: tuple(
                _sentence(item, span, found[paper_id])
                for item in own
                for span in quotable(item.text)
            )
            for paper_id, own in by_paper.items()
            if paper_id in found
        }

    def all_passages(self) -> Iterator[list[Chunk]]:
        """Yield every passage, the papers in batches, without holding all in memory."""
        last = ""
        while True:
            query = select(bodies.c.paper_id).where(bodies.c.paper_id > last)
            with self._database.read() as connection:
                part = connection.scalars(
                    query.order_by(bodies.c.paper_id).limit(_PAPERS_AT_ONCE)
                ).all()
            if not part:
                return
            yield self._read(_PASSAGES.where(passages.c.paper_id.in_(part)))
            last = part[-1]

    def changes(self, since: int) -> PassageChanges:
        """Return the passages that came and went after generation ``since``."""
        with self._database.read() as connection:
            dropped = connection.scalars(
                select(dropped_passages.c.passage_id).where(dropped_passages.c.generation > since)
            ).all()
        added = self._read(_PASSAGES.where(passages.c.generation > since))
        return PassageChanges(tuple(added), tuple(dropped))

    def pending_count(self) -> int:
        """Return how many passages have no vector of the library's embedder yet."""
        if not self.any():
            return 0
        return self._counted(self._pending(_COUNT))

    def pending(self, limit: int) -> list[Chunk]:
        """Return up to ``limit`` passages without such a vector, in no particular order."""
        return self._read(self._pending(_PASSAGES).limit(limit)) if self.any() else []

    def _pending(self, query: Select[_Row]) -> Select[_Row]:
        embedder = self._catalogue.fact("embedder") or ""
        own = and_(vectors.c.text_hash == passages.c.text_hash, vectors.c.fingerprint == embedder)
        return query.outerjoin(vectors, own).where(vectors.c.text_hash.is_(None))

    def _counted(self, query: Select[tuple[int]]) -> int:
        with self._database.read() as connection:
            return connection.scalar(query) or 0

    def _read(self, query: Select[tuple[object, ...]]) -> list[Chunk]:
        """Return the passages of a query; each body is read once, however many it has."""
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(passages.c.paper_id, passages.c.ordinal)).all()
            texts = read_bodies(connection, {row.paper_id for row in rows})
        return [
            Chunk(
                row.id,
                row.paper_id,
                row.ordinal,
                row.start,
                row.end,
                row.title,
                texts[row.paper_id].body.text[row.start : row.end],
            )
            for row in rows
            if row.paper_id in texts
        ]


def _sentence(item: Chunk, span: Span, body: Body) -> Sentence:
    start, end = item.start + span.start, item.start + span.end
    page = body.page_at(start)
    return Sentence(item.paper_id, start, start, end, body.text[start:end], page)


_PASSAGES: Select[tuple[object, ...]] = select(passages, papers.c.title).join_from(passages, papers)
