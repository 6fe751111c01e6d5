"""Printing: results on stdout, everything else on stderr."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from paperchat.contract import plain
from paperchat.text.dates import short_date
from paperchat.types import Paper

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Plain = DataclassInstance | Sequence[object] | dict[str, object]

_CREDENTIALS = re.compile(r"(?<=//)[^/\s@]+@")
_KEY = re.compile(r"\bsk-[\w-]{6,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def speak_utf8() -> None:
    """Read and write UTF-8 whatever the platform's own encoding; nothing is too odd to print."""
    for stream, errors in (
        (sys.stdin, "replace"), (sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace"),
    ):  # fmt: skip
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def tell(message: str) -> None:
    """Tell the user something that is not the result."""
    with suppress(BrokenPipeError):
        print(message, file=sys.stderr, flush=True)  # noqa: T201  # this module is the printer


def show(text: str, *, end: str = "\n") -> None:
    """Print the result, or a part of it. A terminal gets no control characters of a source."""
    print(printable(text), end=end, flush=True)  # noqa: T201  # this module is the printer


def printable(text: str) -> str:
    """Return ``text`` without characters that would steer a terminal."""
    return _CONTROL.sub("", text)


def show_json(value: Plain, *, indent: int | None = 2) -> None:
    """Print a dataclass, or a list or dict of plain values and dataclasses, as JSON."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=plain)
    print(text, flush=True)  # noqa: T201  # this module is the printer


def abandon_stdout() -> None:
    """Drop what is still to be written, so that leaving does not fail for a lost reader."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def without_secrets(text: str) -> str:
    """Return ``text`` without user names and passwords in addresses, and without OpenAI keys."""
    return _KEY.sub("sk-***", _CREDENTIALS.sub("***@", text))


def one_sentence(text: str, limit: int = 500) -> str:
    """Return ``text`` on one line and without secrets, cut off at ``limit`` characters."""
    text = " ".join(without_secrets(text).split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def papers_as_text(papers: Sequence[Paper]) -> str:
    """Return one line a paper: date, kind of text, title, id."""
    return "\n".join(
        f"{short_date(paper.published) or '----------':<10}  {paper.text_kind:<8}  {paper.title}  "
        f"[{paper.id}]"
        for paper in papers
    )
