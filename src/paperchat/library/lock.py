"""One writer at a time, across processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from paperchat.errors import LibraryError

_POLL_S = 0.2


@contextmanager
def writer_lock(home: Path, on_wait: Callable[[str], None]) -> Iterator[None]:
    """Hold the library's writer lock; waits for another writer after telling so once.

    Raises:
        LibraryError: the lock file cannot be created.
    """
    lock = _lock(home)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            on_wait("Another process is writing to this library; waiting for it to finish.")
            lock.acquire(poll_interval=_POLL_S)
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
    lock = _lock(home)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _lock(home: Path) -> FileLock:
    return FileLock(home / "writer.lock", is_singleton=False)
