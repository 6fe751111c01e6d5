"""The metadata of all of arXiv, as JSON lines: one object a paper, millions of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.sources.base import Head, ReadOptions, Source
from ingest.sources.feed_text import iso_day
from ingest.sources.json_record import JsonObject, is_object, record_of
from ingest.sources.json_stream import json_items, json_likeness
from ingest.sources.latex import without_accent_commands
from paperchat.types import Record, Rejected

_SIGNS = re.compile(r"\"(?:authors_parsed|update_date|journal-ref|report-no)\"\s*:")


@dataclass(frozen=True, slots=True)
class ArxivSnapshotReader:
    """Reads a line at a time; accents written in LaTeX become letters, all else stays."""

    name: str = "the arXiv metadata snapshot"

    def sniff(self, head: Head) -> float:
        """Sure when objects have two or more of the fields that only arXiv's have."""
        likeness = json_likeness(head)
        signs = {match[0] for match in _SIGNS.finditer(head.text or "")}
        return likeness if likeness > 0.5 and len(signs) > 1 else 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record | Rejected]:  # noqa: ARG002  # the interface
        """Yield one item a line; bad ones are rejected, the rest goes on.

        Raises:
            SourceError: not JSON, undecodable bytes, or an endless line.
        """
        for item in json_items(source):
            if isinstance(item, Rejected):
                yield item
            else:
                value = _as_object(item.value) if is_object(item.value) else item.value
                yield record_of(value, source.name, item.line)


def _as_object(item: JsonObject) -> dict[str, object]:
    """Return an entry under the names that any reader of records uses."""
    return {
        "title": _plain(item.get("title")),
        "abstract": _plain(item.get("abstract")),
        "authors": _authors(item),
        "published": _first_version(item.get("versions")) or item.get("update_date"),
        "arxiv_id": item.get("id"),
        "doi": item.get("doi"),
    }


def _plain(value: object) -> object:
    return without_accent_commands(value) if isinstance(value, str) else value


def _authors(item: JsonObject) -> object:
    """Return "Given Family Suffix" of each author; the plain list is one string."""
    parsed = item.get("authors_parsed")
    if not isinstance(parsed, list):
        return _plain(item.get("authors"))
    names = []
    for parts in parsed:
        texts = [part for part in parts if isinstance(part, str)] if isinstance(parts, list) else []
        family, given, *suffix = (*texts[:3], "", "") if texts else ("", "")
        names.append(without_accent_commands(" ".join((given, family, *suffix))))
    return names


def _first_version(versions: object) -> str:
    """Return the day of the first version; the day of the last update may be years later."""
    first = versions[0] if isinstance(versions, list) and versions else None
    created = first.get("created") if is_object(first) else None
    return iso_day(created) if isinstance(created, str) else ""
