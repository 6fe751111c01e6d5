"""BibTeX and BibLaTeX: the bibliographies of LaTeX and of reference managers.

Read are entries with an abstract. Strings are resolved, LaTeX becomes Unicode, and an entry takes
its date from the one that it cross-references. The key of an entry is no identity: two people's
files use "smith2020" for two papers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.sources.authors import reading_order
from ingest.sources.base import Head, ReadOptions, Source
from ingest.sources.bibtex_blocks import (
    BLOCK_START,
    MONTH_NAMES,
    BibEntry,
    Block,
    BrokenEntry,
    Definition,
    blocks,
    parsed,
    value_of,
)
from ingest.sources.decoding import WINDOWS_1252, check_text, text_lines
from ingest.sources.feed_text import plain_text
from ingest.sources.json_record import record_of
from ingest.sources.latex import unicode_of
from ingest.sources.older_text import older_encoding_note
from paperchat.text.identity import arxiv_id
from paperchat.types import Record, Rejected

_STARTS = re.compile(
    rf"^{BLOCK_START.pattern}\{{?\(?\s*(?:[^\s,={{}}]+\s*[,=]|[^=]{{0,80}}[}})])", re.M
)
_COMMENT_START = re.compile(r"^[ \t\ufeff]*@(?:comment|preamble|string)[ \t]*[{(]", re.M | re.I)
_REFERENCE = re.compile(r"\b(?:crossref|xdata)\s*=\s*[{\"]?\s*([^\s\"{},]+)", re.IGNORECASE)
_CITED_ARXIV = re.compile(r"\barxiv\W{0,3}(?:preprint\W{1,3}arxiv\W{0,3})?(?:abs/)?(\S+)", re.I)
_NO_PAPERS = frozenset({"xdata", "comment", "preamble", "set"})
_DATE_FIELDS = ("date", "year", "month", "day")
_MAX_DEPTH = 5
_MAX_PARENTS = 20_000


@dataclass(frozen=True, slots=True)
class BibTexReader:
    """Reads a block at a time; a first pass finds what others refer to."""

    name: str = "BibTeX"

    def sniff(self, head: Head) -> float:
        """Sure when the text begins with an entry; a page may quote one further down."""
        text = (head.older_text or "").lstrip("\ufeff \t\r\n")
        if not text or text.startswith(("<", "{", "[")):
            return 0.0
        by_name = head.suffix in {".bib", ".bibtex"}
        if not _STARTS.search(text) and not _COMMENT_START.search(text):
            return 0.3 if by_name else 0.0
        return 1.0 if by_name or BLOCK_START.match(text) else 0.6

    def note(self, head: Head) -> str:
        """Tell when the text is older than UTF-8."""
        return older_encoding_note(head)

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record | Rejected]:  # noqa: ARG002  # the interface
        """Yield one item an entry; strings, comments and preambles are none.

        Raises:
            SourceError: binary data, or an endless line.
        """
        check_text(source, WINDOWS_1252)
        parents = _parents(source)
        strings = dict(MONTH_NAMES)
        for block in _blocks(source):
            for item in parsed(block):
                if isinstance(item, BrokenEntry):
                    yield Rejected(item.reason, source.name, item.line)
                elif isinstance(item, Definition):
                    strings[item.name] = value_of(item.value, strings)
                elif item.type not in _NO_PAPERS:
                    fields = _inherited(item, parents)
                    values = {name: value_of(raw, strings) for name, raw in fields.items()}
                    yield record_of(_as_object(values), source.name, item.line)


def _blocks(source: Source) -> Iterator[Block]:
    return blocks(text_lines(source, WINDOWS_1252))


def _parents(source: Source) -> dict[str, BibEntry]:
    """Return the entries that others take fields from, by key; usually none or few."""
    wanted: set[str] = set()
    for _, line in text_lines(source, WINDOWS_1252):
        if "=" in line and len(wanted) < _MAX_PARENTS:
            wanted.update(match[1].lower() for match in _REFERENCE.finditer(line))
    if not wanted:
        return {}
    found: dict[str, BibEntry] = {}
    for block in _blocks(source):
        for item in parsed(block):
            if isinstance(item, BibEntry):
                names = [item.key, *value_of(item.fields.get("ids", ""), {}).split(",")]
                for name in names:
                    if (key := name.strip().lower()) in wanted:
                        found.setdefault(key, item)
    return found


def _inherited(entry: BibEntry, parents: Mapping[str, BibEntry]) -> Mapping[str, str]:
    """Return the fields of an entry with the date of its parent, and all of its ``xdata``."""
    fields = dict(entry.fields)
    for key in value_of(fields.get("xdata", ""), {}).split(","):
        if parent := parents.get(key.strip().lower()):
            fields = {**parent.fields, **fields}
    above: BibEntry | None = entry
    for _ in range(_MAX_DEPTH):
        if "date" in fields or "year" in fields or above is None:
            break
        above = parents.get(value_of(above.fields.get("crossref", ""), {}).strip().lower())
        if above is not None:
            fields |= {name: above.fields[name] for name in _DATE_FIELDS if name in above.fields}
    return fields


def _as_object(values: Mapping[str, str]) -> dict[str, object]:
    """Return an entry under the names that any reader of records uses."""
    # Publishers' mark-up comes through the services that write BibTeX ("<jats:p>").
    title, subtitle, abstract = (
        plain_text(unicode_of(values.get(name, ""))) for name in ("title", "subtitle", "abstract")
    )
    joint = " " if title.rstrip().endswith((":", "?", "!", ".")) else ": "
    links = (values.get(name, "") for name in ("url", "link", "links", "howpublished"))
    return {
        "title": f"{title}{joint}{subtitle}" if title and subtitle else title,
        "abstract": abstract,
        "authors": _authors(values.get("author") or values.get("authors", "")),
        "published": _date(values),
        "doi": unicode_of(values.get("doi", "")),
        "url": next(
            (url for url in (unicode_of(link).strip() for link in links) if "://" in url), ""
        ),
        "arxiv_id": _arxiv(values),
        "code_url": unicode_of(values.get("code", "")),
    }


def _authors(written: str) -> list[str] | str:
    """Return the names; a list that ends in "and others" stays one string, of unknown length."""
    names = [_one_name(name) for name in _split_names(written)]
    if names and names[-1].lower() in {"others", "et al.", "et al"}:
        return "; ".join((*names[:-1], "others"))
    return names


def _split_names(written: str) -> list[str]:
    names, depth, start = [], 0, 0
    for match in re.finditer(r"(?<!\\)[{}]|\s+and\s+", written, re.IGNORECASE):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif depth <= 0:
            names.append(written[start : match.start()])
            start = match.end()
    return [name for name in (*names, written[start:]) if name.strip()]


def _one_name(written: str) -> str:
    name = " ".join(unicode_of(written).split())
    whole = written.strip().startswith("{") and written.strip().endswith("}")
    return name if whole else reading_order(name)


def _date(values: Mapping[str, str]) -> str:
    written = unicode_of(values.get("date", "")).split("/")[0].strip()
    year = unicode_of(values.get("year", "")).strip()
    if written or not year[:4].isdecimal():
        return written
    month = unicode_of(values.get("month", "")).strip().strip(".").lower()
    number = MONTH_NAMES.get(month[:3], month)
    if not number.isdecimal() or not 1 <= int(number) <= 12:
        return year[:4]
    day = values.get("day", "").strip()
    return f"{year[:4]}-{number}" + (f"-{day}" if day.isdecimal() else "")


def _arxiv(values: Mapping[str, str]) -> str:
    """Return the arXiv id that an entry states, also where Google Scholar writes it."""
    archive = values.get("archiveprefix", values.get("eprinttype", "arxiv")).lower()
    if "arxiv" in archive and (found := arxiv_id(values.get("eprint", ""))):
        return found
    for name in ("journal", "journaltitle", "note", "howpublished", "publisher", "volume", "url"):
        text = values.get(name, "")
        cited = _CITED_ARXIV.search(text)
        if found := arxiv_id(text) or (arxiv_id(cited[1].rstrip(".,;)")) if cited else None):
            return found
    return ""
