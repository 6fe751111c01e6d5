"""CSL-JSON and Zotero's own JSON: what reference managers export, and what Crossref answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.sources.base import Head, ReadOptions, Source
from ingest.sources.feed_text import plain_text
from ingest.sources.json_record import JsonObject, is_object, record_of
from ingest.sources.json_stream import json_items, json_likeness
from paperchat.text.identity import arxiv_id
from paperchat.types import Record, Rejected

_SIGNS = re.compile(
    r"\"(?:date-parts|abstractNote|itemType|container-title|citation-key)\"\s*:"
    r"|\"type\"\s*:\s*\"(?:article(?:-journal|-magazine)?|paper-conference|chapter|thesis"
    r"|posted-content|journal-article|proceedings-article)\""
)
_DATES = ("issued", "published-print", "published-online", "published", "created")


@dataclass(frozen=True, slots=True)
class CslJsonReader:
    """Reads an item at a time. Ids in such files are the manager's own, and no identity."""

    name: str = "CSL-JSON"

    def sniff(self, head: Head) -> float:
        """Sure when JSON has fields that only bibliographies have."""
        likeness = json_likeness(head)
        return likeness if likeness > 0.5 and _SIGNS.search(head.text or "") else 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record | Rejected]:  # noqa: ARG002  # the interface
        """Yield one item per entry; bad ones are rejected, the rest goes on.

        Raises:
            SourceError: not JSON, a list that is cut off, undecodable bytes, or an endless line.
        """
        for item in json_items(source):
            if isinstance(item, Rejected):
                yield item
            elif is_object(item.value) and item.value.get("itemType") not in ("attachment", "note"):
                yield record_of(_as_object(item.value), source.name, item.line)
            elif not is_object(item.value):
                yield record_of(item.value, source.name, item.line)


def _as_object(item: JsonObject) -> dict[str, object]:
    """Return an entry under the names that any reader of records uses."""
    abstract = _text(item, "abstract", "abstractNote")
    return {
        "title": plain_text(_text(item, "title")),
        # Crossref hands on the publisher's mark-up, with a heading of its own.
        "abstract": re.sub(r"^\s*Abstract\s*\n", "", plain_text(abstract)),
        "authors": item.get("author") or _creators(item.get("creators")),
        "published": next(filter(None, (_date(item.get(name)) for name in _DATES)), None)
        or _text(item, "date"),
        "doi": _text(item, "DOI", "doi"),
        "url": _text(item, "URL", "url"),
        "arxiv_id": _arxiv(item),
    }


def _text(item: JsonObject, *names: str) -> str:
    for name in names:
        value = item.get(name)
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, str) and first.strip():
            return first
    return ""


def _creators(value: object) -> list[object]:
    """Return the authors among Zotero's creators, who may be editors and translators too."""
    people = [person for person in value if is_object(person)] if isinstance(value, list) else []
    return [p for p in people if p.get("creatorType", "author") == "author"]


def _date(value: object) -> str:
    """Return {"date-parts": [[2024, 5, 1]]} as "2024-5-1", and a text as it is."""
    if isinstance(value, str):
        return value
    parts = value.get("date-parts") if is_object(value) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    if isinstance(first, list):
        known = [str(part).strip() for part in first[:3] if isinstance(part, int | str)]
        if known and all(part.isdecimal() for part in known):
            return "-".join(known)
    raw = (value.get("raw") or value.get("literal")) if is_object(value) else None
    return raw if isinstance(raw, str) else ""


def _arxiv(item: JsonObject) -> str:
    """Return the arXiv id, which exports put into one of several fields."""
    for name in ("archiveID", "archive_location", "number", "URL", "url", "note", "extra"):
        for line in _text(item, name).splitlines():
            if found := arxiv_id(line.strip()):
                return found
    return ""
