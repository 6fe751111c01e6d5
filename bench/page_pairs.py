"""The same acts on Paperchat's page and on a plain one, in turns, over the starter library."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from playwright.sync_api import Page

from bench.browser import Open, Shown, wait
from bench.measurement import Measurement, Side
from bench.page_servers import ours, plain
from bench.page_visits import QUESTIONS, ask, rate
from paperchat.starter import starter_path

SUGGESTION = "[class*=st-key-suggestions] button"
_BOX = '[data-testid="stChatInputTextArea"]'
_MESSAGE = '[data-testid="stChatMessage"] [data-testid="stMarkdown"]'

Serve = Callable[[], AbstractContextManager[str]]


def beside_plain(folder: Path, window: Open, starts: int, times: int) -> tuple[Measurement, ...]:
    """Start both ``starts`` times, ask both all questions, and click on both ``times`` times."""
    print("Beside a plain page ...", file=sys.stderr)
    papers = folder / "papers.jsonl"
    papers.write_text(_papers(), "utf-8")
    first = [
        _in_turns(
            number,
            partial(_started, partial(ours, folder / f"ours-{number}"), window),
            partial(_started, partial(plain, folder / f"plain-{number}", papers), window),
        )
        for number in range(starts)
    ]
    with ours(folder / "ours-0") as address, plain(folder / "plain-0", papers) as other:
        mine, theirs = _opened(window, address), _opened(window, other)
        mine.locator(SUGGESTION).first.wait_for()
        asked = [
            _in_turns(number, partial(ask, mine, question), partial(_ask_plain, theirs, question))
            for number, question in enumerate(QUESTIONS)
        ]
        mine.reload()
        mine.locator(f".st-key-actions-{len(QUESTIONS) - 1}").wait_for()
        toggle = theirs.get_by_test_id("stCheckbox").locator("label")
        clicked = [
            _in_turns(number, partial(rate, mine), partial(wait, theirs, toggle.click))
            for number in range(times)
        ]
        mine.close()
        theirs.close()
    return (
        _measured("First run, until a question can be asked", first),
        _measured("From Enter to the answer, on the plain page to five passages", asked),
        _measured(f"A click below {len(QUESTIONS)} answers, until the page rests", clicked),
    )


def _started(serve: Serve, window: Open) -> float:
    began = time.perf_counter()
    with serve() as address:
        page = _opened(window, address)
        took = (time.perf_counter() - began) * 1000
        page.close()
    return took


def _opened(window: Open, address: str) -> Page:
    page = window()
    page.goto(address)
    page.locator(_BOX).wait_for()
    return page


def _ask_plain(page: Page, question: str) -> float:
    """Ask, and wait for the question and what was found for it."""
    box = page.locator(_BOX)
    box.fill(question)
    shown = Shown(_MESSAGE, page.locator(_MESSAGE).count() + 2, rested=False)
    return wait(page, lambda: box.press("Enter"), shown)


def _in_turns(
    number: int, mine: Callable[[], float], theirs: Callable[[], float]
) -> tuple[float, float]:
    """Measure both, and every other time the second one first."""
    if number % 2:
        late = theirs()
        return mine(), late
    return mine(), theirs()


def _measured(title: str, pairs: list[tuple[float, float]]) -> Measurement:
    mine, theirs = zip(*pairs, strict=True)
    return Measurement(title, "ms", Side("Paperchat", mine), (Side("plain page", theirs),))


def _papers() -> str:
    lines = [json.loads(line) for line in starter_path().read_text("utf-8").splitlines() if line]
    kept = [
        {"id": str(number), "title": line["title"], "text": line["text"]}
        for number, line in enumerate(lines)
    ]
    return "".join(f"{json.dumps(paper)}\n" for paper in kept)
