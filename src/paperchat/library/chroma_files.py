"""The files of a Chroma folder, handled without Chroma: copied, made durable, and recognised.

Nothing here imports chromadb, so that damage is found before its code touches a damaged file.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from paperchat.library.rows import in_parts

DATABASE = "chroma.sqlite3"
"""Chroma writes to this file on every opening; the HNSW files beside it stay as they were."""

_NOT_CONTENT = ("acquire_write", "embedding_fulltext_search")
"""Tables that each opening changes, or that are no tables; all others hold what was stored."""


def copy_folder(source: Path, target: Path) -> None:
    """Copy a collection's folder, also while a reader has it open.

    Raises:
        OSError: a file cannot be read or written.
        sqlite3.DatabaseError: the database cannot be copied.
    """
    for path in source.iterdir():
        if path.is_dir():
            shutil.copytree(path, target / path.name)
    with (
        closing(_connect(source / DATABASE)) as origin,
        closing(sqlite3.connect(target / DATABASE)) as copy,
    ):
        origin.backup(copy)


def make_durable(folder: Path) -> None:
    """Make sure that the files below ``folder`` survive a power cut from now on."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() and os.name == "nt":
            continue  # Windows has no handle on a folder to flush.
        handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def database_content(folder: Path) -> str | None:
    """Return a checksum of what Chroma's database holds; null where it is damaged or missing.

    Opening the folder with Chroma does not change it, although the file's bytes change.
    """
    path = folder / DATABASE
    if not path.is_file():
        return None
    try:
        with closing(_connect(path)) as connection:
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                return None
            return f"{_checksum(connection):08x}"
    except (sqlite3.DatabaseError, OverflowError, UnicodeDecodeError):
        return None


def held_ids(folder: Path, ids: Iterable[str]) -> list[str]:
    """Return those of ``ids`` that a collection holds.

    Raises:
        sqlite3.DatabaseError: its database is damaged.
    """
    query = (
        "SELECT embedding_id FROM embeddings WHERE segment_id IN (SELECT id FROM segments) "
        "AND embedding_id IN"
    )
    with closing(_connect(folder / DATABASE)) as connection:
        return [
            name
            for part in in_parts(ids)
            for (name,) in connection.execute(f"{query} ({','.join('?' * len(part))})", part)
        ]


def some_ids(folder: Path, limit: int) -> list[str]:
    """Return up to ``limit`` ids that a collection holds; raises as ``held_ids``."""
    query = "SELECT embedding_id FROM embeddings LIMIT ?"
    with closing(_connect(folder / DATABASE)) as connection:
        return [name for (name,) in connection.execute(query, [limit])]


def count_writes(folder: Path) -> int:
    """Return how often a vector was added to a collection or deleted; raises as ``held_ids``.

    Deleted vectors stay in its HNSW files and in memory, so that this, rather than how many it
    holds, tells how large it can be.
    """
    with closing(_connect(folder / DATABASE)) as connection:
        (writes,) = connection.execute("SELECT max(seq_id) FROM max_seq_id").fetchone()
    return writes or 0


def _connect(path: Path) -> sqlite3.Connection:
    # Writable, so that a transaction which a killed process left is rolled back.
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)


def _checksum(connection: sqlite3.Connection) -> int:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    value = 0
    for (table,) in tables.fetchall():
        if table.startswith(_NOT_CONTENT):
            continue
        columns = connection.execute("SELECT name FROM pragma_table_info(?)", [table]).fetchall()
        row = " || ',' || ".join(f'quote("{name}")' for (name,) in columns)
        # SQLite joins the rows itself: five times as fast as fetching each.
        query = f"SELECT group_concat({row}, ';') FROM \"{table}\""  # noqa: S608  # names of its own
        (content,) = connection.execute(query).fetchone()
        value = zlib.crc32(f"{table}:{content}".encode("utf-8", "surrogatepass"), value)
    return value
