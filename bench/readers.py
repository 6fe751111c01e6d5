"""Real files of many makers, one line each: papers, or the reason why there are none.

``python -m bench.readers`` reads every file of a folder (default: ``parser-inputs`` beside the
other data) and prints the table; ``--write-docs`` also writes it to ``docs/parser-inputs.md``.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpora import SHARED
from ingest.sources import Source, read_source
from paperchat.errors import SourceError
from paperchat.types import Record, Rejected, SourceFormat

FOLDER = SHARED / "bench" / "parser-inputs"
DOCS = Path(__file__).resolve().parents[1] / "docs" / "parser-inputs.md"
_TYPES = (".bib", ".xml")
_INTRODUCTION = """\
# Real files, and what is read of them

Bibliographies from the test suites of BibTeX parsers (valid, broken, in odd encodings), feeds of
the Daily Papers and a reply of arXiv: papers, or a reason. Most bibliographies give no abstract,
without which there is nothing to quote. Written by `python -m bench.readers --write-docs`.
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave: papers, and records that were rejected, or why it cannot be read."""

    name: str
    format: str
    papers: int
    rejected: int
    reason: str


def read_file(path: Path, folder: Path) -> Reading:
    """Read one file to its end; never raises for what it may hold."""
    name = path.relative_to(folder).as_posix()
    formats: list[SourceFormat] = []
    records, reasons = 0, Counter[str]()
    try:
        for item in read_source(Source.from_path(path), None, formats.append):
            if isinstance(item, Record):
                records += 1
            elif isinstance(item, Rejected):
                reasons[item.reason] += 1
    except SourceError as error:
        return Reading(name, _format(formats), 0, 0, str(error).replace(f"{path} ", "it "))
    said = "; ".join(f"{count} × {reason}" for reason, count in reasons.most_common(2))
    return Reading(name, _format(formats), records, reasons.total(), said)


def table(readings: Sequence[Reading]) -> Iterator[str]:
    """Yield the lines of a Markdown table, and a line that sums it up."""
    papers = sum(reading.papers for reading in readings)
    without = sum(not reading.papers for reading in readings)
    yield (
        f"{len(readings)} files: {papers} papers from {len(readings) - without} of them, a reason "
        f"for each of the other {without}."
    )
    yield ""
    yield "| file | read as | papers | rejected | reason |"
    yield "|---|---|---:|---:|---|"
    for item in readings:
        reason = item.reason.replace("|", "\\|").replace("\n", " ")
        yield f"| `{item.name}` | {item.format} | {item.papers} | {item.rejected} | {reason} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the folder, print the table, and write it where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.readers", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--write-docs", action="store_true")
    chosen = parser.parse_args(arguments)
    paths = sorted(path for path in chosen.folder.rglob("*") if path.suffix in _TYPES)
    if not paths:
        print(
            f"No file to read in {chosen.folder}: name another one with --folder.", file=sys.stderr
        )
        return 1
    lines = list(table([read_file(path, chosen.folder) for path in paths]))
    print("\n".join(lines))
    if chosen.write_docs:
        DOCS.write_text("\n".join([_INTRODUCTION, *lines, ""]), "utf-8")
    return 0


def _format(formats: Sequence[SourceFormat]) -> str:
    return formats[0].format if formats else ""


if __name__ == "__main__":
    sys.exit(main())
