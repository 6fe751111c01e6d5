"""A headless Chromium with a stopwatch in its page: from a visitor's act to what it is to show."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

_WITHIN_MS = 60_000
_QUIET_MS = 300
_IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
# The clock of the page itself: Playwright looks only every so often, and would round up.
_STOPWATCH = """
([css, count, rested, within, quiet]) => {
  window.stopwatch = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`not shown: ${count} of ${css}`)), within);
    const STATE = "data-test-script-state";
    let began = null, ran = false, over = false, drew = null;
    const begin = (event) => { began ??= event.timeStamp; };
    const kinds = ["pointerdown", "keydown", "input"];
    for (const kind of kinds) addEventListener(kind, begin, true);
    const drawn = () => !css || [...document.querySelectorAll(css)].filter(
      (element) => element.checkVisibility()).length >= count;
    const look = (changes) => {
      const app = document.querySelector('[data-testid="stApp"]');
      const rests = app?.dataset.testScriptState === "notRunning";
      if (began === null || over) return;
      ran ||= !rests || changes.some((change) => change.attributeName === STATE);
      // A short run may begin and end between two drawings: then only what it drew is left.
      const now = performance.now();
      if (changes.some((change) => change.type === "childList" && app?.contains(change.target)))
        drew = now;
      const past = !ran && drew !== null && now - drew > quiet;
      if (rested && (!ran && !past || !rests) || !drawn()) return;
      over = true;
      const ended = past && rested ? drew : null;
      observer.disconnect();
      for (const kind of kinds) removeEventListener(kind, begin, true);
      requestAnimationFrame(
        () => setTimeout(() => resolve((ended ?? performance.now()) - began)));
    };
    const each = () => { look([]); if (!over) requestAnimationFrame(each); };
    requestAnimationFrame(each);
    const observer = new MutationObserver(look);
    observer.observe(document,
      {subtree: true, childList: true, characterData: true, attributes: true});
  });
}
"""


Open = Callable[[], Page]
"""Opens a window."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be seen at the end: ``count`` elements of this ``css``, if any.

    With ``rested`` the script of the page has to have run and come to its end as well.
    """

    css: str = ""
    count: int = 1
    rested: bool = True


RESTED = Shown()


@contextmanager
def browsing() -> Iterator[Open]:
    """Start the system's Chromium; yields what opens a window of 1280 by 900 pixels."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )

        def window() -> Page:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(_WITHIN_MS)
            return page

        try:
            yield window
        finally:
            browser.close()


def wait(page: Page, act: Callable[[], None], shown: Shown = Shown()) -> float:
    """Return the milliseconds from ``act`` until ``shown`` is on the screen."""
    rest(page)
    page.evaluate(_STOPWATCH, [shown.css, shown.count, shown.rested, _WITHIN_MS, _QUIET_MS])
    act()
    took: float = page.evaluate("window.stopwatch")
    return took


def rest(page: Page) -> None:
    """Wait until the page's script rests, and a little more for what moves on the screen."""
    page.wait_for_selector(_IDLE)
    page.wait_for_timeout(250)
    page.wait_for_selector(_IDLE)
