"""The results of a run: as JSON, as Markdown, and in ``docs/performance.md``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from bench.docs_block import replace_block
from bench.machine import Machine
from bench.measurement import FEW, Row, Table, Unit

DOCS = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
BEGIN = "<!-- results: written by `python -m bench --write-docs` -->"
END = "<!-- end of results -->"

_DIGITS: dict[Unit, int] = {"abstracts/s": 1, "s": 2, "ms": 1}


@dataclass(frozen=True, slots=True)
class Results:
    """One run. ``loads`` are the load averages before each measurement and at the end."""

    day: str
    quick: bool
    machine: Machine
    loads: tuple[float, ...]
    tables: tuple[Table, ...]


_ADAPTER = TypeAdapter(Results)


def to_json(results: Results) -> str:
    """Return the results as JSON, indented, with a line end."""
    return _ADAPTER.dump_json(results, indent=2).decode() + "\n"


def from_json(text: str) -> Results:
    """Read what :func:`to_json` wrote."""
    return _ADAPTER.validate_json(text)


def to_markdown(results: Results) -> str:
    """Return the results as a section of a Markdown document."""
    parts = [_circumstances(results), *(table_as_markdown(table) for table in results.tables)]
    return "\n\n".join(parts) + "\n"


def merged(old: Results, new: Results) -> Results:
    """Return ``old`` with the tables of ``new``, each in the place of the one with its title.

    A table that came from another run than the rest says so.
    """
    said = f"Measured on {new.day}"
    if new.loads:
        said += f", at a load between {min(new.loads):g} and {max(new.loads):g}"
    fresh = {table.title: replace(table, notes=(*table.notes, f"{said}.")) for table in new.tables}
    kept = tuple(fresh.pop(table.title, table) for table in old.tables)
    return replace(old, tables=(*kept, *fresh.values()))


def write_docs(results: Results, path: Path = DOCS) -> None:
    """Replace the results in the document at ``path``; what is around them stays.

    Raises:
        ValueError: the document has no place for results.
    """
    replace_block(path, BEGIN, END, to_markdown(results))


def _circumstances(results: Results) -> str:
    machine = results.machine
    packages = ", ".join(f"{name} {number}" for name, number in machine.packages.items())
    kind = "A quick run, too small to claim anything," if results.quick else "A full run"
    said = (
        f"{kind} of {results.day} on {machine.system}, {machine.processor or 'unknown processor'}, "
        f"{machine.cores} cores, {machine.memory_gib:g} GiB; Python {machine.python}, {packages}."
    )
    if results.loads:
        said += (
            f" The machine was shared: its load average was between {min(results.loads):g} and "
            f"{max(results.loads):g} on {machine.cores} cores, the benchmark's own work included."
        )
    return said


def table_as_markdown(table: Table) -> str:
    """Return a table with its title and notes."""
    few = table.rows[0].count <= FEW
    spread = "min–max" if few else "middle half"
    head = f"| {table.unit} | median | {'' if few else 'p95 | '}{spread} | Paperchat is |"
    if not few:
        head += " at p95 |"
    rule = "|---|" + "---:|" * (head.count("|") - 2)
    lines = [f"### {table.title}", "", head, rule]
    lines += [_line(row, table.unit, few=few) for row in table.rows]
    count = table.rows[0].count
    counted = "questions" if not few else "pairs" if count > 1 else "pair"
    notes = (f"{count} {counted}.", *table.notes)
    return "\n".join([*lines, "", " ".join(notes)])


def _line(row: Row, unit: Unit, *, few: bool) -> str:
    digits = _DIGITS[unit]
    cells = [row.side, f"{row.median:.{digits}f}"]
    if not few:
        cells.append("" if row.p95 is None else f"{row.p95:.{digits}f}")
    cells.append(f"{row.low:.{digits}f}–{row.high:.{digits}f}")
    cells.append(_speed(row))
    if not few:
        cells.append("" if row.speed_p95 is None else f"{row.speed_p95:.2f}×")
    return f"| {' | '.join(cells)} |"


def _speed(row: Row) -> str:
    if row.speed is None or row.speed_low is None or row.speed_high is None:
        return ""
    return f"**{row.speed:.2f}×** ({row.speed_low:.2f}–{row.speed_high:.2f}) as fast"
