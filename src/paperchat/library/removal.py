"""Taking papers out of the catalogue, and putting them back.

A removed paper leaves every table that is read; its record is kept beside them, so that the removal
can be undone later and from anywhere. Sentences and chunks are not kept: they are cut again by the
rules of the day, and a text that was embedded before gets its vector back at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Row, Select, delete, insert, select

from paperchat.library.body_rows import (
    FACT,
    StoredBody,
    body_as_json,
    body_from_json,
    drop_bodies,
    read_bodies,
    write_bodies,
)
from paperchat.library.database import fact, next_generation
from paperchat.library.moment import now
from paperchat.library.rows import in_parts, to_paper
from paperchat.library.spans import Cutter, SpanWriter
from paperchat.library.tables import paper_keys, papers, removed_papers
from paperchat.types import Paper

_KEPT = 1_000
"""Newest removed papers that can be put back."""
_TELLING = ("arxiv:", "doi:")
"""Keys that no two papers share."""


@dataclass(frozen=True, slots=True)
class RemovedPaper:
    """A removed paper that can be put back; those that went together share a ``removal``."""

    id: str
    title: str
    removed_at: datetime
    removal: int


def remove_rows(connection: Connection, paper_ids: Iterable[str]) -> int:
    """Remove papers with all that belongs to them, and keep their records; returns how many."""
    generation = next_generation(connection)
    found: list[Row[tuple[object, ...]]] = []
    for part in in_parts(paper_ids):
        found += connection.execute(select(papers).where(papers.c.id.in_(part)))
    ids = [row.id for row in found]
    bodies = read_bodies(connection, ids) if fact(connection, FACT) else {}
    _keep(connection, found, _keys_of(connection, ids), bodies, generation)
    SpanWriter(connection, generation).drop(ids)
    drop_bodies(connection, bodies, generation)
    for part in in_parts(ids):
        connection.execute(delete(papers).where(papers.c.id.in_(part)))
    return len(ids)


def read_removed(connection: Connection) -> list[RemovedPaper]:
    """Return what can be put back, the latest first; papers that came back are not among it."""
    return [
        RemovedPaper(row.paper_id, row.title, row.removed_at, row.generation)
        for row in connection.execute(_REMOVED.order_by(removed_papers.c.number.desc()))
    ]


def restore_rows(connection: Connection, paper_ids: Sequence[str], cut: Cutter) -> tuple[str, ...]:
    """Put removed papers back as they were, and return their ids.

    One that is in the library again, under this id or as another record of it, is left alone.
    """
    rows: list[Row[tuple[object, ...]]] = []
    for part in in_parts(paper_ids):
        rows += connection.execute(_REMOVED.where(removed_papers.c.paper_id.in_(part)))
    back: list[Paper] = []
    bodies: dict[str, StoredBody] = {}
    for row in rows:
        kept = json.loads(row.record)
        if not _known_again(connection, kept["keys"]):
            back.append(_put_back(connection, kept))
            if body := body_from_json(kept.get("body")):
                bodies[back[-1].id] = body
    for part in in_parts(row.paper_id for row in rows):
        connection.execute(delete(removed_papers).where(removed_papers.c.paper_id.in_(part)))
    if back:
        generation = next_generation(connection)
        writer = SpanWriter(connection, generation)
        writer.put((paper, cut(paper.title, paper.text)) for paper in back)
        titles = {paper.id: paper.title for paper in back}
        write_bodies(connection, bodies, titles, cut, generation)
    return tuple(paper.id for paper in back)


_REMOVED: Select[tuple[object, ...]] = select(removed_papers).where(
    removed_papers.c.paper_id.not_in(select(papers.c.id))
)


def _keys_of(connection: Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in in_parts(ids):
        query = select(paper_keys).where(paper_keys.c.paper_id.in_(part))
        for row in connection.execute(query.order_by(paper_keys.c.key)):
            found.setdefault(row.paper_id, []).append(row.key)
    return found


def _keep(
    connection: Connection,
    rows: Sequence[Row[tuple[object, ...]]],
    keys: dict[str, list[str]],
    bodies: dict[str, StoredBody],
    generation: int,
) -> None:
    if not rows:
        return
    removed_at = now()
    for part in in_parts(row.id for row in rows):
        connection.execute(delete(removed_papers).where(removed_papers.c.paper_id.in_(part)))
    connection.execute(
        insert(removed_papers),
        [
            {
                "paper_id": row.id,
                "title": row.title,
                "record": _as_json(row, keys.get(row.id, []), bodies.get(row.id)),
                "removed_at": removed_at,
                "generation": generation,
            }
            for row in rows
        ],
    )
    oldest = (
        select(removed_papers.c.number)
        .order_by(removed_papers.c.number.desc())
        .limit(1)
        # What went together stays together, however much it was.
        .offset(max(_KEPT, len(rows)))
        .scalar_subquery()
    )
    connection.execute(delete(removed_papers).where(removed_papers.c.number <= oldest))


def _as_json(row: Row[tuple[object, ...]], keys: list[str], body: StoredBody | None) -> str:
    kept: dict[str, object] = {"paper": dict(row._mapping.items()), "keys": keys}
    if body is not None:
        kept["body"] = body_as_json(body)
    return json.dumps(kept, default=lambda value: value.isoformat())


def _known_again(connection: Connection, keys: Sequence[str]) -> bool:
    telling = [key for key in keys if key.startswith(_TELLING)]
    query = select(paper_keys.c.key).where(paper_keys.c.key.in_(telling)).limit(1)
    return bool(telling) and connection.scalar(query) is not None


def _put_back(connection: Connection, kept: dict[str, object]) -> Paper:
    values = dict(kept["paper"])  # type: ignore[call-overload]  # as _as_json wrote it
    if values["published"] is not None:
        values["published"] = date.fromisoformat(values["published"])
    values["added_at"] = datetime.fromisoformat(values["added_at"])
    taken = select(papers.c.number).where(papers.c.number == values["number"])
    if connection.scalar(taken) is not None:
        # SQLite gave its place to another paper.
        del values["number"]
    connection.execute(insert(papers).values(**values))
    keys: list[str] = kept["keys"]  # type: ignore[assignment]  # as _as_json wrote it
    if keys:
        connection.execute(
            insert(paper_keys), [{"key": key, "paper_id": values["id"]} for key in keys]
        )
    query = select(papers).where(papers.c.id == values["id"])
    return to_paper(connection.execute(query).one())
