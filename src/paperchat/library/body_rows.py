"""Writing the bodies of papers into the catalogue, with the passages they are cut into."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select

from paperchat.library.database import set_fact
from paperchat.library.rows import cut_piece, from_chunk, in_parts
from paperchat.library.spans import Cutter
from paperchat.library.tables import bodies, dropped_passages, passages
from paperchat.types import Body, Chunk, PageSpan, Span

FACT = "bodies"
"""Recorded once a library gets its first body; others are never asked for any."""


@dataclass(frozen=True, slots=True)
class StoredBody:
    """A body and the source it is from."""

    body: Body
    source: str


def passage(paper_id: str, title: str, text: str, ordinal: int, span: Span) -> Chunk:
    """Return a passage of the body ``text``; its id carries the hash of what is embedded."""
    return cut_piece(paper_id, title, text, ordinal, span, "body")


def read_bodies(connection: Connection, paper_ids: Iterable[str]) -> dict[str, StoredBody]:
    """Return those of the papers' bodies that there are, keyed by paper id."""
    return {
        row.paper_id: StoredBody(
            Body(row.text, tuple(PageSpan(*span) for span in json.loads(row.pages))), row.source
        )
        for part in in_parts(paper_ids)
        for row in connection.execute(select(bodies).where(bodies.c.paper_id.in_(part)))
    }


def write_bodies(
    connection: Connection,
    stored: Mapping[str, StoredBody],
    titles: Mapping[str, str],
    cut: Cutter,
    generation: int,
) -> None:
    """Store bodies in place of those that the papers had, cut into passages."""
    if not stored:
        return
    drop_bodies(connection, stored, generation)
    connection.execute(
        insert(bodies),
        [
            {
                "paper_id": paper_id,
                "text": item.body.text,
                "pages": json.dumps([list(asdict(span).values()) for span in item.body.pages]),
                "source": item.source,
            }
            for paper_id, item in stored.items()
        ],
    )
    rows: dict[str, dict[str, object]] = {}
    for paper_id, item in stored.items():
        text, title = item.body.text, titles[paper_id]
        for ordinal, span in enumerate(cut(title, text).chunks):
            found = passage(paper_id, title, text, ordinal, span)
            rows[found.id] = from_chunk(found, generation)
    for part in in_parts(rows):
        # A passage that came back is dropped no longer.
        connection.execute(delete(dropped_passages).where(dropped_passages.c.passage_id.in_(part)))
    if rows:
        connection.execute(insert(passages), list(rows.values()))
    set_fact(connection, FACT, "1")


def drop_bodies(connection: Connection, paper_ids: Iterable[str], generation: int) -> None:
    """Forget the bodies of papers; their index is told which passages went."""
    for part in in_parts(paper_ids):
        query = select(passages.c.id).where(passages.c.paper_id.in_(part))
        if gone := list(connection.scalars(query)):
            connection.execute(
                insert(dropped_passages),
                [{"passage_id": name, "generation": generation} for name in gone],
            )
        connection.execute(delete(passages).where(passages.c.paper_id.in_(part)))
        connection.execute(delete(bodies).where(bodies.c.paper_id.in_(part)))


def body_as_json(item: StoredBody | None) -> dict[str, object] | None:
    """Return a body as :func:`body_from_json` reads it."""
    return None if item is None else asdict(item)


def body_from_json(value: object) -> StoredBody | None:
    """Return the body that :func:`body_as_json` wrote; null where there was none."""
    if not isinstance(value, dict):
        return None
    pages = tuple(PageSpan(**span) for span in value["body"]["pages"])
    return StoredBody(Body(value["body"]["text"], pages), value["source"])
