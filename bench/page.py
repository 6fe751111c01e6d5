"""``python -m bench.page``: how long a visitor of the page waits, in a real headless Chromium.

Measured from the key or click until what it asks for is drawn, as Playwright sees it. Prints a
Markdown table for ``docs/performance.md``; every ``--home`` gives a column beside the starter
library's.
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
_QUESTIONS = (
    "How is reward hacking detected?",
    "What is direct preference optimization?",
    "Which methods need no reward model?",
    "How are preferences collected?",
    "Does fine-tuning make models less safe?",
    "What win rates are reported?",
)

_WORDS = ("reward", "survey", "diffusion", "agents", "robust", "language")


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
        f"a click on a page with {turns} answers, to what it opens",
        _times(lambda _n: _opened(page)),
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


def _opened(page: Page) -> float:
    """Return how long it takes until the editor of a question is there; it is closed again."""
    cancel = page.get_by_role("button", name="Cancel")
    took = _until(
        page, page.get_by_role("button", name="Edit question").last.click, cancel.wait_for
    )
    cancel.click()
    cancel.wait_for(state="detached")
    return took


def _until(page: Page, act: Callable[[], None], drawn: Callable[[], None]) -> float:
    page.wait_for_selector(_IDLE)
    page.wait_for_timeout(200)
    began = time.perf_counter()
    act()
    drawn()
    return (time.perf_counter() - began) * 1000


def _library(page: Page, address: str) -> Iterator[Waits]:
    page.goto(f"{address}/library")
    page.locator("[class*=st-key-row-]").first.wait_for()
    page.wait_for_selector(_IDLE)
    box = page.get_by_placeholder("Words of a title or text, an arXiv id")
    count = page.locator(".st-key-listing-head .pc-count")
    everything = count.inner_text()

    def searched(number: int) -> float:
        word = _WORDS[number % len(_WORDS)]
        changed = page.locator(".st-key-listing-head .pc-count", has_not_text=everything)
        took = _until(page, lambda: box.fill(word), changed.wait_for)
        box.fill("")
        page.locator(".st-key-listing-head .pc-count", has_text=everything).wait_for()
        return took

    yield Waits("a word typed into the list of papers, to what it finds", _times(searched))
    pager = page.locator(".st-key-pager .pc-count")

    def turned(number: int) -> float:
        first = (number + 1) * 25 + 1
        there = page.locator(".st-key-pager .pc-count", has_text=f"{first:,} to ")
        return _until(
            page, page.get_by_role("button", name="Next", exact=True).click, there.wait_for
        )

    enough = pager.count() and int(pager.inner_text().split()[-1].replace(",", "")) > 25 * _TIMES
    yield Waits("to the next page of the list", _times(turned) if enough else ())


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
