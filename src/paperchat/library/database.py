"""Opening the catalogue's database, and turning its failures into sentences."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, Table, create_engine, insert, inspect, select, update
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from paperchat.errors import LibraryDamaged, LibraryError
from paperchat.library.database_file import BUSY_S, DatabaseFile, is_for_want_of_room
from paperchat.library.salvage import mend
from paperchat.library.tables import SCHEMA_VERSION, facts, metadata


class Database:
    """One SQLite file in WAL mode: any number of readers, one writer at a time.

    Raises:
        LibraryError: the file cannot be opened, or was written by a newer Paperchat.
        LibraryDamaged: the file is not a database.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = DatabaseFile(path)
        self._tables: frozenset[str] = frozenset()
        self._watch: sqlite3.Connection | None = None
        self._watches = count()
        self._watched = 0
        self._lock = threading.Lock()
        # Autocommit, so that a reader never holds a snapshot open; `write` begins its own.
        self._engine = create_engine(
            "sqlite://",
            creator=self._file.connect,
            poolclass=QueuePool,
            isolation_level="AUTOCOMMIT",
        )
        with self._translated():
            self._prepare()

    @property
    def read_only(self) -> bool:
        """Whether the file can only be read: nobody may write to it, or its disk is full."""
        return self._file.read_only

    def _try_again(self) -> None:
        """Open a file as usual that was opened as it lay there, now that this may go well."""
        if self._file.try_again():
            # Connections in use elsewhere are let go when they come back.
            self.close()

    def _prepare(self) -> None:
        version = self._schema_version()
        if version is None and not self.read_only:
            with self.write() as connection:
                metadata.create_all(connection)
                for key, value in (("schema_version", str(SCHEMA_VERSION)), ("generation", "0")):
                    if fact(connection, key) is None:
                        set_fact(connection, key, value)
            version = self._schema_version()
        if version is None:
            raise LibraryError(f"{self.path} is no catalogue: choose another library with --home.")
        if version > SCHEMA_VERSION:
            raise LibraryError(
                f"The library at {self.path.parent} was written by a newer Paperchat "
                f"(schema {version}, this one knows {SCHEMA_VERSION}): update Paperchat."
            )
        if not self._tables.issuperset(metadata.tables):
            # While a writer is at work or the disk is full, the library opens all the same.
            with suppress(LibraryError):
                self.add_missing_tables(wait=False)

    def _schema_version(self) -> int | None:
        # Asked before anything is written: opening a library must not wait for its writer.
        with self.read() as connection:
            self._tables = frozenset(inspect(connection).get_table_names())
            if facts.name not in self._tables:
                return None
            found = fact(connection, "schema_version")
            return None if found is None else int(found)

    def holds(self, *tables: Table) -> bool:
        """Tell whether the file has these tables; one made by an older Paperchat may lack some."""
        wanted = {table.name for table in tables}
        if not self._tables >= wanted:
            with self.read() as connection:
                self._tables = frozenset(inspect(connection).get_table_names())
        return self._tables >= wanted

    def add_missing_tables(self, *, wait: bool = True) -> None:
        """Give a file made by an older Paperchat the tables that it lacks; the others stay.

        Raises:
            LibraryError: the file cannot be written, or ``wait`` is false and it is being written.
        """
        with self.write(wait=wait) as connection:
            metadata.create_all(connection)

    def version(self) -> tuple[int, int]:
        """Return a value that changes whenever anyone, in any process, has changed the file.

        It costs some microseconds. From a file that cannot be read it is another one each time,
        so that what goes on to read it meets the error.
        """
        with self._lock:
            try:
                # Of a connection that never writes: its own changes would not count.
                if self._file.changed():
                    return next(self._watches), -1
                if self._watch is None:
                    self._watch, self._watched = self._file.connect(), next(self._watches)
                found = self._watch.execute("PRAGMA data_version").fetchone()
            except sqlite3.Error:
                return next(self._watches), -1
            return self._watched, int(found[0])

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield a connection for reading; each statement sees the newest committed state."""
        with self._translated():
            if self._file.changed():
                self._try_again()
            with self._engine.connect() as connection:
                yield connection

    @contextmanager
    def write(self, *, wait: bool = True) -> Iterator[Connection]:
        """Yield a connection inside one transaction, rolled back when the block raises.

        Another transaction is waited for (up to 30 seconds), unless ``wait`` is false.
        """
        self._try_again()
        with self._translated(), self._engine.connect() as connection:
            if self.read_only:
                raise self.refusal()
            self._begin(connection, wait=wait)
            try:
                yield connection
            except BaseException:
                # SQLite has rolled back by itself where the disk is full.
                with suppress(OperationalError):
                    connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")

    def refusal(self) -> LibraryError:
        """Return the error of whoever wants to write although the file can only be read."""
        return self._file.refusal()

    def check(self) -> None:
        """Read through the whole file.

        Raises:
            LibraryDamaged: it is damaged somewhere.
            LibraryError: it cannot be read.
        """
        with self.read() as connection:
            self._check(connection)

    def mend(self) -> bool:
        """Mend a damaged file as far as :mod:`salvage` can; returns whether it was damaged.

        Raises:
            LibraryDamaged: more than that is damaged, and the file stays as it is.
            LibraryError: it cannot be written.
        """
        try:
            self.check()
        except LibraryDamaged as damage:
            if self.read_only:
                raise self.refusal() from damage
            try:
                mend(self.path)
            except sqlite3.OperationalError as error:
                raise self._unusable(error) from error
            except sqlite3.DatabaseError:
                raise damage from None
            except OSError as error:
                raise self._unusable(error) from error
            self.check()
            return True
        return False

    def _check(self, connection: Connection) -> None:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            # "*** in database main ***", then what it is.
            raise self._damaged(" ".join(str(found).rpartition("***")[2].split()))

    def _unusable(self, reason: BaseException | None) -> LibraryError:
        if is_for_want_of_room(reason):
            return self._file.no_room()
        return LibraryError(
            f"The library at {self.path.parent} cannot be used ({reason}): check that "
            "the folder is writable, the disk has room and no other program holds it."
        )

    def _damaged(self, reason: object) -> LibraryDamaged:
        return LibraryDamaged(
            f"The catalogue {self.path} is damaged ({reason}): restore it from a backup, "
            "or move it away and ingest the sources again."
        )

    def _begin(self, connection: Connection, *, wait: bool) -> None:
        if wait:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            # The connection goes back to the pool, for others who do wait.
            connection.exec_driver_sql(f"PRAGMA busy_timeout={int(BUSY_S * 1000)}")

    def close(self) -> None:
        """Close every connection of this process."""
        with self._lock:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        self._engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OperationalError as error:
            raise self._unusable(error.orig) from error
        except DatabaseError as error:
            raise self._damaged(error.orig) from error


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
