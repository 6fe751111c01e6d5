"""What came of adding papers, as HTML."""

from __future__ import annotations

from paperchat.types import IngestReport, Rejected
from paperchat.ui.quote import escaped

_LISTED = 50


def report_html(report: IngestReport) -> str:
    """Return the counts of a run, and what was rejected, where it stood and why."""
    counts = [
        f"{report.new:,} new",
        f"{report.updated:,} updated",
        f"{report.unchanged:,} known already",
        f"{len(report.rejected):,} rejected",
    ]
    said = f"Read {report.read:,} record{'' if report.read == 1 else 's'}: {', '.join(counts)}."
    holds = f"The library holds {report.papers:,} paper{'' if report.papers == 1 else 's'}."
    return (
        f'<div class="pc-refusal" role="status">{escaped(said)} {escaped(holds)}'
        f"{_rejected(report)}</div>"
    )


def _rejected(report: IngestReport) -> str:
    if not report.rejected:
        return ""
    rows = "".join(map(_row, report.rejected[:_LISTED]))
    beyond = len(report.rejected) - _LISTED
    more = f'<div class="pc-note">and {beyond:,} more like these</div>' if beyond > 0 else ""
    return f'<ul class="pc-rejected">{rows}</ul>{more}'


def _row(rejected: Rejected) -> str:
    line = "" if rejected.line is None else f", line {rejected.line}"
    place = f"<b>{escaped(rejected.where)}{line}</b>"
    return f'<li dir="auto">{place}: {escaped(rejected.reason)}</li>'
