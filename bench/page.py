"""``python -m bench.page``: how long a visitor of the page waits, in a real headless Chromium.

Timed by a clock within the page, from the key or click until what it asks for is drawn (and, save
after a question, until the page's script rests). Every ``--home`` is measured beside the starter
library; it is copied first, so that nothing of what is asked is kept in it. In turns with it, over
the starter library, a plain chat of Streamlit and LlamaIndex is asked and clicked. Prints Markdown
for ``docs/performance.md``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from bench.browser import Open, browsing
from bench.machine import load
from bench.measurement import tabulate
from bench.page_pairs import SUGGESTION, beside_plain
from bench.page_servers import ours
from bench.page_visits import QUESTIONS, Waits, ask, conversation, library, places
from bench.report import table_as_markdown

_TIMES = 12
_STARTS = 5


@dataclass(slots=True)
class Column:
    """What was measured with one library."""

    papers: int
    waits: list[Waits] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print tables, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.page", description=__doc__)
    parser.add_argument("--home", type=Path, action="append", default=[], metavar="DIR")
    parser.add_argument("--times", type=int, default=_TIMES, metavar="N")
    parser.add_argument("--starts", type=int, default=_STARTS, metavar="N")
    given = parser.parse_args(arguments)
    loads = [load() or 0.0]
    with tempfile.TemporaryDirectory(prefix="paperchat-bench-") as name, browsing() as window:
        folder = Path(name)
        pairs = beside_plain(folder, window, given.starts, given.times)
        columns = [_visited(folder / "starter", window, given.times)]
        loads.append(load() or 0.0)
        for number, home in enumerate(given.home):
            copied = folder / f"copy-{number}"
            shutil.copytree(home, copied)
            columns.append(_visited(copied, window, given.times))
            shutil.rmtree(copied)
            loads.append(load() or 0.0)
    print(_table(columns))
    print(
        f"\n{given.times} times each, {len(QUESTIONS)} questions; medians, and the middle half.\n"
    )
    for measurement in pairs:
        print(table_as_markdown(tabulate(measurement)), end="\n\n")
    print(f"Load of the machine: {min(loads):.1f} to {max(loads):.1f} on {os.cpu_count()} cores.")
    return 0


# --- one library ---------------------------------------------------------------------------------


def _visited(home: Path, window: Open, times: int) -> Column:
    print(f"Visiting {home.name} ...", file=sys.stderr)
    began = time.perf_counter()
    with ours(home) as address:
        page = window()
        page.goto(address)
        page.locator(SUGGESTION).first.wait_for()
        started = (time.perf_counter() - began) * 1000
        number = page.locator(".pc-side-number").inner_text().split()[0]
        column = Column(int(number.replace(",", "")))
        column.waits.append(Waits("start the server, to suggestions", (started,)))
        asked = tuple(ask(page, question) for question in QUESTIONS)
        column.waits.append(Waits("ask, to the whole answer", asked))
        column.waits += conversation(page, times)
        column.waits += places(page, times)
        page.goto(f"{address}/library")
        page.locator("[class*=st-key-row-]").first.wait_for()
        column.waits += library(page, times)
        page.close()
    return column


def _table(columns: Sequence[Column]) -> str:
    heads = " | ".join(f"{column.papers:,} papers" for column in columns)
    lines = [f"| ms | {heads} |", "|---|" + "---:|" * len(columns)]
    lines += [
        f"| {row[0].label} | {' | '.join(_cell(waits) for waits in row)} |"
        for row in zip(*(column.waits for column in columns), strict=True)
    ]
    return "\n".join(lines)


def _cell(waits: Waits) -> str:
    """Return the median with the middle half; nothing where it was not measured."""
    if len(waits.ms) < 4:
        return f"{median(waits.ms):,.0f}" if waits.ms else ""
    low, _, high = quantiles(waits.ms, n=4)
    return f"{median(waits.ms):,.0f} ({low:,.0f} to {high:,.0f})"


if __name__ == "__main__":
    sys.exit(main())
