"""One writer at a time, across processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from paperchat.errors import LibraryError

_POLL_S = 0.2
_WRITER = "writer.lock"


@contextmanager
def writer_lock(home: Path, on_wait: Callable[[str], None]) -> Iterator[None]:
    """Hold the library's writer lock; waits for another writer after telling so once.

    Raises:
        LibraryError: the lock file cannot be created.
    """
    waiting = "Another process is writing to this library; waiting for it to finish."
    try:
        lock = acquired(home / _WRITER, waiting, on_wait)
    except OSError as error:
        raise LibraryError(
            f"The library at {home} cannot be locked for writing ({error.strerror}): "
            "make its folder writable or choose another with --home."
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def writer_lock_if_free(home: Path) -> Iterator[bool]:
    """Yield whether the writer lock was free, and hold it if so. Never waits, never raises."""
    lock = _lock(home / _WRITER)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def acquired(file: Path, waiting: str, on_wait: Callable[[str], None]) -> BaseFileLock:
    """Return the lock on ``file``, held; ``on_wait`` is told ``waiting`` once if another has it.

    Raises:
        OSError: the file cannot be created.
    """
    lock = _lock(file)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        on_wait(waiting)
        lock.acquire(poll_interval=_POLL_S)
    return lock


def _lock(file: Path) -> BaseFileLock:
    return FileLock(file, is_singleton=False)
