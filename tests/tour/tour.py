"""The pages and their states that a visitor comes to, for whoever looks at all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

THEMES = ("light", "dark")
WIDTHS = (1280, 375)
"""Pixels of a window on a desk, and of a telephone."""
HEIGHTS = {1280: 900, 375: 812}

_WITHIN_MS = 60_000
_IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@dataclass(frozen=True, slots=True)
class Stop:
    """A page or a state of it: its name, the path of its address, and what to do there."""

    name: str
    path: str = ""
    act: Callable[[Page], None] = lambda _page: None


def visit(page: Page, address: str, stop: Stop) -> None:
    """Go to a stop, and wait until everything there is drawn."""
    page.goto(f"{address.rstrip('/')}/{stop.path}")
    rest(page)
    stop.act(page)
    rest(page)


def rest(page: Page) -> None:
    """Wait until the page's script rests and what moves has come to its end."""
    page.locator(".pc-brand").first.wait_for(state="attached", timeout=_WITHIN_MS)
    page.wait_for_timeout(700)
    page.wait_for_selector(_IDLE, timeout=_WITHIN_MS)
    page.wait_for_timeout(500)


def _asked(question: str) -> Callable[[Page], None]:
    def ask(page: Page) -> None:
        box = page.get_by_test_id("stChatInputTextArea")
        box.fill(question)
        box.press("Enter")
        page.locator(".pc-question").first.wait_for(timeout=_WITHIN_MS)
        page.locator("[class*=st-key-asking-again-0]").wait_for(timeout=_WITHIN_MS)

    return ask


def _viewed(name: str) -> Callable[[Page], None]:
    def view(page: Page) -> None:
        page.get_by_role("radio", name=name).or_(page.get_by_role("button", name=name)).last.click()

    return view


def _paper(page: Page) -> None:
    page.locator("[class*=st-key-row-] button").first.click()
    page.locator(".pc-paper-title").wait_for(timeout=_WITHIN_MS)


STOPS = (
    Stop("start"),
    Stop("answer", act=_asked("What win rate does RPS reach?")),
    Stop("refusal", act=_asked("Who won the football World Cup in 1998?")),
    Stop("comparison", act=_asked("Compare DeAL and RPS")),
    Stop("overview", act=_asked("What do the papers say about AI alignment?")),
    Stop("library", "library"),
    Stop("pictures", "library", _viewed("Pictures")),
    Stop("add", "library", _viewed("Add papers")),
    Stop("paper", "library", _paper),
    Stop("compare", "compare"),
    Stop("settings", "settings"),
)
