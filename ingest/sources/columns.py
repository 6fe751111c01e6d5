"""Which column of a table, or field of an object, holds what: by its name, else by its values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Row = Mapping[str, object]

# Names are compared in lower case, letters and digits alone; the first that is there counts.
_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "papertitle", "documenttitle", "articletitle", "primarytitle", "ti"),
    "abstract": ("abstract", "abstractnote", "paperabstract", "summary", "ab", "text"),
    "digest": ("digest",),
    "authors": (
        *("authors", "author", "authorfullnames", "authornames", "authorlist", "creators"),
        *("af", "au"),
    ),
    "published": (
        *("published", "publicationdate", "publisheddate", "datepublished", "publishdate"),
        *("date", "publicationyear", "year", "py", "da"),
    ),
    "doi": ("doi", "di", "do"),
    "arxiv_id": ("arxivid", "arxiv", "eprint"),
    "url": ("url", "link", "paperurl", "pdflink", "pdfurl", "ur"),
    "code_url": ("codeurl", "code", "github", "githuburl", "repository", "repo"),
    "text_kind": ("textkind",),
}
# What a longer name has to hold, and what it must not.
_HINTS: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "title": (
        re.compile("title|heading|headline"),
        re.compile("source|publication|journal|book|series|short|container|conf|venue|abbr|proc"),
    ),
    "abstract": (
        re.compile("abstract|summary"),
        re.compile("url|link|id$|len|count|has|graphical"),
    ),
    "authors": (re.compile("author"), re.compile("id|count|num|affil|keyword|address|email|book")),
    "published": (re.compile("publi.*date|date|year"), re.compile("access|add|modif|updat|event")),
    "doi": (re.compile("doi"), re.compile("book|url")),
    "url": (re.compile("url|link|href"), re.compile("code|img|image|thumb")),
}
_NEEDED = ("title", "abstract")
_ABSTRACT_CHARS = 120
_TITLE_CHARS = (12, 300)
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that were chosen, by what they hold."""

    names: Mapping[str, str]

    def as_object(self, row: Row) -> dict[str, object]:
        """Return a row under the names that any reader of records uses."""
        return {role: row.get(name) for role, name in self.names.items()}

    def shown(self) -> str:
        """Return the choice for a person: "title from 'Document Title', ..."."""
        return ", ".join(f"{role} from {name[:60]!r}" for role, name in self.names.items())


def guessed_columns(rows: Sequence[Row]) -> Columns | None:
    """Return the columns that hold title, abstract and the rest, or null without those two."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    chosen = _by_name(names)
    free = [name for name in names if name not in chosen.values()]
    if "digest" in chosen and "abstract" not in chosen:
        return Columns(chosen) if "title" in chosen else None
    if "abstract" not in chosen and (found := _longest(free, rows)):
        chosen["abstract"] = found
        free.remove(found)
    if "title" not in chosen and (found := _titles(free, rows)):
        chosen["title"] = found
    if not all(role in chosen for role in _NEEDED):
        return None
    return Columns({role: chosen[role] for role in _NAMES if role in chosen})


def _by_name(names: Sequence[str]) -> dict[str, str]:
    simple: dict[str, str] = {}
    for name in names:
        simple.setdefault(_simplified(name), name)
    chosen: dict[str, str] = {}
    for role, known in _NAMES.items():
        for name in known:
            if name in simple and simple[name] not in chosen.values():
                chosen[role] = simple[name]
                break
    for role, (wanted, unwanted) in _HINTS.items():
        for short, name in simple.items():
            if role in chosen or name in chosen.values():
                continue
            if wanted.search(short) and not unwanted.search(short):
                chosen[role] = name
    return chosen


def _simplified(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())


def _lengths(name: str, rows: Sequence[Row]) -> list[int]:
    """Return the lengths of the texts of several words in a column."""
    values = (row.get(name) for row in rows)
    return [len(value) for value in values if isinstance(value, str) and " " in value.strip()]


def _longest(names: Sequence[str], rows: Sequence[Row]) -> str | None:
    """Return the column whose texts are the longest, if they are as long as abstracts."""
    found = {name: _lengths(name, rows) for name in names}
    typical = {
        name: median(sizes) for name, sizes in found.items() if len(sizes) > _MOST * len(rows)
    }
    best = max(typical, key=typical.__getitem__, default=None)
    return best if best is not None and typical[best] >= _ABSTRACT_CHARS else None


def _titles(names: Sequence[str], rows: Sequence[Row]) -> str | None:
    """Return the first column of different texts that are as long as titles."""
    for name in names:
        sizes = _lengths(name, rows)
        distinct = len({str(row.get(name)) for row in rows}) > 0.8 * len(rows)
        enough = len(sizes) > _MOST * len(rows) and distinct
        if enough and _TITLE_CHARS[0] <= median(sizes) <= _TITLE_CHARS[1]:
            return name
    return None
