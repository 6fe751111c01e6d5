"""Where papers were found: all sources that spoke of each, not only the one its text is from."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from paperchat.library.rows import in_parts
from paperchat.library.tables import paper_sources
from paperchat.types import Paper


def read_sources(connection: Connection, found: Iterable[Paper]) -> dict[str, tuple[str, ...]]:
    """Return the sources of each paper, keyed by its id; that of its text comes first."""
    sources = {paper.id: {paper.source: None} for paper in found}
    for part in in_parts(sources):
        query = select(paper_sources).where(paper_sources.c.paper_id.in_(part))
        for row in connection.execute(query.order_by(paper_sources.c.number)):
            sources[row.paper_id][row.source] = None
    return {paper_id: tuple(names) for paper_id, names in sources.items()}
