"""A JSON object -> a record, whatever its keys are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from ingest.sources.authors import author_list
from ingest.sources.cleaning import one_line
from ingest.sources.dates import date_of
from ingest.sources.links import doi_of, links_in, web_url
from paperchat.text.identity import arxiv_id as arxiv_id_of
from paperchat.types import Record, Rejected, TextKind

JsonObject = Mapping[str, object]

MIN_TEXT_CHARS = 20
"""A shorter text cannot answer anything, whatever the format it comes in."""

# Keys are compared in lower case without "_", "-" and spaces; the first that has a value counts.
_ID = ("id", "paperid", "docid", "corpusid", "recordid", "key")
_TITLE = ("title", "papertitle", "name")
_ABSTRACT = ("abstract", "text", "summary", "paperabstract", "description")
_PUBLISHED = ("published", "publishedat", "publisheddate", "publicationdate", "publishdate", "date")
_FIRST_SEEN = ("submittedat", "firstseen", "created", "createdat")
_YEAR = ("year", "publicationyear")
_URL = ("url", "link", "paperurl", "absurl", "htmlurl", "pdfurl", "pdf")
_CODE = ("codeurl", "code", "githubrepo", "github", "githuburl", "repository", "repourl", "repo")
_PROJECT = ("projecturl", "projectpage", "project", "homepage", "website", "demo")
_ARXIV = ("arxivid", "arxiv", "eprint", "arxivurl")
_AUTHORS = ("authors", "author", "authornames")
_AUTHOR_COUNT = ("authorcount", "numauthors", "nauthors")
_COMMENTS = ("commentcount", "numcomments", "comments")


def is_object(value: object) -> TypeGuard[JsonObject]:
    """Tell whether a parsed JSON value is an object; its keys are then strings."""
    return isinstance(value, dict)


@dataclass(frozen=True, slots=True)
class _Fields:
    """The values of an object and of those nested in it, by simplified key, best first."""

    layers: tuple[Mapping[str, object], ...]

    @classmethod
    def of(cls, item: JsonObject) -> _Fields:
        own = _simplified(item)
        # Hugging Face wraps the paper's own data in "paper", BEIR puts the rest into "metadata".
        nested = [_simplified(v) for v in (own.get("paper"), own.get("metadata")) if is_object(v)]
        if is_object(own.get("paper")):
            return cls((nested[0], own, *nested[1:]))
        return cls((own, *nested))

    def values(self, keys: tuple[str, ...]) -> Iterator[object]:
        for layer in self.layers:
            for key in keys:
                if layer.get(key) not in (None, "", [], {}):
                    yield layer[key]

    def text(self, keys: tuple[str, ...]) -> str:
        cleaned = (one_line(value) for value in self.values(keys) if isinstance(value, str))
        return next(filter(None, cleaned), "")

    def abstract(self) -> str:
        """Return the abstract, also where a source keeps it as a list of its sentences."""
        for value in self.values(_ABSTRACT):
            parts = value if isinstance(value, list) else [value]
            texts = [part for part in parts if isinstance(part, str)]
            if len(texts) == len(parts) and (whole := one_line(" ".join(texts))):
                return whole
        return ""

    def count(self, keys: tuple[str, ...]) -> int | None:
        return next((n for n in map(_count, self.values(keys)) if n is not None), None)

    def url(self, keys: tuple[str, ...]) -> str | None:
        return next(filter(None, map(web_url, self.values(keys))), None)


def record_of(item: object, source: str, line: int | None = None) -> Record | Rejected:
    """Turn one parsed JSON value into a record.

    Args:
        item: The value; only an object can be a paper.
        source: Name of the source, kept in the record.
        line: Line number in the source, for the reason of a rejection.

    Returns:
        The record, or why there is none.
    """
    if not is_object(item):
        return Rejected(f"{_kind(item)} instead of an object with title and abstract", source, line)
    fields = _Fields.of(item)
    title = fields.text(_TITLE)
    digest = fields.text(("digest",))
    text = fields.abstract() or digest
    if reason := why_unusable(title, text):
        return Rejected(reason, source, line)
    is_digest = text == digest or fields.text(("textkind",)).lower() == "digest"
    return _record(fields, title, text, "digest" if is_digest else "abstract", source)


def why_unusable(title: str, text: str) -> str | None:
    """Return why title and text do not make a paper, or null when they do."""
    shown = f'"{title[:80]}" has' if title else "it has"
    if not title:
        return "it has no title"
    if not text:
        return f"{shown} no abstract"
    if len(text) < MIN_TEXT_CHARS:
        return (
            f"{shown} an abstract of {len(text)} characters, which is too short: at least "
            f"{MIN_TEXT_CHARS} are needed"
        )
    return None


def _record(fields: _Fields, title: str, text: str, kind: TextKind, source: str) -> Record:
    record_id = next(filter(None, map(_identifier, fields.values(_ID))), None)
    url = fields.url(_URL)
    arxiv_id = (
        next(filter(None, map(_arxiv_id, fields.values((*_ARXIV, "doi")))), None)
        or arxiv_id_of(record_id or "")
        or arxiv_id_of(url or "")
    )
    if url is None and arxiv_id:
        url = f"https://arxiv.org/abs/{arxiv_id}"
    authors = author_list(next(fields.values(_AUTHORS), None))
    stated = fields.count(_AUTHOR_COUNT)
    found = links_in(text)
    code_url = fields.url(_CODE) or found.code_url
    project_url = fields.url(_PROJECT) or found.project_url
    return Record(
        title=title,
        text=text,
        text_kind=kind,
        authors=authors.names,
        author_count=authors.count if stated is None or stated < len(authors.names) else stated,
        published=_published(fields, arxiv_id),
        url=url,
        code_url=code_url,
        project_url=None if project_url == code_url else project_url,
        arxiv_id=arxiv_id,
        doi=next(filter(None, map(doi_of, fields.values(("doi",)))), None),
        comment_count=fields.count(_COMMENTS),
        record_id=record_id,
        source=source,
    )


def _published(fields: _Fields, arxiv_id: str | None) -> date | None:
    """Return the stated date, or else the nearest to it that is known.

    The day a list first showed a paper may be years after it appeared; an arXiv id tells the
    month, so the first of that month is taken when the day of the list lies outside it.
    """
    stated = next(filter(None, map(date_of, fields.values(_PUBLISHED))), None)
    if stated:
        return stated
    seen = next(filter(None, map(date_of, fields.values(_FIRST_SEEN))), None)
    month = date_of(f"20{arxiv_id[:2]}-{arxiv_id[2:4]}") if arxiv_id and "." in arxiv_id else None
    if seen and month and (seen.year, seen.month) != (month.year, month.month):
        return month
    return seen or next(filter(None, map(date_of, fields.values(_YEAR))), None)


def _simplified(item: JsonObject) -> dict[str, object]:
    simple: dict[str, object] = {}
    for key, value in item.items():
        simple.setdefault("".join(char for char in key.lower() if char.isalnum()), value)
    return simple


def _identifier(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    return one_line(str(value)) or None


def _arxiv_id(value: object) -> str | None:
    return arxiv_id_of(value) if isinstance(value, str) else None


def _count(value: object) -> int | None:
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) < 10:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value < 10**9 else None


def _kind(item: object) -> str:
    if isinstance(item, list):
        return "a list"
    if isinstance(item, str):
        return "a text"
    return "a bare value"
