"""RIS: the tagged text that reference managers and publishers exchange ("TY  - JOUR")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import rispy

from ingest.sources.authors import reading_order
from ingest.sources.base import Head, ReadOptions, Source
from ingest.sources.decoding import WINDOWS_1252, check_text, text_lines
from ingest.sources.feed_text import plain_text
from ingest.sources.json_record import record_of
from ingest.sources.older_text import older_encoding_note
from paperchat.text.identity import arxiv_id
from paperchat.types import Record, Rejected

_TAG = re.compile(r"(?P<tag>[A-Z][A-Z0-9])\s{0,2} ?-(?: ?|$)")
_START = re.compile(r"^\ufeff?TY {0,2} ?- ?\w+", re.MULTILINE)
_MAX_RECORD_CHARS = 1024 * 1024


@dataclass(frozen=True, slots=True)
class RisReader:
    """Reads a record at a time, and each by itself, so that a broken one costs only itself."""

    name: str = "RIS"

    def sniff(self, head: Head) -> float:
        """Sure when the first line of text begins a record; a page may quote one further down."""
        text = (head.older_text or "").lstrip("\ufeff \t\r\n")
        if _START.match(text):
            return 1.0
        found = bool(text) and not text.startswith(("<", "{", "[")) and _START.search(text)
        return 0.6 if found else 0.3 if head.suffix == ".ris" and text else 0.0

    def note(self, head: Head) -> str:
        """Tell when the text is older than UTF-8."""
        return older_encoding_note(head)

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record | Rejected]:  # noqa: ARG002  # the interface
        """Yield one item from each "TY" to its "ER"; a record without an end is rejected.

        Raises:
            SourceError: binary data, or an endless line.
        """
        check_text(source, WINDOWS_1252)
        start, held, size = 0, list[str](), 0
        for number, line in text_lines(source, WINDOWS_1252):
            tag = _TAG.match(line.lstrip("\ufeff"))
            name = tag["tag"] if tag else ""
            if name == "TY" and held:
                yield Rejected('it has no end ("ER")', source.name, start)
                held, size = [], 0
            if name == "TY":
                start = number
            if name == "TY" or held:
                size += len(line)
                held.append(_in_one_form(line, tag) if size <= _MAX_RECORD_CHARS else "")
            if name == "ER" and held:
                yield _record("\n".join(held), source.name, start)
                held, size = [], 0
        if held:
            yield Rejected('it has no end ("ER"); the file may be cut off', source.name, start)


def _in_one_form(line: str, tag: re.Match[str] | None) -> str:
    """Return a line with the two spaces that the format asks for and many programs leave out."""
    line = line.strip("\ufeff\r\n")
    return f"{tag['tag']}  - {line[tag.end() :]}" if tag else line


def _record(text: str, source: str, line: int) -> Record | Rejected:
    try:
        found = rispy.loads(text)
    except (ValueError, LookupError, TypeError, AttributeError, OSError) as error:
        return Rejected(f"the record cannot be read: {type(error).__name__}", source, line)
    if not found:
        return Rejected("the record is empty", source, line)
    return record_of(_as_object(found[0]), source, line)


def _as_object(fields: Mapping[str, object]) -> dict[str, object]:
    """Return a record under the names that any reader of records uses."""
    links = _texts(fields.get("urls"))
    authors = _texts(fields.get("first_authors")) or _texts(fields.get("authors"))
    return {
        "title": plain_text(_first(fields, "title", "primary_title", "translated_title")),
        "abstract": plain_text(_first(fields, "abstract", "notes_abstract")),
        "authors": [reading_order(name) for name in authors],
        "published": _day(_first(fields, "date", "year", "publication_year")),
        "doi": _first(fields, "doi"),
        "url": next((link for link in links if "://" in link), ""),
        "arxiv_id": _arxiv(fields, links),
    }


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str) and text.strip()]


def _first(fields: Mapping[str, object], *names: str) -> str:
    return next((text for name in names for text in _texts(fields.get(name))), "")


def _day(written: str) -> str:
    """Return "2013/01/05/Winter" as "2013-01-05"."""
    parts = written.split("/")
    known = [part for part in parts[:3] if part.strip().isdecimal()]
    return "-".join(known) if parts[0].strip().isdecimal() else written


def _arxiv(fields: Mapping[str, object], links: list[str]) -> str:
    stated = (_first(fields, name) for name in ("note", "number", "custom7", "name_of_database"))
    notes = (text for text in _texts(fields.get("notes")))
    return next(filter(None, map(arxiv_id, (*stated, *links, *notes))), "")
