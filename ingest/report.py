"""The report of a run, for machines and for people."""

from __future__ import annotations

import json

from pydantic import TypeAdapter

from paperchat.types import IngestReport

_ADAPTER = TypeAdapter(IngestReport)
_SHOWN = 10


def to_json(report: IngestReport) -> str:
    """Return the report as one JSON object."""
    return json.dumps(_ADAPTER.dump_python(report, mode="json"), ensure_ascii=False)


def to_text(report: IngestReport) -> str:
    """Return the report as lines for a terminal; lists the first rejected records."""
    lines = [
        f"Read {report.read}: {report.new} new, {report.updated} updated, "
        f"{report.unchanged} unchanged, {len(report.rejected)} rejected "
        f"({report.seconds:.1f} s). The library holds {report.papers} papers."
    ]
    for rejected in report.rejected[:_SHOWN]:
        place = rejected.where if rejected.line is None else f"{rejected.where}:{rejected.line}"
        lines.append(f"  rejected {place}: {rejected.reason}")
    if len(report.rejected) > _SHOWN:
        lines.append(f"  and {len(report.rejected) - _SHOWN} more; --json lists all")
    return "\n".join(lines)
