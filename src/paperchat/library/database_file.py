"""The catalogue's file: how it is opened, also where it cannot be written, and why it cannot."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from paperchat.errors import LibraryError

BUSY_S = 30.0
_LARGEST_LOG = 64 * 1024 * 1024
"""Bytes of the write-ahead log that stay on disk after a large transaction."""
_NO_ROOM = frozenset(
    ("SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_SHMOPEN", "SQLITE_IOERR_SHMMAP", "SQLITE_FULL")
)
"""What SQLite says where the disk has no room even for the index of its log, 32 KB."""

_Stamp = tuple[int, int, int]


class DatabaseFile:
    """One SQLite file, opened with a write-ahead log, or as it lies there.

    As it lies there, without a log and without locks, it is opened where nobody may write to it,
    and where the disk is so full that no log can be kept. Both hold as long as nobody else
    changes it: :meth:`changed` tells.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._locked = path.exists() and not (
            os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        )
        self._as_it_lies: _Stamp | None = None

    @property
    def read_only(self) -> bool:
        """Whether it can only be read: for good, or until there is room or :meth:`changed`."""
        return self._locked or self._as_it_lies is not None

    def connect(self) -> sqlite3.Connection:
        """Open the file; raises SQLite's own errors."""
        if self._locked and self._log.exists():
            return self._opened("?mode=ro")
        if not self.read_only:
            try:
                return self._opened_with_log()
            except sqlite3.OperationalError as error:
                if not is_for_want_of_room(error) or not self._lies_complete():
                    raise
        # Others may hold older connections, so that the first stamp counts.
        self._as_it_lies = self._as_it_lies or self._stamp()
        return self._opened("?mode=ro&immutable=1")

    def changed(self) -> bool:
        """Tell whether a file that was opened as it lay there has been changed since."""
        return self._as_it_lies is not None and (
            self._as_it_lies != self._stamp() or _size(self._log) > 0
        )

    def try_again(self) -> bool:
        """Open the file as usual from now on, if it can be; returns whether it was not."""
        was, self._as_it_lies = self._as_it_lies is not None, None
        return was

    def refusal(self) -> LibraryError:
        """Return the error of whoever wants to write where that cannot be."""
        if self._locked:
            return LibraryError(
                f"The library at {self.path.parent} is read-only: "
                "make its folder writable or choose another with --home."
            )
        return self.no_room()

    def no_room(self) -> LibraryError:
        """Return the error of whoever writes to a disk that is full."""
        return LibraryError(
            f"The disk with the library at {self.path.parent} is full: make room, then run the "
            "same command again; no paper is lost."
        )

    def _opened_with_log(self) -> sqlite3.Connection:
        connection = self._opened("")
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA journal_size_limit={_LARGEST_LOG}")
            # A paper reported as stored survives a power cut, not only a killed process.
            connection.execute("PRAGMA synchronous=FULL")
        except BaseException:
            connection.close()
            raise
        return connection

    def _opened(self, how: str) -> sqlite3.Connection:
        address = self.path.absolute().as_uri() + how
        connection = sqlite3.connect(address, timeout=BUSY_S, uri=True, check_same_thread=False)
        connection.execute("PRAGMA foreign_keys=ON")
        # SQLite's own changes the case of ASCII letters alone.
        connection.create_function("lower", 1, _lower, deterministic=True)
        return connection

    def _lies_complete(self) -> bool:
        # What a log holds would be missed, and of a new library there is nothing to be read.
        return _size(self.path) > 0 and _size(self._log) == 0

    @property
    def _log(self) -> Path:
        return self.path.with_name(f"{self.path.name}-wal")

    def _stamp(self) -> _Stamp:
        try:
            found = self.path.stat()
        except OSError:
            return (0, 0, 0)
        return found.st_ino, found.st_size, found.st_mtime_ns


def is_for_want_of_room(error: BaseException | None) -> bool:
    """Tell whether SQLite says that the disk is full."""
    return getattr(error, "sqlite_errorname", "") in _NO_ROOM


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _lower(text: str | None) -> str | None:
    return text if text is None else text.lower()
