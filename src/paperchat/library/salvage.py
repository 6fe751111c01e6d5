"""Mending a catalogue of which only that is damaged which can be made again.

That is its own indexes, and cached vectors. Everything else is copied row by row without an index,
and where a row of it cannot be read nothing is changed.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from paperchat.library.tables import vectors

_BUSY_S = 30.0
_ROWS = 64
_SMALLEST_ROW = 256
"""Bytes of a cached vector at least, from which follows how many there may be."""


def mend(path: Path) -> None:
    """Write the catalogue at ``path`` anew from its own rows, in one transaction.

    Processes that have it open go on with what was written. Cached vectors that cannot be read are
    left out. The caller holds the writer's lock.

    Raises:
        sqlite3.OperationalError: the disk is full, or another program holds the file.
        sqlite3.DatabaseError: a row of a paper or a conversation cannot be read; nothing changes.
        OSError: there is no room for a copy beside it.
    """
    with TemporaryDirectory(prefix=".mending-", dir=path.parent) as folder:
        copy = Path(folder) / path.name
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.execute("ATTACH ? AS damaged", [str(path)])
            _copy_rows(connection, path.stat().st_size // _SMALLEST_ROW)
            connection.execute("DETACH damaged")
            with closing(sqlite3.connect(path, timeout=_BUSY_S)) as target:
                # As whoever has it open expects it: a file with a log.
                target.execute("PRAGMA journal_mode=WAL")
                connection.backup(target)


def _copy_rows(connection: sqlite3.Connection, most_vectors: int) -> None:
    # The copy is passing, and no crash can hurt it. Each statement is a transaction of its own: one
    # that met a damaged page makes all further ones fail in its own.
    connection.execute("PRAGMA main.synchronous=OFF")
    connection.execute("PRAGMA main.journal_mode=MEMORY")
    schema = connection.execute(
        "SELECT type, name, sql FROM damaged.sqlite_master "
        "WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type = 'index'"
    ).fetchall()
    for kind, name, statement in schema:
        connection.execute(statement)
        if kind == "table" and name != vectors.name:
            _copy(connection, name)
    _copy_vectors(connection, most_vectors)


def _copy_vectors(connection: sqlite3.Connection, most: int) -> None:
    with suppress(sqlite3.DatabaseError):
        _copy(connection, vectors.name)
        return
    for start in range(0, most, _ROWS):
        try:
            _copy(connection, vectors.name, start, start + _ROWS)
        except sqlite3.DatabaseError:
            for row in range(start, start + _ROWS):
                with suppress(sqlite3.DatabaseError):
                    _copy(connection, vectors.name, row, row + 1)


def _copy(connection: sqlite3.Connection, table: str, first: int = 0, end: int = 1 << 62) -> None:
    """Copy the rows from number ``first`` to before ``end``: all of them, or none."""
    connection.execute(
        f'INSERT INTO main."{table}" SELECT * FROM damaged."{table}" NOT INDEXED '  # noqa: S608
        "WHERE rowid >= ? AND rowid < ?",
        [first, end],
    )
