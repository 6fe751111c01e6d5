"""Printing: results on stdout, everything else on stderr."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime

from paperchat.types import Answer, Paper

_WIDTH = 96


def tell(message: str) -> None:
    """Tell the user something that is not the result."""
    print(message, file=sys.stderr, flush=True)  # noqa: T201  # this module is the printer


def show(text: str) -> None:
    """Print the result, or a part of it."""
    print(text, flush=True)  # noqa: T201  # this module is the printer


def show_json(value: object, *, indent: int | None = 2) -> None:
    """Print a dataclass, or a list or dict of plain values, as JSON."""
    show(json.dumps(_plain(value), ensure_ascii=False, indent=indent, default=_scalar))


def answer_as_text(answer: Answer) -> str:
    """Return an answer for a terminal: paragraphs with labels, then the sources."""
    lines = []
    for sentence in answer.sentences:
        labels = "".join(f" [{label}]" for label in sentence.labels)
        indent = "  " if sentence.labels else ""
        if not sentence.labels and lines:
            lines.append("")
        lines += textwrap.wrap(
            sentence.text + labels, _WIDTH, initial_indent=indent, subsequent_indent=indent
        )
    if answer.citations:
        lines += ["", "Sources"]
        lines += [
            f"  [{item.label}] {item.title} ({item.text_kind})"
            + (f" {item.url}" if item.url else "")
            for item in answer.citations
        ]
    if answer.nearest:
        lines += ["", "Nearest papers"]
        lines += [f"  {item.title}" for item in answer.nearest]
    return "\n".join(lines)


def papers_as_text(papers: Sequence[Paper]) -> str:
    """Return one line a paper: date, kind of text, title, id."""
    return "\n".join(
        f"{paper.published or '----------'}  {paper.text_kind:<8}  {paper.title}  [{paper.id}]"
        for paper in papers
    )


def _plain(value: object) -> object:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _scalar(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"not a JSON value: {value!r}")
