"""Showing on stderr how far a long piece of work is."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from paperchat.cli.output import printable, tell

if TYPE_CHECKING:
    from paperchat.ingestion import OnProgress
    from paperchat.ingestion import Progress as Step
    from paperchat.types import SourceFormat


class Report(Protocol):
    """Shows how far something is."""

    def __call__(self, what: str, done: int, total: int | None, at: str = "") -> None:
        """Show ``done`` of ``total`` (None: not known); ``at`` is what is worked on just now."""


_TELL_EVERY_S = 10.0
_STAGES = {"reading": "Reading papers", "embedding": "Embedding texts"}


@contextmanager
def shown_progress() -> Iterator[Report]:
    """Yield what shows progress: a bar on a terminal, elsewhere a line every ten seconds."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    # Imported here, since it takes a tenth of a second and most commands show no bar.
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.table import Column

    one_line = Column(no_wrap=True, overflow="ellipsis")
    description = TextColumn("{task.description}", table_column=one_line)
    columns = (description, BarColumn(), MofNCompleteColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(
        *columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as bar:

        def report(what: str, done: int, total: int | None, at: str = "") -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            shown = escape(f"{what}{at}")
            bar.update(tasks[what], completed=done, total=total, description=shown)

        yield report


def ingest_progress(report: Report) -> OnProgress:
    """Return what an ingest run calls, showing its steps through ``report``."""

    def on_progress(step: Step) -> None:
        if step.message:
            tell(step.message)
        elif step.stage in _STAGES:
            report(_STAGES[step.stage], step.done, step.total, _file(step.reading))

    return on_progress


def _file(reading: SourceFormat | None) -> str:
    """Return " of list.bib (BibTeX)"."""
    return f" of {printable(reading.source)[:60]} ({reading.format})" if reading else ""


def _lines() -> Report:
    last = time.monotonic()

    def report(what: str, done: int, total: int | None, at: str = "") -> None:
        nonlocal last
        if time.monotonic() - last > _TELL_EVERY_S:
            last = time.monotonic()
            tell(f"{what}{at}: {done}" + (f" of {total}." if total is not None else "."))

    return report
