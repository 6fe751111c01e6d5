"""Pages that were taken, kept as files until their papers are stored.

So a run that was cut off asks only for what it lacks. Pages older than a day are asked for again:
both services change what they reply once a day.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ingest.fetching.clock import Clock
from ingest.fetching.service import BrokenReply, Refused
from ingest.fetching.web import Web
from paperchat.errors import LibraryError

T = TypeVar("T")

OnTaken = Callable[[int, int], None]
"""Called with what has come and how much there will be: papers of arXiv, days of Daily Papers."""

_FRESH_S = 24 * 3600.0
_ABANDONED_S = 7 * _FRESH_S
_SUFFIX = ".page"


@dataclass(frozen=True, slots=True)
class Page:
    """A page on disk, and the name of the source that it is of."""

    path: Path
    source: str


@dataclass(frozen=True, slots=True)
class Taken:
    """How many papers came in the pages of a request, and what a person should know of it."""

    papers: int
    notes: tuple[str, ...] = ()


class Pages:
    """The pages of one request.

    Args:
        folder: where requests keep their pages.
        request: what tells this request from others.
        web: who is asked.

    Raises:
        LibraryError: the folder cannot be written to.
    """

    def __init__(self, folder: Path, request: str, web: Web, clock: Clock) -> None:
        _sweep(folder, clock)
        name = hashlib.sha256(request.encode()).hexdigest()[:16]
        self._folder, self._web, self._clock = folder / name, web, clock
        self.taken: list[Page] = []
        self.reused = 0
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(self._folder, error) from error

    def take(
        self, key: str, source: str, parameters: Mapping[str, str], check: Callable[[bytes], T]
    ) -> T:
        """Return what ``check`` makes of the page called ``key``, asking for it if need be.

        Raises:
            FetchError: it cannot be had.
            LibraryError: it cannot be kept.
        """
        path = self._folder / f"{key}{_SUFFIX}"
        found = self._kept(path, check)
        if found is not None:
            self.reused += 1
        else:
            reply = self._web.get(parameters, check)
            self._keep(path, reply.body)
            found = reply.read
        self.taken.append(Page(path, source))
        return found

    def drop(self) -> None:
        """Forget the pages, once their papers are stored."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _kept(self, path: Path, check: Callable[[bytes], T]) -> T | None:
        try:
            if self._clock.now() - path.stat().st_mtime > _FRESH_S:
                return None
            return check(path.read_bytes())
        except (OSError, BrokenReply, Refused):
            return None

    def _keep(self, path: Path, body: bytes) -> None:
        """Write a page whole or not at all, whatever happens."""
        passing = path.with_suffix(".part")
        try:
            with passing.open("wb") as stream:
                stream.write(body)
                stream.flush()
                os.fsync(stream.fileno())
            passing.replace(path)
        except OSError as error:
            raise _unwritable(path.parent, error) from error


def _sweep(folder: Path, clock: Clock) -> None:
    """Drop the pages of requests that were cut off long ago and not made again."""
    for old in folder.glob("*/"):
        with suppress(OSError):
            if clock.now() - old.stat().st_mtime > _ABANDONED_S:
                shutil.rmtree(old, ignore_errors=True)


def _unwritable(folder: Path, error: OSError) -> LibraryError:
    return LibraryError(
        f"The fetched pages cannot be kept in {folder} ({error.strerror}): make room there and "
        "make it writable, or choose another library with --home."
    )
