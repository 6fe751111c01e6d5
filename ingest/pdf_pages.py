"""The first pages of a PDF as lines of text, read in a process of its own.

``python -m ingest.pdf_pages`` takes a PDF on stdin and writes JSON to stdout: ``{"title", "author",
"lines": [{"page", "size", "text"}], "text"}``, or ``{"error"}`` with the rest of a sentence that
begins with the file's name. A PDF is a program of sorts: the process that runs it may use little
memory and time, and whoever started it goes on when it dies.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from contextlib import suppress
from dataclasses import dataclass, field

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

PAGES = 3
"""How many pages are read: title and abstract stand on the first, or behind a cover."""
_MEMORY_BYTES = 2 * 1024**3
_CPU_SECONDS = 30
_MAX_CHARS = 60_000


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
    except (
        PyPdfError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        ArithmeticError,
    ) as error:
        return {"error": f"is a PDF that is damaged ({type(error).__name__})"}
    except (RecursionError, MemoryError, AssertionError, NotImplementedError, OSError) as error:
        return {"error": f"is a PDF that is damaged ({type(error).__name__})"}
    return {
        "title": str((about and about.title) or ""),
        "author": str((about and about.author) or ""),
        "lines": lines.found[:2000],
        "text": "\f".join(texts),
    }


def _page_text(page: PageObject, number: int, lines: _Lines) -> str:
    def visit(text: str, _cm: list[float], tm: list[float], _font: object, size: float) -> None:
        lines.take(number, text, [float(value) for value in tm], float(size or 0.0))

    return str(page.extract_text(visitor_text=visit))


def _limit_resources() -> None:
    with suppress(ImportError, ValueError, OSError):  # other systems have no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))


def main() -> None:
    """Read stdin, write stdout."""
    logging.disable()
    _limit_resources()
    found = pages_of(sys.stdin.buffer.read())
    # Escaped throughout, so that a lone surrogate of a broken font gets through.
    sys.stdout.write(json.dumps(found, ensure_ascii=True))


if __name__ == "__main__":
    main()
