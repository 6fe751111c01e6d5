"""Writing papers out in formats that other programs read."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime

from paperchat.types import Paper

_COLUMNS = (
    "id", "title", "authors", "author_count", "published", "url", "code_url", "arxiv_id", "source",
    "text_kind", "text",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~$-])")


def export(papers: Sequence[Paper], form: str) -> str:
    """Return ``papers`` as text in ``form``, one of ``FORMATS``."""
    return FORMATS[form](papers)


def _jsonl(papers: Sequence[Paper]) -> str:
    def plain(value: object) -> str:
        assert isinstance(value, date | datetime)  # noqa: S101  # the only other type of a Paper
        return value.isoformat()

    return "".join(
        json.dumps(asdict(paper), ensure_ascii=False, default=plain) + "\n" for paper in papers
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
    blocks = []
    for paper in papers:
        title = _escaped(paper.title)
        heading = f"## [{title}]({paper.url})" if paper.url else f"## {title}"
        facts = [str(paper.published)] if paper.published else []
        facts += [f"{paper.author_count} authors"] if paper.author_count else []
        facts += [f"code: <{paper.code_url}>"] if paper.code_url else []
        facts += [paper.text_kind]
        blocks.append(f"{heading}\n\n{' · '.join(facts)}\n\n{_escaped(paper.text)}\n")
    return "\n".join(blocks)


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _bibtex(papers: Sequence[Paper]) -> str:
    return "\n".join(map(_entry, papers))


def _entry(paper: Paper) -> str:
    fields = {
        "title": f"{{{_latex(paper.title)}}}",
        "author": _latex(" and ".join(paper.authors)),
        "year": str(paper.published.year) if paper.published else "",
        "month": str(paper.published.month) if paper.published else "",
        "eprint": paper.arxiv_id or "",
        "archiveprefix": "arXiv" if paper.arxiv_id else "",
        "doi": paper.doi or "",
        "url": paper.url or "",
        # Only the authors' own words are an abstract.
        ("abstract" if paper.text_kind == "abstract" else "note"): _latex(paper.text),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    key = re.sub(r"[^\w.:/+-]", "-", paper.id, flags=re.ASCII)
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _latex(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in text)


FORMATS: dict[str, Callable[[Sequence[Paper]], str]] = {
    "bibtex": _bibtex,
    "markdown": _markdown,
    "csv": _csv,
    "jsonl": _jsonl,
}
