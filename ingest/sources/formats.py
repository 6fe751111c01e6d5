"""Formats that are recognised by content but not read, so that the error can say what to do."""

from __future__ import annotations

import re

from ingest.sources.base import Head

_MAGIC = (
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "a sound or image file"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"bplist", "a web archive of Safari"),
)
_XML_START = r"\A(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*"
_TEXT_FORMATS = (
    (re.compile(_XML_START + r"<feed\b", re.S), "an Atom feed"),
    (
        re.compile(_XML_START + r"<(?:rss|rdf:RDF)\b", re.S),
        "an RSS feed",
    ),
    (re.compile(r"\A<\?xml\b"), "XML"),
    (
        re.compile(
            r"^[ \t]*@(?:article|in\w+|book\w*|misc|proceedings|conference|online|\w*thesis"
            r"|techreport|report|manual|unpublished|patent|data\w+|software|string|preamble"
            r"|comment)[ \t]*[{(]",
            re.M | re.I,
        ),
        "BibTeX",
    ),
    (re.compile(r"^TY  ?- ?\w+", re.M), "RIS"),
    (re.compile(r"^(?:From: <Saved by|Snapshot-Content-Location:|MIME-Version: 1)", re.M), "MHTML"),
    (re.compile(r'\A"?[\w ]+"?[,;\t](?:[^\n]*[,;\t])?"?(?:title|abstract)"?\b', re.I), "CSV"),
    (re.compile(r'\A"?title"?[,;\t]', re.I), "CSV"),
)
_LATER = {
    *("a PDF", "a zip archive or an office document", "an Atom feed", "an RSS feed"),
    *("BibTeX", "RIS", "CSV", "XML", "MHTML", "a web archive of Safari"),
}
_SUFFIXES = {".bib": "BibTeX", ".ris": "RIS", ".csv": "CSV", ".tsv": "CSV"}
_INSTEAD = {
    "a PDF": "give the paper's title and abstract as JSON lines",
    "a zip archive or an office document": "unpack it, or save the document as plain text",
    "MHTML": 'save the page as "Webpage, HTML only"',
    "a web archive of Safari": "save the page as page source (HTML)",
}
_DEFAULT_INSTEAD = "export the papers as JSON lines (title, abstract, authors, date)"


def named_format(head: Head) -> str | None:
    """Return what a source is when it is of a known kind that no reader takes: "BibTeX"."""
    if head.data.startswith(b"%PDF-"):  # often begins as plain text
        return "a PDF"
    if head.text is None:
        return next((name for magic, name in _MAGIC if head.data.startswith(magic)), None)
    text = head.text.lstrip("\ufeff \t\r\n")
    return next((name for pattern, name in _TEXT_FORMATS if pattern.search(text)), None)


def format_by_suffix(head: Head) -> str | None:
    """Return what a source is by its name alone, for content that tells nothing."""
    return _SUFFIXES.get(head.suffix) if head.text is not None else None


def what_to_do(name: str) -> str:
    """Return the rest of the sentence "It is ``name``, ..." for a user who has such a source."""
    later = "which cannot be read yet" if name in _LATER else "which holds no text of papers"
    return f"{later}; {_INSTEAD.get(name, _DEFAULT_INSTEAD)}"
