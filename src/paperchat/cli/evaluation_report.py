"""What evaluate prints: tables for people, one object for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperchat.evaluation.baseline import Run
    from paperchat.evaluation.comparing import Change, Difference, Pair
    from paperchat.evaluation.grading import Outcome
    from paperchat.evaluation.question_set import Selection
    from paperchat.evaluation.scoring import Latency, Measure

Json = dict[str, object]
_LABEL = 28


@dataclass(frozen=True, slots=True)
class Report:
    """A run with what else was asked for."""

    run: Run
    selection: Selection
    difference: Difference | None
    failures: bool


# --- for programs --------------------------------------------------------------------------------


def report_as_json(report: Report) -> Json:
    """Return the report as one object; its keys are described in docs/evaluation.md."""
    from paperchat.evaluation.scoring import latency, measure_all

    run, times = report.run, latency(report.run.outcomes)
    result: Json = {
        "questions": len(run.outcomes),
        "set": run.questions,
        "model": run.model,
        "skipped": {
            "questions": report.selection.skipped,
            "papers": list(report.selection.lacking),
        },
        **_nested({found.definition.name: _measure(found) for found in measure_all(run.outcomes)}),
        "latency_ms": _latency(times),
    }
    if report.failures:
        result["failures"] = [_failure(outcome) for outcome in run.outcomes if outcome.problems]
    if report.difference is not None:
        result["baseline"] = _difference(report.difference)
    return result


def _nested(flat: dict[str, Json]) -> Json:
    """Return ``flat`` with a level for each name with a dot."""
    result: Json = {}
    for name, value in flat.items():
        group, _, rest = name.partition(".")
        level = result.setdefault(group, {}) if rest else result
        assert isinstance(level, dict)  # noqa: S101  # names with and without a dot are apart
        level[rest or group] = value
    return result


def _measure(found: Measure) -> Json:
    numbers = {"low": _rounded(found.low), "high": _rounded(found.high)}
    if found.definition.share:
        counted = {"count": found.count, "total": found.total}
        return {"share": _rounded(found.value), **counted, **numbers}
    return {"mean": _rounded(found.value), "total": found.total, **numbers}


def _latency(times: Latency) -> Json:
    return {"p50": round(times.p50, 2), "p95": round(times.p95, 2)}


def _failure(outcome: Outcome) -> Json:
    return {
        "id": outcome.id,
        "question": outcome.question,
        "kind": outcome.kind,
        "refusal": outcome.refusal,
        "status": outcome.status,
        "problems": list(outcome.problems),
    }


def _difference(found: Difference) -> Json:
    return {
        "common": found.common,
        "only_then": found.only_then,
        "only_now": found.only_now,
        "changes": _nested(
            {change.now.definition.name: _change(change) for change in found.changes}
        ),
        "latency_ms": {"then": _latency(found.latency_then), "now": _latency(found.latency_now)},
        "better": [_moved(pair) for pair in found.better],
        "worse": [_moved(pair) for pair in found.worse],
    }


def _change(change: Change) -> Json:
    return {
        "then": _rounded(change.then.value),
        "now": _rounded(change.now.value),
        "difference": _rounded(change.difference),
        "better": change.better,
        "worse": change.worse,
        "p_value": _rounded(change.p_value),
    }


def _moved(pair: Pair) -> Json:
    then, now = pair
    return {
        "id": now.id,
        "question": now.question,
        "then": {"score": _rounded(then.score), "problems": list(then.problems)},
        "now": {"score": _rounded(now.score), "problems": list(now.problems)},
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


# --- for people ----------------------------------------------------------------------------------


def report_as_text(report: Report) -> str:
    """Return the report as tables and lists."""
    from paperchat.evaluation.scoring import latency, measure_all

    run, times = report.run, latency(report.run.outcomes)
    skipped = f", {report.selection.skipped} skipped" if report.selection.skipped else ""
    lines = [
        f"{len(run.outcomes)} questions of {run.questions}{skipped}, answered by {run.model}",
        "",
        f"{'':<{_LABEL}} {'value':>8} {'count':>11} {'95% interval':>17}",
        *(_measure_line(found) for found in measure_all(run.outcomes) if found.total),
        f"{'time of an answer':<{_LABEL}} {_latency_text(times)}",
    ]
    if report.failures:
        lines += ["", *_failure_lines(run)]
    if report.difference is not None:
        lines += ["", *_difference_lines(report.difference)]
    return "\n".join(lines)


def _measure_line(found: Measure) -> str:
    counted = f"{found.count}/{found.total}" if found.definition.share else f"of {found.total}"
    interval = f"{_percent(found.low)} - {_percent(found.high)}"
    value = _percent(found.value)
    return f"{found.definition.label:<{_LABEL}} {value:>8} {counted:>11} {interval:>17}"


def _failure_lines(run: Run) -> list[str]:
    failed = [outcome for outcome in run.outcomes if outcome.problems]
    lines = [f"Not as expected: {len(failed)} of {len(run.outcomes)}"]
    for outcome in failed:
        lines.append(f"  {outcome.id}  {outcome.question}")
        lines += [
            f"    {problem.fault}: expected {problem.expected}; came {problem.came}"
            for problem in outcome.problems
        ]
    return lines


def _difference_lines(found: Difference) -> list[str]:
    others = found.only_then + found.only_now
    left_out = f" ({others} that only one of the runs has are left out)" if others else ""
    lines = [
        f"Compared with the baseline on {found.common} questions{left_out}",
        "",
        f"{'':<{_LABEL}} {'then':>8} {'now':>8} {'change':>8} {'better':>7} {'worse':>6} {'p':>7}",
        *(_change_line(change) for change in found.changes if change.now.total + change.then.total),
    ]
    then, now = found.latency_then, found.latency_now
    lines += [
        f"{'time of an answer':<{_LABEL}} then {_latency_text(then)}; now {_latency_text(now)}"
    ]
    for title, pairs in (("Better", found.better), ("Worse", found.worse)):
        lines += ["", f"{title}: {len(pairs)}"]
        lines += [line for pair in pairs for line in _moved_lines(pair)]
    return lines


def _moved_lines(pair: Pair) -> list[str]:
    then, now = pair
    shares = f"{_percent(then.score)} -> {_percent(now.score)} of its checks"
    return [
        f"  {now.id}  {now.question}  ({shares})",
        *(
            f"    {when}: {problem.fault}, expected {problem.expected}; came {problem.came}"
            for when, outcome in (("then", then), ("now", now))
            for problem in outcome.problems
        ),
    ]


def _change_line(change: Change) -> str:
    moved = "" if change.difference is None else f"{100 * change.difference:+.1f}"
    better = "" if change.better is None else str(change.better)
    worse = "" if change.worse is None else str(change.worse)
    p_value = "" if change.p_value is None else f"{change.p_value:.3f}"
    return (
        f"{change.now.definition.label:<{_LABEL}} {_percent(change.then.value):>8} "
        f"{_percent(change.now.value):>8} {moved:>8} {better:>7} {worse:>6} {p_value:>7}"
    ).rstrip()


def _latency_text(times: Latency) -> str:
    return f"p50 {times.p50:.1f} ms, p95 {times.p95:.1f} ms"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f}%"
