"""RSS feeds: Hugging Face Daily Papers, arXiv's listings, and other feeds of papers.

Items carry the abstract as description; Daily Papers feeds wrap it in lines of HTML that name what
each holds ("Authors:", "Upvotes:", "Summary:").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from ingest.sources.arxiv_text import split_listed_title, without_announcement
from ingest.sources.base import Head, ReadOptions, Source
from ingest.sources.feed_text import iso_day, plain_text
from ingest.sources.json_record import record_of
from ingest.sources.latex import without_accent_commands
from ingest.sources.xml_entries import XmlEntry, xml_entries
from ingest.sources.xml_root import xml_root
from paperchat.text.identity import arxiv_id
from paperchat.types import Record, Rejected

_LABEL = re.compile(r"^\s*(authors|upvotes|summary|abstract)\s*:\s*", re.IGNORECASE | re.MULTILINE)
_NOTES = (
    (re.compile(r"<title>\s*(?:Hugging Face )?Daily Papers", re.I), "Hugging Face Daily Papers"),
    (re.compile(r"<(?:link|id)>\s*https?://(?:\w+\.)?arxiv\.org/", re.I), "a listing of arXiv"),
)


@dataclass(frozen=True, slots=True)
class RssReader:
    """Reads an item at a time, after a first pass over the whole has found no damage."""

    name: str = "an RSS feed"

    def sniff(self, head: Head) -> float:
        """Sure when the root is that of RSS 2 or RSS 1."""
        return 1.0 if xml_root(head.older_text or "") in {"rss", "rdf"} else 0.0

    def note(self, head: Head) -> str:
        """Tell whose feed it is, where that is known."""
        text = (head.older_text or "")[:4000]
        return next((note for pattern, note in _NOTES if pattern.search(text)), "")

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record | Rejected]:  # noqa: ARG002  # the interface
        """Yield one item an item of the feed.

        Raises:
            SourceError: the XML is damaged or cut off.
        """
        for _ in xml_entries(source, ("item",)):
            pass
        for entry in xml_entries(source, ("item",)):
            yield record_of(_as_object(entry), source.name, entry.line)


def _as_object(item: XmlEntry) -> dict[str, object]:
    """Return an item under the names that any reader of records uses."""
    title, listed = split_listed_title(plain_text(item.text("title")))
    text = plain_text(item.text("description", "encoded", "summary"))
    labelled = _labelled(text)
    link = item.text("link", "guid").strip()
    found = arxiv_id(link) or arxiv_id(listed) or arxiv_id(item.text("guid").rpartition(":")[2])
    abstract = labelled.get("summary") or labelled.get("abstract") or without_announcement(text)
    creators = ", ".join(plain_text(creator.text) for creator in item.all("creator"))
    return {
        "title": without_accent_commands(title),
        "abstract": without_accent_commands(abstract),
        "authors": without_accent_commands(labelled.get("authors") or creators),
        "published": iso_day(item.text("pubDate", "date", "publicationDate")),
        "arxiv_id": found or "",
        "doi": item.text("doi", "identifier").strip().removeprefix("doi:"),
        "url": link,
    }


def _labelled(text: str) -> dict[str, str]:
    """Return what stands behind each label at the start of a line, up to the next one."""
    marks = list(_LABEL.finditer(text))
    parts: dict[str, str] = {}
    for mark, after in zip_longest(marks, marks[1:]):
        end = after.start() if after else len(text)
        parts.setdefault(mark[1].lower(), text[mark.end() : end].strip())
    return parts
