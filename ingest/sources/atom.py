"""Atom feeds: replies of arXiv's API, arXiv's listings, and other feeds of papers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.sources.arxiv_text import without_announcement
from ingest.sources.base import Head, ReadOptions, Source
from ingest.sources.feed_text import plain_text
from ingest.sources.json_record import record_of
from ingest.sources.latex import without_accent_commands
from ingest.sources.xml_entries import XmlEntry, xml_entries
from ingest.sources.xml_root import xml_root
from paperchat.text.identity import arxiv_id
from paperchat.types import Record, Rejected

_ARXIV_API = re.compile(r"<id>\s*https?://arxiv\.org/api/|ArXiv Query", re.IGNORECASE)
_ERROR_ENTRY = "arxiv.org/api/errors"


@dataclass(frozen=True, slots=True)
class AtomReader:
    """Reads an entry at a time, after a first pass over the whole has found no damage."""

    name: str = "an Atom feed"

    def sniff(self, head: Head) -> float:
        """Sure when the root is a feed."""
        return 1.0 if xml_root(head.older_text or "") in {"feed", "entry"} else 0.0

    def note(self, head: Head) -> str:
        """Tell a reply of arXiv's API from other feeds."""
        return "a reply of the arXiv API" if _ARXIV_API.search(head.older_text or "") else ""

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record | Rejected]:  # noqa: ARG002  # the interface
        """Yield one item an entry.

        Raises:
            SourceError: the XML is damaged or cut off.
        """
        for _ in xml_entries(source, ("entry",)):
            pass
        for entry in xml_entries(source, ("entry",)):
            if _ERROR_ENTRY in entry.text("id"):
                reason = (
                    f"arXiv reports an error: {plain_text(entry.text('summary')).strip()[:200]}"
                )
                yield Rejected(reason, source.name, entry.line)
            else:
                yield record_of(_as_object(entry), source.name, entry.line)


def _as_object(entry: XmlEntry) -> dict[str, object]:
    """Return an entry under the names that any reader of records uses."""
    abstract = without_announcement(plain_text(entry.text("summary", "content")))
    page = _link(entry, "alternate") or _link(entry, "")
    return {
        "title": without_accent_commands(plain_text(entry.text("title"))),
        "abstract": without_accent_commands(abstract),
        "authors": _authors(entry),
        "published": entry.text("published", "issued", "updated", "date").strip(),
        "arxiv_id": arxiv_id(entry.text("id")) or arxiv_id(page) or "",
        "doi": entry.text("doi").strip(),
        "url": page,
    }


def _authors(entry: XmlEntry) -> list[str] | str:
    named = [
        without_accent_commands(child.text)
        for author in entry.all("author")
        for child in author.children
        if child.name == "name"
    ]
    return named or without_accent_commands(plain_text(entry.text("creator")))


def _link(entry: XmlEntry, relation: str) -> str:
    """Return the address of the entry's page; arXiv writes it without "s", and with the version."""
    for link in entry.all("link"):
        if link.attributes.get("rel", "alternate" if relation else "") == relation:
            address = link.attributes.get("href", "")
            found = arxiv_id(address)
            return f"https://arxiv.org/abs/{found}" if found else address
    return ""
