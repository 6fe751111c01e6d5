"""What a library is fetched from again and again, kept in the catalogue's database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from paperchat.errors import InputError
from paperchat.library.database import Database
from paperchat.library.known_keys import read_known_keys
from paperchat.library.merging import arxiv_key
from paperchat.library.moment import now
from paperchat.library.tables import watches


@dataclass(frozen=True, slots=True)
class Watch:
    """A request that is kept.

    ``ran_at`` (UTC) is when its last run that came to its end began, or null.
    """

    number: int
    name: str
    request: str
    added_at: datetime
    ran_at: datetime | None


class WatchStore:
    """Reads and writes of watches; every method is one transaction, safe across processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Watch]:
        """Return the watches, the oldest first."""
        if not self._database.holds(watches):
            return []
        with self._database.read() as connection:
            rows = connection.execute(select(watches).order_by(watches.c.number))
            return [Watch(**row._mapping) for row in rows]

    def add(self, name: str, request: str) -> Watch:
        """Keep a request; one that is kept already stays as it is.

        Raises:
            LibraryError: the library cannot be written to.
        """
        if not self._database.holds(watches):
            self._database.add_missing_tables()
        same = select(watches).where(watches.c.request == request)
        with self._database.write() as connection:
            if connection.execute(same).first() is None:
                new = insert(watches).values(name=name, request=request, added_at=now())
                connection.execute(new)
            return Watch(**connection.execute(same).one()._mapping)

    def ran(self, number: int, began: datetime) -> None:
        """Note that a run which began then has come to its end.

        Raises:
            LibraryError: the library cannot be written to.
        """
        with self._database.write() as connection:
            connection.execute(
                update(watches).where(watches.c.number == number).values(ran_at=began)
            )

    def remove(self, number: int) -> Watch:
        """Forget a watch, and return what it was; papers it brought stay.

        Raises:
            InputError: there is no such watch.
            LibraryError: the library cannot be written to.
        """
        found = None
        if self._database.holds(watches):
            this = watches.c.number == number
            with self._database.write() as connection:
                found = connection.execute(select(watches).where(this)).first()
                connection.execute(delete(watches).where(this))
        if found is None:
            raise InputError(
                f"There is no watch {number} in this library: 'paperchat fetch watches' lists them."
            )
        return Watch(**found._mapping)

    def known_arxiv_ids(self, ids: Sequence[str]) -> frozenset[str]:
        """Return those of some arXiv ids whose papers the library has: they are not new."""
        keys = {arxiv_key(each): each for each in ids}
        with self._database.read() as connection:
            found = read_known_keys(connection, keys)
        return frozenset(keys[key] for key in found)
