"""The one way to read a source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from ingest.sources.base import Noting, Reader, ReadOptions, Source
from ingest.sources.collection import folder_parts, is_folder, is_zip, zip_parts
from ingest.sources.decoding import read_head
from ingest.sources.detect import detect
from paperchat.errors import SourceError
from paperchat.types import Record, Rejected, SourceFormat

OnFormat = Callable[[SourceFormat], None]
Items = Iterator[Record | Rejected]


def open_source(path: Path | str) -> Source:
    """Return the source at ``path`` after making sure that there is something to read.

    Raises:
        SourceError: it is missing, empty, unreadable, or of no format that is read.
    """
    source = Source.from_path(path)
    parts = _parts(source)
    if parts is None:
        detect(source)
    else:
        next(parts, None)
    return source


def read_source(
    source: Source,
    options: ReadOptions | None = None,
    on_format: OnFormat = lambda _: None,
) -> Items:
    """Yield the papers of a source, and its bad records with the reason.

    The format is detected at the call, and told to ``on_format``; reading goes on as the result is
    consumed. A fault that makes the whole source unusable is raised before the first record is
    yielded. In a folder or an archive it costs only the file in which it is.

    Raises:
        SourceError: the source cannot be read, or holds no paper.
    """
    parts = _parts(source)
    options = options or ReadOptions()
    if parts is None:
        return _with_a_record(source, _read_file(source, options, on_format))
    first = list(_next(parts))
    return _with_a_record(source, _read_parts(chain(first, parts), options, on_format))


def _next(parts: Iterator[Source | Rejected]) -> Iterator[Source | Rejected]:
    """Yield one part, so that a collection that cannot be read fails at the call."""
    for part in parts:
        yield part
        return


def _parts(source: Source) -> Iterator[Source | Rejected] | None:
    """Return the parts of a folder, an archive or a set, or null when the source is one file."""
    if source.parts is not None:
        return iter(source.parts)
    if is_folder(source):
        return folder_parts(source)
    return zip_parts(source) if _exists(source) and is_zip(source) else None


def _exists(source: Source) -> bool:
    try:
        return source.path is None or source.path.is_file()
    except (OSError, ValueError):
        return False


def _read_file(source: Source, options: ReadOptions, on_format: OnFormat) -> Items:
    reader = detect(source)
    on_format(_recognised(source, reader))
    return reader.read(source, options)


def _recognised(source: Source, reader: Reader) -> SourceFormat:
    note = reader.note(read_head(source)) if isinstance(reader, Noting) else ""
    return SourceFormat(source.name, reader.name, note)


def _read_parts(
    parts: Iterator[Source | Rejected], options: ReadOptions, on_format: OnFormat
) -> Items:
    for part in parts:
        if isinstance(part, Rejected):
            yield part
            continue
        try:
            yield from _read_part(part, options, on_format)
        except SourceError as error:
            yield Rejected(str(error).rstrip("."), part.name)


def _read_part(part: Source, options: ReadOptions, on_format: OnFormat) -> Items:
    found = False
    if part.path is None and is_zip(part):
        yield Rejected("it is an archive within an archive; unpack it first", part.name)
        return
    archive = _parts(part)
    items = (
        _read_file(part, options, on_format)
        if archive is None
        else _read_parts(archive, options, on_format)
    )
    for item in items:
        found = True
        yield item
    if not found:
        yield Rejected("it holds no papers", part.name)


def _with_a_record(source: Source, items: Items) -> Items:
    records = rejected = 0
    reason = ""
    for item in items:
        if isinstance(item, Record):
            records += 1
        else:
            rejected += 1
            reason = reason or (f"line {item.line}: {item.reason}" if item.line else item.reason)
        yield item
    if records:
        return
    if rejected:
        said = f"None of the {rejected} records in {source.name} is a paper"
        if rejected == 1:
            said = f"The one record in {source.name} is no paper"
        raise SourceError(f"{said} ({reason}).")
    raise SourceError(f"{source.name} holds no papers.")
