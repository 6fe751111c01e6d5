"""The report of a run, for machines and for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from pydantic import TypeAdapter

from paperchat.types import IngestReport, SourceFormat

_ADAPTER = TypeAdapter(IngestReport)
_SHOWN = 10


def to_json(report: IngestReport) -> str:
    """Return the report as one JSON object."""
    return json.dumps(_ADAPTER.dump_python(report, mode="json"), ensure_ascii=False)


def to_text(report: IngestReport) -> str:
    """Return the report as lines for a terminal; lists formats and the first rejected records."""
    lines = [
        f"Read {report.read}: {report.new} new, {report.updated} updated, "
        f"{report.unchanged} unchanged, {len(report.rejected)} rejected "
        f"({report.seconds:.1f} s). The library holds {report.papers} papers."
    ]
    lines += [f"  not read: {source.reason}" for source in report.unread]
    lines += _formats(report.formats)
    for rejected in report.rejected[:_SHOWN]:
        place = rejected.where if rejected.line is None else f"{rejected.where}:{rejected.line}"
        lines.append(f"  rejected {place}: {rejected.reason}")
    if len(report.rejected) > _SHOWN:
        lines.append(f"  and {len(report.rejected) - _SHOWN} more; --json lists all")
    return "\n".join(lines)


def _formats(formats: Sequence[SourceFormat]) -> Iterator[str]:
    """Yield one line for each way of reading, with the file or how many they were."""
    ways: dict[tuple[str, str], list[str]] = {}
    for found in formats:
        ways.setdefault((found.format, found.note), []).append(found.source)
    for (name, note), sources in list(ways.items())[:_SHOWN]:
        files = sources[0] if len(sources) == 1 else f"{len(sources)} files"
        yield f"  {files} read as {name}" + (f" ({note})" if note else "")
    if len(ways) > _SHOWN:
        yield f"  and {len(ways) - _SHOWN} more ways; --json lists all"
