"""One paper as plain text or Markdown: a title, and an abstract under its heading or by itself.

Markdown may begin with a block of facts ("title: ...") between lines of "---".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.sources.bare_paper import bare_paper
from ingest.sources.base import Head, ReadOptions, Source
from ingest.sources.decoding import WINDOWS_1252, read_text
from ingest.sources.json_record import record_of
from ingest.sources.older_text import older_encoding_note
from ingest.sources.paper_sections import ABSTRACT_END, ABSTRACT_START
from paperchat.text.identity import arxiv_id
from paperchat.types import Record, Rejected

_FACTS = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<facts>.{0,20000}?)^(?:---|\.\.\.)[ \t]*$", re.M | re.S
)
_FACT = re.compile(r"^(?P<name>[A-Za-z_ ]{2,30}):[ \t]*(?P<value>.*(?:\n[ \t]+\S.*)*)", re.M)
_HEADING = re.compile(r"^[ \t]{0,3}#[ \t]+(?P<title>.+?)[ \t#]*$", re.M)
_UNDERLINE = re.compile(r"^(?:=+|-+)[ \t]*$")
_ARXIV = re.compile(r"arxiv(?:\.org/abs/|[:\s]\s?)(\S+)", re.IGNORECASE)
_BULLET = re.compile(r"^[ \t]*[-*][ \t]+", re.M)
_MAX_BEFORE = 5000
"""Most characters between the beginning of a paper and its abstract."""


@dataclass(frozen=True, slots=True)
class PaperTextReader:
    """Reads the whole text, of which only the part up to the abstract's end counts."""

    name: str = "text or Markdown of one paper"

    def sniff(self, head: Head) -> float:
        """Fairly sure when an abstract has its heading near the start, below a title.

        A title and an abstract without a heading are taken where no other reader has a claim.
        """
        text = _normal(head.older_text or "")
        if not text.strip() or text.lstrip().startswith(("<", "{", "[", "@")):
            return 0.0
        facts, body = _split_facts(text)
        start = ABSTRACT_START.search(body, 0, _MAX_BEFORE)
        if "abstract" in facts and "title" in facts:
            return 0.55
        titled = start is not None and ("title" in facts or body[: start.start()].strip())
        if titled:
            return 0.55
        return 0.1 if bare_paper(text) else 0.0

    def note(self, head: Head) -> str:
        """Tell when the text is older than UTF-8, and when paragraphs were taken for parts."""
        text = _normal(head.older_text or "")
        bare = ABSTRACT_START.search(text, 0, _MAX_BEFORE) is None and bare_paper(text)
        taken = "title: the first paragraph, abstract: the last one" if bare else ""
        return "; ".join(filter(None, (older_encoding_note(head), taken)))

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record | Rejected]:  # noqa: ARG002  # the interface
        """Yield the one paper.

        Raises:
            SourceError: binary data, or more text than any paper has.
        """
        text = _normal(read_text(source, WINDOWS_1252))
        facts, body = _split_facts(text)
        start = ABSTRACT_START.search(body, 0, _MAX_BEFORE)
        if start is None and (bare := bare_paper(text)):
            parts = {"title": bare.title, "authors": bare.authors, "abstract": bare.abstract}
            yield record_of({name: _plain(part) for name, part in parts.items()}, source.name, 1)
            return
        above = body[: start.start()] if start else body[:_MAX_BEFORE]
        cited = _ARXIV.search(above)
        yield record_of(
            {
                **{name: value for name, value in facts.items() if name != "id"},
                "title": facts.get("title") or _title(above),
                "abstract": facts.get("abstract") or _abstract(body, start),
                "arxiv_id": facts.get("arxiv")
                or (arxiv_id(cited[1].rstrip(".,;)")) if cited else ""),
            },
            source.name,
            1,
        )


def _normal(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _split_facts(text: str) -> tuple[dict[str, str], str]:
    """Return the facts between the lines of "---" at the top, and the text below."""
    block = _FACTS.match(text)
    if block is None:
        return {}, text
    facts: dict[str, str] = {}
    for fact in _FACT.finditer(block["facts"]):
        value = re.sub(r"\A[|>][+-]?\s", "", fact["value"])
        items = "; ".join(part.strip() for part in _BULLET.split(value) if part.strip())
        whole = items if _BULLET.match(value.lstrip("\n")) else value
        name = fact["name"].strip().lower()
        facts.setdefault(name, " ".join(whole.split()).strip("\"'[]"))
    return facts, text[block.end() :]


def _title(above: str) -> str:
    """Return the first heading of Markdown, or else the first paragraph."""
    heading = _HEADING.search(above)
    if heading:
        return _plain(heading["title"])
    lines: list[str] = []
    for line in above.splitlines():
        if _UNDERLINE.match(line) or not line.strip():
            if lines:
                break
            continue
        lines.append(line.strip())
        if line.lower().startswith("title:"):
            break
    return _plain(re.sub(r"(?i)^title:\s*", "", " ".join(lines[:4])))


def _abstract(body: str, start: re.Match[str] | None) -> str:
    if start is None:
        return ""
    rest = body[start.end() :].lstrip("\n")
    rest = re.sub(r"\A(?:=+|-+)[ \t]*\n", "", rest)
    end = ABSTRACT_END.search(rest)
    return _plain(rest[: end.start()] if end else rest)


def _plain(text: str) -> str:
    """Return Markdown without the marks of emphasis."""
    return re.sub(r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
