"""Which papers a library has, by the names under which their records are recognised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from paperchat.library.merging import keys_of
from paperchat.library.rows import in_parts
from paperchat.library.tables import paper_keys
from paperchat.types import Record


def read_known_keys(connection: Connection, keys: Iterable[str]) -> frozenset[str]:
    """Return those of ``keys`` that papers of the library have."""
    return frozenset(
        key
        for part in in_parts(set(keys))
        for key in connection.scalars(select(paper_keys.c.key).where(paper_keys.c.key.in_(part)))
    )


def count_known(connection: Connection, records: Sequence[Record]) -> int:
    """Return how many of ``records`` have a name that a paper of the library has."""
    names = [keys_of(record) for record in records]
    known = read_known_keys(connection, (key for keys in names for key in keys))
    return sum(1 for keys in names if not known.isdisjoint(keys))
