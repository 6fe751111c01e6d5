"""``python -m bench.page``: how long a visitor of the page waits, in a real headless Chromium.

Measured from the key or click until what it asks for is drawn and, where that is the question, the
script of the page rests. Prints a Markdown table for ``docs/performance.md``; every
``--home`` gives a column beside the starter library's.
"""

from __future__ import annotations

import argparse
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page, sync_playwright

_TIMES = 12
_WITHIN_MS = 300_000
_STARTS_WITHIN_S = 600.0
_IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
_BUSY = '[data-testid="stApp"]:not([data-test-script-state="notRunning"])'
_QUESTIONS = (
    "How is reward hacking detected?",
    "What is direct preference optimization?",
    "Which methods need no reward model?",
    "How are preferences collected?",
    "Does fine-tuning make models less safe?",
    "What win rates are reported?",
)


@dataclass(frozen=True, slots=True)
class Waits:
    """What one kind of waiting took, in milliseconds each time."""

    label: str
    ms: tuple[float, ...]

    @property
    def cell(self) -> str:
        """The median with the middle half; nothing where it was not measured."""
        if not self.ms:
            return ""
        if len(self.ms) < 4:
            return f"{median(self.ms):,.0f}"
        low, _, high = quantiles(self.ms, n=4)
        return f"{median(self.ms):,.0f} ({low:,.0f} to {high:,.0f})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.page", description=__doc__)
    parser.add_argument("--home", type=Path, action="append", default=[], metavar="DIR")
    homes = [None, *parser.parse_args(arguments).home]
    columns = []
    for home in homes:
        print(f"Visiting {home or 'the starter library'} ...", file=sys.stderr)
        columns.append(list(_measured(home)))
    heads = [str(column[0].ms[0]) for column in columns]
    print(
        "| ms until it is on screen | "
        + " | ".join(f"{float(h):,.0f} papers" for h in heads)
        + " |"
    )
    print("|---|" + "---:|" * len(columns))
    for row in zip(*(column[1:] for column in columns), strict=True):
        print(f"| {row[0].label} | {' | '.join(item.cell for item in row)} |")
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\nMedian of {_TIMES} (middle half). Load of the machine at the end: {load}.")
    return 0


def _measured(home: Path | None) -> Iterator[Waits]:
    with tempfile.TemporaryDirectory(prefix="paperchat-bench-") as folder:
        began = time.perf_counter()
        with _served(home or Path(folder) / "home") as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(_WITHIN_MS)
            page.goto(address)
            page.locator("[class*=st-key-suggestions] button").first.wait_for()
            first = (time.perf_counter() - began) * 1000
            text = page.locator(".pc-side-number").inner_text()
            yield Waits("papers", (float(text.split()[0].replace(",", "")),))
            yield Waits("start of the server to suggestions, once", (first,))
            yield from _chat(page)
            yield from _library(page, address)
            browser.close()


def _chat(page: Page) -> Iterator[Waits]:
    yield Waits("Enter to the whole answer", tuple(_asked(page, n) for n in range(_TIMES)))
    turns = page.locator(".pc-question").count()
    yield Waits(
        f"a click that changes nothing, {turns} answers on the page",
        _times(lambda _n: _rerun(page, "Edit question", "Cancel")),
    )


def _asked(page: Page, number: int) -> float:
    again, place = divmod(number, len(_QUESTIONS))
    question = _QUESTIONS[place] + " Tell me." * again
    before = page.locator(".pc-question").count()
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    began = time.perf_counter()
    box.press("Enter")
    page.locator(f"[class*=st-key-asking-again-{before}]").wait_for()
    took = (time.perf_counter() - began) * 1000
    page.wait_for_selector(_IDLE)
    return took


def _rerun(page: Page, there: str, back: str) -> float:
    """Return how long a click takes until the page rests; a second one takes it back."""
    took = _click(page, page.get_by_role("button", name=there).last.click)
    _click(page, page.get_by_role("button", name=back).last.click)
    return took


def _click(page: Page, act: Callable[[], None]) -> float:
    page.wait_for_selector(_IDLE)
    page.wait_for_timeout(150)
    began = time.perf_counter()
    act()
    page.wait_for_selector(_BUSY, state="attached", timeout=2_000)
    page.wait_for_selector(_IDLE)
    return (time.perf_counter() - began) * 1000


def _library(page: Page, address: str) -> Iterator[Waits]:
    page.goto(f"{address}/library")
    rows = page.locator("[class*=st-key-row-]")
    rows.first.wait_for()
    box = page.get_by_placeholder("Words of a title or text, an arXiv id")

    def searched(number: int) -> float:
        word = _QUESTIONS[number % len(_QUESTIONS)].split()[-2]

        def write() -> None:
            box.fill(word)
            box.press("Enter")

        took = _click(page, write)
        box.fill("")
        box.press("Enter")
        page.wait_for_timeout(600)
        return took

    yield Waits("a search in the list of papers", _times(searched))
    turn = page.get_by_role("button", name="Next")
    if turn.count():
        yield Waits("the next page of the list", _times(lambda _n: _click(page, turn.click)))
    else:
        yield Waits("the next page of the list", ())


def _times(measure: Callable[[int], float]) -> tuple[float, ...]:
    return tuple(measure(number) for number in range(_TIMES))


@contextmanager
def _served(home: Path) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "paperchat"],
        env={**os.environ, "PAPERCHAT_HOME": str(home), "PAPERCHAT_PORT": "8700"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], _STARTS_WITHIN_S)
        address = process.stdout.readline().strip() if ready else ""
        if not address.startswith("http://"):
            raise SystemExit("Paperchat did not start: see above.")
        yield address
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
