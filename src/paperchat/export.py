"""Writing papers out in formats that other programs read."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from urllib.parse import quote

from paperchat.types import Paper

_COLUMNS = (
    "id", "title", "authors", "author_count", "published", "url", "code_url", "arxiv_id", "source",
    "text_kind", "text",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# BibTeX counts braces even behind a backslash, so a brace of the text has to go by name.
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
}  # fmt: skip
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&-])")
_LIST_NUMBER = re.compile(r"\A(\d+)\.")
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
        writer.writerow([_cell(values[name]) for name in _COLUMNS])
    return out.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    # A spreadsheet would run such a cell as a formula.
    return f"'{text}" if text.startswith(_FORMULA) else text


def _markdown(papers: Sequence[Paper]) -> str:
    return "\n".join(map(_section, papers))


def _section(paper: Paper) -> str:
    title = _escaped(paper.title)
    heading = f"## [{title}](<{_address(paper.url)}>)" if paper.url else f"## {title}"
    facts = [str(paper.published)] if paper.published else []
    if paper.authors:
        facts.append(_escaped(", ".join(paper.authors)))
    elif paper.author_count:
        facts.append(f"{paper.author_count} author" + ("s" if paper.author_count > 1 else ""))
    facts += [f"code: <{_address(paper.code_url)}>"] if paper.code_url else []
    facts += [paper.text_kind]
    return f"{heading}\n\n{' · '.join(facts)}\n\n{_escaped(paper.text)}\n"


def _escaped(text: str) -> str:
    return _LIST_NUMBER.sub(r"\1\\.", _MARKDOWN.sub(r"\\\1", text))


def _bibtex(papers: Sequence[Paper]) -> str:
    taken: set[str] = set()
    return "\n".join(_entry(paper, _key(paper.id, taken)) for paper in papers)


def _entry(paper: Paper, key: str) -> str:
    fields = {
        # A second pair of braces keeps a style from changing the title's capitals.
        "title": f"{{{_latex(paper.title)}}}",
        "author": " and ".join(map(_author, paper.authors)),
        "year": str(paper.published.year) if paper.published else "",
        "month": str(paper.published.month) if paper.published else "",
        "eprint": _address(paper.arxiv_id or ""),
        "archiveprefix": "arXiv" if paper.arxiv_id else "",
        "doi": _address(paper.doi or ""),
        "url": _address(paper.url or ""),
        # Only the authors' own words are an abstract; no style prints an annotation.
        ("abstract" if paper.text_kind == "abstract" else "annote"): _latex(paper.text),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _key(paper_id: str, taken: set[str]) -> str:
    wanted = key = _KEY_CHARACTER.sub("-", paper_id)
    copy = 2
    while key.lower() in taken:
        key, copy = f"{wanted}-{copy}", copy + 1
    taken.add(key.lower())
    return key


def _author(name: str) -> str:
    # "and" separates names, and commas the parts of one; braces make a name a single word.
    whole = _AND.search(f" {name} ") or name.count(",") > 1
    return f"{{{_latex(name)}}}" if whole else _latex(name)


def _latex(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in text)


def _address(text: str) -> str:
    """Return an address or identifier in which nothing ends a pair of braces or angles early."""
    return quote(text, safe="!#$%&'()*+,/:;=?@[]~", encoding="utf-8", errors="replace")


FORMATS: dict[str, Callable[[Sequence[Paper]], str]] = {
    "bibtex": _bibtex,
    "markdown": _markdown,
    "csv": _csv,
    "jsonl": _jsonl,
}
