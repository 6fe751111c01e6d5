"""Tables of papers: CSV, with any of the usual separators, and TSV.

The first row names the columns. Which of them holds what is guessed, see
:mod:`ingest.sources.columns`, and told to the user.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.sources.authors import reading_order
from ingest.sources.base import Head, ReadOptions, Source
from ingest.sources.columns import Columns, guessed_columns
from ingest.sources.decoding import WINDOWS_1252, check_text, open_text, read_head
from ingest.sources.feed_text import plain_text
from ingest.sources.json_record import record_of
from ingest.sources.older_text import older_encoding_note
from paperchat.errors import SourceError
from paperchat.types import Record, Rejected

_SEPARATORS = ",\t;|"
_SUFFIXES = {".csv", ".tsv", ".tab"}
_SAMPLE_ROWS = 50
_MAX_COLUMNS = 1000
_MAX_CELL_CHARS = 4 * 1024 * 1024
_KNOWN_NAME = re.compile(r"\b(?:title|abstract|ti|ab)\b", re.IGNORECASE)
_SPREADSHEET_QUOTE = re.compile(r"'(?=[=+\-@\t\r])")
_SEPARATOR_LINE = re.compile(r"\Asep=(.)\r?\n", re.IGNORECASE)  # Excel's own first line


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads a row at a time."""

    name: str = "CSV"

    def sniff(self, head: Head) -> float:
        """Sure when the first row names a title and an abstract and the next rows fit it."""
        text = (head.older_text or "").lstrip("\ufeff")
        if not text or text.lstrip().startswith(("<", "{", "[")):
            return 0.0
        layout = _Layout.of(head)
        if layout is None:
            return 0.4 if head.suffix in _SUFFIXES else 0.0
        return 1.0 if head.suffix in _SUFFIXES else 0.75 if layout.named else 0.5

    def note(self, head: Head) -> str:
        """Tell which columns were taken for what."""
        layout = _Layout.of(head)
        told = [f"columns: {layout.columns.shown()}" if layout else "", older_encoding_note(head)]
        return "; ".join(filter(None, told))

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record | Rejected]:  # noqa: ARG002  # the interface
        """Yield one item a row below the first.

        Raises:
            SourceError: no column is a title or an abstract, binary data, or an endless line.
        """
        layout = _Layout.of(read_head(source))
        if layout is None:
            raise SourceError(
                f"{source.name} has no columns that could be title and abstract;"
                " name them so in its first row."
            )
        check_text(source, WINDOWS_1252)
        with open_text(source, WINDOWS_1252, newline="") as stream:
            stream.read(layout.start)
            yield from _records(stream, layout, source.name)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a table is written: separator, names of its columns, and where its first row begins."""

    separator: str
    names: tuple[str, ...]
    columns: Columns
    start: int
    lines_before: int
    named: bool
    """Whether a column is called title or abstract, rather than taken for one."""

    @classmethod
    def of(cls, head: Head) -> _Layout | None:
        text = head.older_text or ""
        body = text.lstrip("\ufeff")
        stated = _SEPARATOR_LINE.match(body)
        start = len(text) - len(body) + (stated.end() if stated else 0)
        separators = stated[1] if stated else _SEPARATORS
        layouts = (_with_separator(text[start:], sign) for sign in separators if sign in text)
        best = max(filter(None, layouts), key=lambda found: len(found[0]), default=None)
        if best is None:
            return None
        names, columns, separator = best
        named = bool(_KNOWN_NAME.search(" ".join(names)))
        return cls(separator, names, columns, start, 1 if stated else 0, named)


def _with_separator(text: str, sign: str) -> tuple[tuple[str, ...], Columns, str] | None:
    """Read the head with one separator; null when that gives no table of papers."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=sign) if row]
    except csv.Error:
        return None
    if not rows or not 2 <= len(rows[0]) <= _MAX_COLUMNS:
        return None
    names = tuple(cell.strip() for cell in rows[0])
    told = all(len(name) < 80 for name in names) and len(set(filter(None, names))) > 1
    body = rows[1 : _SAMPLE_ROWS + 1]
    # The last row of the head may be cut off.
    fitting = sum(len(row) == len(names) for row in body)
    if not told or (body and fitting < max(1, len(body) - 1) / 2):
        return None
    sample = [dict(zip(names, row, strict=False)) for row in body]
    columns = guessed_columns(sample or [dict.fromkeys(names, "")])
    known = _KNOWN_NAME.search(" ".join(names))
    return (names, columns, sign) if columns and (known or len(body) > 1) else None


def _records(stream: io.TextIOBase, layout: _Layout, source: str) -> Iterator[Record | Rejected]:
    csv.field_size_limit(_MAX_CELL_CHARS)
    reader = csv.reader(stream, delimiter=layout.separator)
    line = 0
    while True:
        first_line = reader.line_num + 1 + layout.lines_before
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Rejected(f"the row cannot be read: {error}", source, first_line)
            continue
        line += bool(row)
        if line < 2 or not any(cell.strip() for cell in row):
            continue  # the names, or an empty row
        if len(row) < len(layout.names) / 2 or len(row) > len(layout.names) + 1:
            reason = f"the row has {len(row)} cells, and the first row names {len(layout.names)}"
            yield Rejected(reason, source, first_line)
            continue
        cells = dict(zip(layout.names, map(_cell, row), strict=False))
        yield record_of(_as_object(layout, cells), source, first_line)


def _as_object(layout: _Layout, cells: dict[str, str]) -> dict[str, object]:
    values = layout.columns.as_object(cells)
    values |= {
        name: plain_text(value)
        for name in ("title", "abstract")
        if isinstance(value := values.get(name), str)
    }
    authors = values.get("authors")
    if isinstance(authors, str) and ";" in authors:
        values["authors"] = "; ".join(reading_order(name) for name in authors.split(";"))
    return values


def _cell(text: str) -> str:
    """Return a cell without the quote that keeps a spreadsheet from running it as a formula."""
    return _SPREADSHEET_QUOTE.sub("", text, count=1) if text.startswith("'") else text
