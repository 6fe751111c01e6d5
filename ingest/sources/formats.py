"""Formats that are recognised by content but not read, so that the error can say what to do."""

from __future__ import annotations

import re

from ingest.sources.base import Head

_MAGIC = (
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
_TAR_AT = 257
_TEXT_FORMATS = (
    (re.compile(r"\A<\?xml\b"), "XML"),
    (re.compile(r"^(?:From: <Saved by|Snapshot-Content-Location:|MIME-Version: 1)", re.M), "MHTML"),
)
_WITHOUT_PAPERS = {"an image", "a sound or image file", "a database", "a program"}
_INSTEAD = {
    "MHTML": 'save the page as "Webpage, HTML only"',
    "a web archive of Safari": "save the page as page source (HTML)",
    "a tar archive": "unpack it, and give the folder",
    "a 7z archive": "unpack it, and give the folder",
    "a rar archive": "unpack it, and give the folder",
    "a bzip2 file": "unpack it first",
    "an xz file": "unpack it first",
    "a zstd file": "unpack it first",
}
_DEFAULT_INSTEAD = "export the papers as BibTeX, RIS, CSV or JSON lines with their abstracts"


def named_format(head: Head) -> str | None:
    """Return what a source is when it is of a known kind that no reader takes: "MHTML"."""
    if head.data[_TAR_AT:].startswith(b"ustar"):
        return "a tar archive"
    if head.text is None:
        return next((name for magic, name in _MAGIC if head.data.startswith(magic)), None)
    text = head.text.lstrip("\ufeff \t\r\n")
    return next((name for pattern, name in _TEXT_FORMATS if pattern.search(text)), None)


def what_to_do(name: str) -> str:
    """Return the rest of the sentence "It is ``name``, ..." for a user who has such a source."""
    why = "which holds no text of papers" if name in _WITHOUT_PAPERS else "which cannot be read"
    return f"{why}; {_INSTEAD.get(name, _DEFAULT_INSTEAD)}"
