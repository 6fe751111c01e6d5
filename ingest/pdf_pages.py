"""The pages of a PDF as lines of text, read in a process of its own.

``python -m ingest.pdf_pages`` takes a PDF on stdin and writes two lines of JSON to stdout. The
first is of the first pages: ``{"title", "author", "lines": [{"page", "size", "text"}], "text"}``,
or ``{"error"}`` with the rest of a sentence that begins with the file's name. The second is a list
of the texts of all pages. A PDF is a program of sorts: the process that runs it may use little
memory and time, and whoever started it goes on when it dies, with the first line if it was written.
"""

from __future__ import annotations

import io
import json
import logging
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

PAGES = 3
"""How many pages are read: title and abstract stand on the first, or behind a cover."""
_MEMORY_BYTES = 2 * 1024**3
_CPU_SECONDS = 30
_MAX_CHARS = 60_000
BODY_PAGES = 200
"""Most pages of which the text is read; behind them stand proofs and tables of a thesis."""
_BODY_SECONDS = 20.0
"""Processor time after which no further page is begun."""
_UNREADABLE = (
    PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError,
    RecursionError, MemoryError, AssertionError, NotImplementedError, OSError,
)  # fmt: skip


@dataclass(slots=True)
class _Lines:
    """Collects what a page draws, line by line, with the height of the letters."""

    found: list[dict[str, object]] = field(default_factory=list)
    height: float | None = None

    def take(self, page: int, text: str, place: list[float], size: float) -> None:
        """Add a piece of text; pieces at one height are one line, turned ones are none."""
        if not text.strip() or abs(place[1]) > abs(place[3]):
            return
        scaled = round(abs(size * (place[3] or 1.0)), 1)
        last = self.found[-1] if self.found else None
        same = self.height is not None and abs(self.height - place[5]) < 0.3 * max(scaled, 1.0)
        if last and same and last["page"] == page:
            last["text"] = f"{last['text']}{text}"
            last["size"] = max(scaled, float(str(last["size"])))
        else:
            self.found.append({"page": page, "size": scaled, "text": text})
        self.height = place[5]


def pages_of(data: bytes) -> dict[str, object]:
    """Return what this module writes, for the bytes of a PDF."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return {"error": "is a PDF with a password; save it without one"}
        lines, texts = _Lines(), list[str]()
        for number in range(min(PAGES, len(reader.pages))):
            texts.append(_page_text(reader.pages[number], number + 1, lines)[:_MAX_CHARS])
        about = reader.metadata
    except (DependencyError, FileNotDecryptedError):
        return {"error": "is an encrypted PDF; print or save it as a new PDF"}
    except _UNREADABLE as error:
        return {"error": f"is a PDF that is damaged ({type(error).__name__})"}
    return {
        "title": str((about and about.title) or ""),
        "author": str((about and about.author) or ""),
        "lines": lines.found[:2000],
        "text": "\f".join(texts),
    }


def texts_of(data: bytes, first: list[str]) -> list[str]:
    """Return the text of each page, of which the ``first`` ones are known; damaged ones are empty.

    Pages are left out at the end where they are too many, or take too long.
    """
    texts = list(first)
    with suppress(*_UNREADABLE):
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            reader.decrypt("")
        for number in range(len(texts), min(BODY_PAGES, len(reader.pages))):
            if time.process_time() > _BODY_SECONDS:
                break
            text = ""
            with suppress(*_UNREADABLE):
                text = str(reader.pages[number].extract_text())
            texts.append(text[:_MAX_CHARS])
    return texts


def _page_text(page: PageObject, number: int, lines: _Lines) -> str:
    def visit(text: str, _cm: list[float], tm: list[float], _font: object, size: float) -> None:
        lines.take(number, text, [float(value) for value in tm], float(size or 0.0))

    return str(page.extract_text(visitor_text=visit)).replace("\f", "\n")


def _limit_resources() -> None:
    with suppress(ImportError, ValueError, OSError):  # other systems have no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))


def main() -> None:
    """Read stdin, write stdout."""
    logging.disable()
    _limit_resources()
    data = sys.stdin.buffer.read()
    found = pages_of(data)
    _write(found)
    if text := str(found.get("text", "")):
        _write(texts_of(data, text.split("\f")))


def _write(found: object) -> None:
    # Escaped throughout, so that a lone surrogate of a broken font gets through.
    sys.stdout.write(f"{json.dumps(found, ensure_ascii=True)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
