"""Bytes to text: gzip, byte order marks, UTF-8, and clear words about everything else.

Formats older than UTF-8 (BibTeX, RIS, CSV) still come in Windows-1252, or with lines of both in one
file. Their readers ask for ``errors=WINDOWS_1252``: a byte that is not UTF-8 is then taken for the
character it stands for there.

A source is opened more than once: a first pass looks for what would make it unusable as a whole,
so that a reader never fails after it has given out half of the papers.
"""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from ingest.sources.base import (
    HEAD_BYTES,
    MAX_LINE_CHARS,
    MAX_PAGE_CHARS,
    MAX_SOURCE_BYTES,
    Head,
    Source,
)
from paperchat.errors import SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WINDOWS_1252 = "paperchat.windows-1252"
"""Name of the error handler that reads single bytes as Windows-1252, as Python's codecs know it."""

_GZIP_MAGIC = b"\x1f\x8b"
_CHUNK_BYTES = 1024 * 1024


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    found = bytes(error.object[error.start : error.end])
    return found.decode("cp1252", "replace"), error.end


codecs.register_error(WINDOWS_1252, _as_windows_1252)


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """Open a source's bytes, unpacking gzip, and turn each way that fails into a ``SourceError``.

    Raises:
        SourceError: the file cannot be read, or its compression is damaged or cut off.
    """
    try:
        with source.open() as raw:
            packed = raw.read(2) == _GZIP_MAGIC
            raw.seek(0)
            yield cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if packed else raw
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        kind = "part of its archive" if source.opener else "gzip file"
        message = f"{source.name} is a damaged or cut-off {kind}; copy or download it again."
        raise SourceError(message) from error
    except (zipfile.BadZipFile, NotImplementedError) as error:
        message = f"{source.name} is damaged, or packed in a way that cannot be undone here."
        raise SourceError(message) from error
    except OSError as error:
        reason = (error.strerror or "the system gave no reason").lower()
        raise SourceError(f"{source.name} cannot be read: {reason}.") from error


def encoding_of(first_bytes: bytes) -> str:
    """Return the codec that a source's first four bytes call for: that of its mark, or UTF-8."""
    return next((codec for bom, codec in _BOMS if first_bytes.startswith(bom)), "utf-8")


def looks_like_bare_utf16(data: bytes) -> bool:
    """Tell whether bytes are most likely UTF-16 that lacks its byte order mark."""
    even, odd = data[0:2000:2].count(0), data[1:2000:2].count(0)
    return max(even, odd) > 0.4 * len(data[0:2000:2]) and min(even, odd) == 0


def looks_binary(data: bytes) -> bool:
    """Tell whether bytes without a byte order mark hold a NUL, which no text does."""
    return encoding_of(data[:4]) == "utf-8" and b"\0" in data


def read_head(source: Source) -> Head:
    """Return the part of a source that detection looks at.

    Raises:
        SourceError: the source cannot be read.
    """
    with opened(source) as stream:
        data = stream.read(HEAD_BYTES)
    text = older_text = None
    if not looks_binary(data):
        codec = encoding_of(data[:4])
        decoder = codecs.getincrementaldecoder(codec)()
        try:
            text = older_text = decoder.decode(data)
        except UnicodeDecodeError:
            if codec == "utf-8" and not looks_like_bare_utf16(data):
                older_text = data.decode(codec, WINDOWS_1252)
    return Head(source.name, source.suffix, data, text, older_text)


def check_text(source: Source, errors: str = "strict") -> None:
    """Read a source to its end and make sure that all of it is text in lines of a sane length.

    Memory stays at a few chunks, whatever the size of the source.

    Raises:
        SourceError: undecodable bytes (with their offset), binary content, or an endless line.
    """
    run = 0
    for text in _decoded_chunks(source, errors):
        before, newline, after = text.rpartition("\n")
        run = len(after) if newline else run + len(text)
        if run > MAX_LINE_CHARS or (newline and len(before) > MAX_LINE_CHARS):
            limit = MAX_LINE_CHARS // (1024 * 1024)
            raise SourceError(
                f"{source.name} has a line of more than {limit} MB, which no list of papers has;"
                " save it with one paper a line."
            )


def read_text(source: Source, errors: str = "strict") -> str:
    """Return the whole of a source as text, for pages that are read as one piece.

    Raises:
        SourceError: as :func:`check_text`, or the page is too large to be one.
    """
    parts: list[str] = []
    size = 0
    for text in _decoded_chunks(source, errors):
        parts.append(text)
        size += len(text)
        if size > MAX_PAGE_CHARS:
            limit = MAX_PAGE_CHARS // (1024 * 1024)
            raise SourceError(
                f"{source.name} has more than {limit} MB, which no saved page of papers has;"
                " split it, or give the papers as JSON lines."
            )
    return "".join(parts)


def text_lines(source: Source, errors: str = "strict") -> Iterator[tuple[int, str]]:
    """Yield ``(number, line)``, numbered from 1; call :func:`check_text` on the source first."""
    with open_text(source, errors) as stream:
        yield from enumerate(stream, start=1)


@contextmanager
def open_text(
    source: Source, errors: str = "strict", newline: str | None = None
) -> Iterator[io.TextIOWrapper]:
    """Open a source that :func:`check_text` has passed as a stream of text."""
    with opened(source) as probe:
        encoding = encoding_of(probe.read(4))
    with opened(source) as stream:
        yield io.TextIOWrapper(
            stream, encoding=encoding, errors=_fitting(errors, encoding), newline=newline
        )


def _decoded_chunks(source: Source, errors: str) -> Iterator[str]:
    with opened(source) as stream:
        chunk = stream.read(_CHUNK_BYTES)
        encoding = encoding_of(chunk[:4])
        decoder = codecs.getincrementaldecoder(encoding)(_fitting(errors, encoding))
        offset = 0
        while True:
            if encoding.startswith("utf-8") and b"\0" in chunk:
                where = offset + chunk.index(b"\0")
                raise SourceError(
                    f"{source.name} holds binary data (a zero byte at offset {where}), not text."
                )
            pending = len(decoder.getstate()[0])
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                where = offset - pending + error.start
                raise SourceError(_undecodable(source.name, encoding, where)) from error
            if not chunk:
                return
            yield text
            offset += len(chunk)
            if offset > MAX_SOURCE_BYTES:
                limit = MAX_SOURCE_BYTES // 1024**3
                raise SourceError(f"{source.name} holds more than {limit} GB; split it.")
            chunk = stream.read(_CHUNK_BYTES)


def _fitting(errors: str, encoding: str) -> str:
    """Return the error handler for an encoding: a file with a mark says what it is in."""
    return errors if encoding == "utf-8" else "strict"


def _undecodable(name: str, encoding: str, offset: int) -> str:
    shown = "UTF-8" if encoding.startswith("utf-8") else encoding.upper()
    return (
        f"{name} is not {shown} text: the byte at offset {offset} cannot be decoded;"
        " open it in an editor and save it as UTF-8."
    )
