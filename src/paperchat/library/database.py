"""Opening the catalogue's database, and turning its failures into sentences."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import Connection, Engine, create_engine, event, insert, select, update
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from paperchat.errors import LibraryDamaged, LibraryError
from paperchat.library.tables import SCHEMA_VERSION, facts, metadata

_BUSY_MS = 30_000


class Database:
    """One SQLite file in WAL mode: any number of readers, one writer at a time.

    Raises:
        LibraryError: the file cannot be opened, or was written by a newer Paperchat.
        LibraryDamaged: the file is not a database.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.read_only = path.exists() and not os.access(path, os.W_OK)
        self._engine = self._open_engine()
        with self._translated():
            self._prepare()

    def _open_engine(self) -> Engine:
        # Autocommit, so that a reader never holds a snapshot open; `write` begins its own.
        uri = f"file:{self.path.as_posix()}?uri=true"
        if self.read_only:
            uri = f"file:{self.path.as_posix()}?mode=ro&immutable=1&uri=true"
        engine = create_engine(f"sqlite:///{uri}", isolation_level="AUTOCOMMIT")
        event.listen(engine, "connect", self._configure)
        return engine

    def _configure(self, connection: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        cursor.execute("PRAGMA foreign_keys=ON")
        if not self.read_only:
            cursor.execute("PRAGMA journal_mode=WAL")
            # A paper reported as stored survives a power cut, not only a killed process.
            cursor.execute("PRAGMA synchronous=FULL")
        cursor.close()

    def _prepare(self) -> None:
        if not self.read_only:
            with self.write() as connection:
                metadata.create_all(connection)
                for key, value in (("schema_version", str(SCHEMA_VERSION)), ("generation", "0")):
                    if fact(connection, key) is None:
                        set_fact(connection, key, value)
        with self.read() as connection:
            version = int(fact(connection, "schema_version") or 0)
        if version > SCHEMA_VERSION:
            raise LibraryError(
                f"The library at {self.path.parent} was written by a newer Paperchat "
                f"(schema {version}, this one knows {SCHEMA_VERSION}): update Paperchat."
            )

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield a connection for reading; each statement sees the newest committed state."""
        with self._translated(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield a connection inside one transaction, rolled back when the block raises."""
        if self.read_only:
            raise LibraryError(
                f"The library at {self.path.parent} is read-only: "
                "make its folder writable or choose another with --home."
            )
        with self._translated(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")

    def close(self) -> None:
        """Close every connection of this process."""
        self._engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OperationalError as error:
            raise LibraryError(
                f"The library at {self.path.parent} cannot be used ({error.orig}): check that "
                "the folder is writable, the disk has room and no other program holds it."
            ) from error
        except DatabaseError as error:
            raise LibraryDamaged(
                f"The catalogue {self.path} is damaged ({error.orig}): restore it from a backup, "
                "or move it away and ingest the sources again."
            ) from error


def fact(connection: Connection, key: str) -> str | None:
    """Return what the library records under ``key``, or None."""
    return connection.scalar(select(facts.c.value).where(facts.c.key == key))


def set_fact(connection: Connection, key: str, value: str) -> None:
    """Record ``value`` under ``key``."""
    changed = connection.execute(update(facts).where(facts.c.key == key).values(value=value))
    if changed.rowcount == 0:
        connection.execute(insert(facts).values(key=key, value=value))


def next_generation(connection: Connection) -> int:
    """Raise the library's generation by one and return it; call inside a write."""
    generation = int(fact(connection, "generation") or 0) + 1
    set_fact(connection, "generation", str(generation))
    return generation
