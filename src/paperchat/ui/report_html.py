"""What came of adding papers, as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from paperchat.types import IngestReport, Rejected
from paperchat.ui.quote import escaped

_LISTED = 50


def report_html(report: IngestReport) -> str:
    """Return the counts of a run, what could not be read, and what was rejected, where and why."""
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
        f"{_unread(report)}{_listed([_rejected(item) for item in report.rejected])}</div>"
    )


def trouble_html(said: str, reasons: Sequence[str]) -> str:
    """Return why nothing was added, with what was wrong with each of several sources."""
    rows = _listed([escaped(reason) for reason in reasons])
    return f'<div class="pc-alert" role="alert">{escaped(said)}{rows}</div>'


def _unread(report: IngestReport) -> str:
    if not report.unread:
        return ""
    count = len(report.unread)
    said = f"{count:,} {'source' if count == 1 else 'sources'} could not be read:"
    rows = _listed([escaped(source.reason) for source in report.unread])
    return f'<div class="pc-unread" role="alert">{said}{rows}</div>'


def _listed(rows: Sequence[str]) -> str:
    if not rows:
        return ""
    shown = "".join(f'<li dir="auto">{row}</li>' for row in rows[:_LISTED])
    beyond = len(rows) - _LISTED
    more = f'<div class="pc-note">and {beyond:,} more like these</div>' if beyond > 0 else ""
    return f'<ul class="pc-rejected">{shown}</ul>{more}'


def _rejected(rejected: Rejected) -> str:
    line = "" if rejected.line is None else f", line {rejected.line}"
    return f"<b>{escaped(rejected.where)}{line}</b>: {escaped(rejected.reason)}"
