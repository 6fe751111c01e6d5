"""Writing papers out in formats that other programs read."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from urllib.parse import quote

from paperchat.text.dates import month_is_known, short_date
from paperchat.types import Paper

_COLUMNS = (
    "id", "title", "authors", "author_count", "published", "url", "code_url", "arxiv_id", "source",
    "text_kind", "text", "doi",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# BibTeX counts braces even behind a backslash, so a brace of the text has to go by name.
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
}  # fmt: skip
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
# With brackets escaped, these make a list, a rule or a heading only where a line begins.
_LINE_START = re.compile(r"^(\s*\d*)([-+=.):])", re.MULTILINE)
_KEY_CHARACTER = re.compile(r"[^A-Za-z0-9_.:/+-]")
_AND = re.compile(r"\sand\s", re.IGNORECASE)


def export(papers: Sequence[Paper], form: str) -> str:
    """Return ``papers`` as text in ``form``, one of ``FORMATS``."""
    return FORMATS[form](papers)


def iso(value: date | datetime) -> str:
    """Return a day, or a moment in UTC, in ISO 8601; moments are stored without their zone."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat()


def _jsonl(papers: Sequence[Paper]) -> str:
    return "".join(
        json.dumps(asdict(paper), ensure_ascii=False, default=iso) + "\n" for paper in papers
    )


def _csv(papers: Sequence[Paper]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for paper in papers:
        values = {**asdict(paper), "authors": "; ".join(paper.authors)}
        writer.writerow([spreadsheet_cell(values[name]) for name in _COLUMNS])
    return out.getvalue()


def spreadsheet_cell(value: object) -> str:
    """Return ``value`` as a cell that no spreadsheet runs as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _markdown(papers: Sequence[Paper]) -> str:
    return "\n".join(map(_section, papers))


def _section(paper: Paper) -> str:
    title = markdown_text(paper.title)
    heading = f"## [{title}](<{address(paper.url)}>)" if paper.url else f"## {title}"
    facts = [short_date(paper.published)] if paper.published else []
    if paper.authors:
        facts.append(markdown_text(", ".join(paper.authors)))
    elif paper.author_count:
        facts.append(f"{paper.author_count} author" + ("s" if paper.author_count > 1 else ""))
    facts += [f"code: <{address(paper.code_url)}>"] if paper.code_url else []
    facts += [paper.text_kind]
    return f"{heading}\n\n{' · '.join(facts)}\n\n{markdown_text(paper.text)}\n"


def markdown_text(text: str) -> str:
    """Return Markdown that shows ``text`` as written: nothing of it is markup."""
    return _LINE_START.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", text))


def _bibtex(papers: Sequence[Paper]) -> str:
    taken: set[str] = set()
    return "\n".join(
        bibtex_entry(bibtex_key(paper.id, taken), bibtex_fields(paper)) for paper in papers
    )


def bibtex_fields(paper: Paper) -> dict[str, str]:
    """Return the fields of a paper's entry, escaped; a field that is not known is empty."""
    day = paper.published
    return {
        "title": bibtex_title(paper.title),
        "author": " and ".join(map(_author, paper.authors)),
        "year": str(day.year) if day else "",
        "month": str(day.month) if day and month_is_known(day) else "",
        "eprint": address(paper.arxiv_id or ""),
        "archiveprefix": "arXiv" if paper.arxiv_id else "",
        "doi": address(paper.doi or ""),
        "url": address(paper_link(paper)),
        # Only the authors' own words are an abstract; no style prints an annotation.
        ("abstract" if paper.text_kind == "abstract" else "annote"): latex_text(paper.text),
    }


def paper_link(paper: Paper) -> str:
    """Return where a paper is found: its own page, else that of its project or its code."""
    return paper.url or paper.project_url or paper.code_url or ""


def paper_addresses(paper: Paper) -> Mapping[str, str]:
    """Return the address of a paper's own page, of its project's and of its code; "" for none.

    Its own page is the one that its source told, else that at arXiv, else the one of its DOI.
    """
    at_arxiv = f"https://arxiv.org/abs/{paper.arxiv_id}" if paper.arxiv_id else ""
    by_doi = f"https://doi.org/{paper.doi}" if paper.doi else ""
    return {
        "page": paper.url or at_arxiv or by_doi,
        "project": paper.project_url or "",
        "code": paper.code_url or "",
    }


def bibtex_title(title: str) -> str:
    """Return a title as a field; its own braces keep a style from changing the capitals."""
    return f"{{{latex_text(title)}}}"


def bibtex_entry(key: str, fields: Mapping[str, str]) -> str:
    """Return one entry; the values of ``fields`` are escaped, and empty ones are left out."""
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}\n"


def bibtex_key(paper_id: str, taken: set[str]) -> str:
    """Return a key for a paper that is not in ``taken`` yet, and put it there."""
    wanted = key = _KEY_CHARACTER.sub("-", paper_id)
    copy = 2
    while key.lower() in taken:
        key, copy = f"{wanted}-{copy}", copy + 1
    taken.add(key.lower())
    return key


def _author(name: str) -> str:
    # "and" separates names, and commas the parts of one; braces make a name a single word.
    whole = _AND.search(f" {name} ") or name.count(",") > 1
    return f"{{{latex_text(name)}}}" if whole else latex_text(name)


def latex_text(text: str) -> str:
    """Return LaTeX that prints ``text`` as written."""
    return "".join(_LATEX.get(character, character) for character in text)


def address(text: str) -> str:
    """Return an address or identifier in which nothing ends a pair of braces or angles early."""
    return quote(text, safe="!#$%&'()*+,/:;=?@[]~", encoding="utf-8", errors="replace")


FORMATS: dict[str, Callable[[Sequence[Paper]], str]] = {
    "bibtex": _bibtex,
    "markdown": _markdown,
    "csv": _csv,
    "jsonl": _jsonl,
}
