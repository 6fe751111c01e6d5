"""The PDF of one paper: its title and abstract, as far as its pages show them, and its text."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.sources.authors import author_list
from ingest.sources.base import Head, ReadOptions, Source
from ingest.sources.decoding import opened
from ingest.sources.json_record import JsonObject, is_object, record_of
from ingest.sources.pdf_body import body_of
from ingest.sources.pdf_layout import abstract_in, arxiv_stamp, doi_in, title_in
from paperchat.errors import SourceError
from paperchat.types import Record, Rejected

MAX_PDF_BYTES = 64 * 1024 * 1024
_SECONDS = 60
_MAGIC_WITHIN = 1024


@dataclass(frozen=True, slots=True)
class PdfReader:
    """Has the pages read in another process, which may use little memory and time."""

    name: str = "a PDF of one paper"

    def sniff(self, head: Head) -> float:
        """Sure by the first bytes, before which some programs write a little else."""
        return 1.0 if b"%PDF-" in head.data[:_MAGIC_WITHIN] and not _is_markup(head) else 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record | Rejected]:  # noqa: ARG002  # the interface
        """Yield the one paper.

        Raises:
            SourceError: the PDF is too large, damaged, encrypted or without text, or neither
                title nor abstract can be told.
        """
        found, pages = _pages(source)
        text = str(found.get("text", ""))
        if not text.strip():
            raise SourceError(
                f"{source.name} is a PDF without text, such as a scan; give the paper as BibTeX"
                " or JSON lines."
            )
        title, abstract = title_in(found), abstract_in(text)
        if not title or not abstract:
            missing = "abstract" if title else "title"
            raise SourceError(
                f"{source.name} is a PDF in which no {missing} was found on the first pages;"
                " give the paper as BibTeX or JSON lines."
            )
        arxiv, day = arxiv_stamp(text)
        record = record_of(
            {
                "title": title,
                "abstract": abstract,
                "authors": list(author_list(str(found.get("author", ""))).names),
                "arxiv_id": arxiv,
                "published": day,
                "doi": doi_in(text),
            },
            source.name,
        )
        yield replace(record, body=body_of(pages)) if isinstance(record, Record) else record


def _is_markup(head: Head) -> bool:
    return head.data.lstrip()[:1] in (b"<", b"{", b"[")


def _pages(source: Source) -> tuple[JsonObject, list[str]]:
    """Return what the first pages hold, and the texts of all pages that could be read."""
    with opened(source) as stream:
        data = stream.read(MAX_PDF_BYTES + 1)
    if len(data) > MAX_PDF_BYTES:
        limit = MAX_PDF_BYTES // 1024**2
        raise SourceError(f"{source.name} is a PDF of more than {limit} MB, too large for a paper.")
    first, _, rest = _output(source, data).partition(b"\n")
    try:
        found = json.loads(first)
    except ValueError as error:
        raise SourceError(f"{source.name} is a PDF that could not be read.") from error
    if not is_object(found) or "error" in found:
        said = found["error"] if is_object(found) else "is a PDF that could not be read"
        raise SourceError(f"{source.name} {said}.")
    try:
        pages = json.loads(rest)
    except ValueError:  # The process died over a later page.
        pages = []
    return found, [str(page) for page in pages] if isinstance(pages, list) else []


def _output(source: Source, data: bytes) -> bytes:
    try:
        done = subprocess.run(  # our own module, and the PDF goes through stdin
            [sys.executable, "-P", "-m", "ingest.pdf_pages"],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        if error.stdout:
            return error.stdout
        raise SourceError(f"{source.name} is a PDF that takes too long to read.") from error
    return done.stdout
