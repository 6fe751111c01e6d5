"""What every reader shares: the source it reads, the options, and the interface it fulfils."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO, Protocol, runtime_checkable

from ingest.sources.cleaning import one_line
from paperchat.types import Record, Rejected

_MAX_NAME = 255

HEAD_BYTES = 64 * 1024
"""How much of a source is looked at to tell its format."""

MAX_LINE_CHARS = 32 * 1024 * 1024
"""Longest line any reader accepts, in characters."""

MAX_SOURCE_BYTES = 8 * 1024**3
"""Most bytes read from one source after unpacking: a small gzip file can hold terabytes."""

MAX_PAGE_CHARS = 32 * 1024 * 1024
"""Longest saved page that is held in memory as a whole, in characters."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file or folder, bytes of an upload or of pasted text, a part of an archive, or several.

    ``name`` is shown to the user and kept in ``Record.source``. It is a file name without folders,
    or, of a file in a folder or an archive, the name of that and the way to the file in it.
    Exactly one of ``path``, ``data``, ``opener`` and ``parts`` is set.
    """

    name: str
    path: Path | None = None
    data: bytes | None = None
    opener: Callable[[], BinaryIO] | None = None
    """Opens the bytes of a part of an archive, which is nowhere on disk."""
    parts: tuple[Source, ...] | None = None
    """Sources that belong together, like the files of a folder."""

    def __post_init__(self) -> None:
        """Hold the class to its one rule."""
        if [self.path, self.data, self.opener, self.parts].count(None) != 3:
            raise ValueError("a Source has either a path or data or an opener or parts")

    @classmethod
    def from_path(cls, path: Path | str, name: str = "") -> Source:
        """Return the source that is the file at ``path``; whether it exists is seen on reading."""
        path = Path(path)
        return cls(name=one_line(name or path.name or str(path))[:_MAX_NAME], path=path)

    @classmethod
    def from_bytes(cls, name: str, data: bytes) -> Source:
        """Return the source that is an upload called ``name``; folders in the name are dropped."""
        last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
        return cls(name=one_line(last)[:_MAX_NAME] or "upload", data=data)

    @classmethod
    def from_text(cls, text: str, name: str = "pasted text") -> Source:
        """Return the source that is text pasted by the user."""
        return cls(name=name, data=text.encode("utf-8", "replace"))

    @classmethod
    def of_parts(cls, name: str, parts: tuple[Source, ...]) -> Source:
        """Return sources as one: what is wrong with one of them costs only that one."""
        return cls(name=one_line(name)[:_MAX_NAME], parts=parts)

    @property
    def suffix(self) -> str:
        """The file name's last extension in lower case, or what stands before ``.gz``."""
        return Path(self.name.lower().removesuffix(".gz")).suffix

    def open(self) -> BinaryIO:
        """Open the raw bytes, from the start.

        Raises:
            OSError: the file cannot be opened.
        """
        if self.data is not None:
            return io.BytesIO(self.data)
        if self.opener is not None:
            return self.opener()
        assert self.path is not None  # noqa: S101  # __post_init__ made sure
        return self.path.open("rb")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user says about a source that the source does not say itself."""

    page_date: date | None = None
    """The day a saved page was taken; it decides the year of dates written without one."""
    today: date = field(default_factory=date.today)
    """The latest day a page can have been taken."""


@dataclass(frozen=True, slots=True)
class Head:
    """The first ``HEAD_BYTES`` of a source after unpacking gzip, which is all detection sees.

    ``text`` is null when the bytes are not text (a PDF, an image, an archive). ``older_text`` is
    what they say when bytes that are not UTF-8 are taken for Windows-1252; it is null for binary
    data. Formats older than UTF-8 go by it, see :data:`ingest.sources.decoding.WINDOWS_1252`.
    """

    name: str
    suffix: str
    data: bytes
    text: str | None
    older_text: str | None = None


class Reader(Protocol):
    """Turns one format into records. Implementations keep no state between calls."""

    @property
    def name(self) -> str:
        """What the format is called in messages: "JSON lines", "a saved Daily Papers page"."""

    def sniff(self, head: Head) -> float:
        """Return how sure the reader is that the source is its own: 0 (not at all) to 1."""

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record | Rejected]:
        """Yield what the source holds, in its order.

        Faults that make the whole source unusable are raised before the first item is yielded,
        so that nothing of it enters the library.

        Raises:
            SourceError: the source as a whole cannot be read.
        """


@runtime_checkable
class Noting(Protocol):
    """A reader that makes choices about a source, of which the user is told."""

    def note(self, head: Head) -> str:
        """Return what was assumed ("columns: title from 'Heading'"), or nothing."""
