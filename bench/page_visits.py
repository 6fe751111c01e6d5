"""What is timed on Paperchat's pages: questions, clicks beside a long conversation, the library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from bench.browser import RESTED, Shown, rest, wait

QUESTIONS = (
    "How is reward hacking detected?",
    "What is direct preference optimization?",
    "Which methods need no reward model?",
    "How are preferences collected?",
    "Does fine-tuning make models less safe?",
    "What win rates are reported?",
    "How are language models aligned at decoding time?",
    "What is known about over-optimization of rewards?",
    "Which benchmarks measure safety?",
    "How do models learn from AI feedback?",
    "Which work is on diffusion models?",
    "How is hallucination reduced?",
    "What helps when preference labels are noisy?",
    "How are multimodal models trained?",
    "Which methods work without human labels?",
    "How is jailbreaking prevented?",
    "What do agents still fail at?",
    "How is reasoning improved by reinforcement learning?",
    "Which datasets of preferences exist?",
    "How is the length bias of rewards corrected?",
)
"""As many as a long conversation has; each is asked once."""

_WORDS = ("reward", "survey", "diffusion", "agents", "robust", "language", "prefer", "token")
_YEARS = ("2023", "2024", "2025")
_REASONS = '[data-testid="stPopoverBody"]'
_DIALOG = '[role="dialog"] .pc-inspector'
_SUGGESTION = "[class*=st-key-suggestions] button"
_PLACES = (
    ("Library", "[class*=st-key-row-]"),
    ("Compare", ".pc-heading"),
    ("Settings", ".pc-heading"),
)


@dataclass(frozen=True, slots=True)
class Waits:
    """What one kind of waiting took, in milliseconds each time; empty if it was not measured."""

    label: str
    ms: tuple[float, ...]


def ask(page: Page, question: str) -> float:
    """Return how long the whole answer takes, with its citations and all buttons below it."""
    place = page.locator(".pc-question").count()
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    return wait(
        page, lambda: box.press("Enter"), Shown(f".st-key-asking-again-{place}", rested=False)
    )


def rate(page: Page) -> float:
    """Return how long it takes to rate the last answer; it is taken back afterwards."""
    shown = Shown(".pc-rated-good", page.locator(".pc-rated-good").count() + 1)
    took = wait(page, page.get_by_role("button", name="Good answer", exact=True).last.click, shown)
    wait(page, page.get_by_role("button", name="Take back: good answer", exact=True).last.click)
    return took


def conversation(page: Page, times: int) -> Iterator[Waits]:
    """Time clicks on the chat page, which shows a long conversation already."""
    turns = page.locator(".pc-question").count()
    last = Shown(f".st-key-asking-again-{turns - 1}")

    def click(name: str, shown: Shown = RESTED) -> Callable[[], float]:
        button = page.get_by_role("button", name=name, exact=True).last
        return lambda: wait(page, button.click, shown)

    def repeated(label: str, there: Callable[[], float], back: Callable[[], object]) -> Waits:
        found = []
        for _ in range(times):
            found.append(there())
            back()
        return Waits(label, tuple(found))

    def escape() -> None:
        page.keyboard.press("Escape")
        for css in (_REASONS, _DIALOG):
            page.locator(css).wait_for(state="detached")
        page.wait_for_timeout(500)  # It fades, and takes clicks until then.

    yield Waits("rate an answer", tuple(rate(page) for _ in range(times)))
    reasons = click("Not a good answer", Shown(f"{_REASONS} textarea", rested=False))
    yield repeated("open the box for reasons", reasons, escape)
    why = click("Why this answer", Shown(_DIALOG))
    yield repeated("look into an answer", why, escape)
    yield repeated("edit a question", click("Edit question"), click("Cancel"))
    row = page.locator("[class*=st-key-current-conversation-] [class*=st-key-open-] button")
    opened = row.get_attribute("aria-label") or row.inner_text()
    again = page.get_by_role("button", name=opened, exact=True).first
    yield repeated(
        f"open a conversation of {turns} turns",
        lambda: wait(page, again.click, last),
        click("New conversation", Shown(_SUGGESTION)),
    )
    wait(page, again.click, last)


def places(page: Page, times: int) -> Iterator[Waits]:
    """Time the way from a long conversation to the other pages, and back."""
    last = page.locator(".pc-question").count() - 1
    back: list[float] = []
    for name, css in _PLACES:
        there = []
        for _ in range(times):
            there.append(wait(page, _link(page, name).click, Shown(css)))
            took = wait(page, _link(page, "Chat").click, Shown(f".st-key-asking-again-{last}"))
            back.append(took)
        yield Waits(f"go to {name}", tuple(there))
    yield Waits(f"go back to a conversation of {last + 1} turns", tuple(back))


def library(page: Page, times: int) -> Iterator[Waits]:
    """Time the list of papers; the page is at the library."""
    box = page.get_by_placeholder("Words of a title or text, an author, an arXiv id")
    yield Waits("type a word into the list", _filled(page, box, _WORDS, times))
    order = page.get_by_role("combobox", name="Order")
    yield Waits("sort by title", _picked(page, order, "By title", "Newest first", times))
    page.get_by_text("Filters", exact=True).click()
    rest(page)
    yield Waits("filter by date", _filled(page, page.get_by_label("From"), _YEARS, times))
    code = page.get_by_role("combobox", name="Code")
    yield Waits("filter by code", _picked(page, code, "With code", "With or without code", times))
    yield Waits("filter by topic", _by_topic(page, times))
    turn = page.get_by_role("button", name="Next", exact=True)
    turned = [wait(page, turn.click) for _ in range(times) if turn.count() and turn.is_enabled()]
    yield Waits("next page", tuple(turned) if len(turned) == times else ())


def _filled(page: Page, box: Locator, texts: tuple[str, ...], times: int) -> tuple[float, ...]:
    found = []
    for number in range(times):
        text = texts[number % len(texts)]
        found.append(wait(page, lambda text=text: box.fill(text)))  # type: ignore[misc]
        wait(page, lambda: box.fill(""))
    return tuple(found)


def _picked(page: Page, box: Locator, wanted: str, usual: str, times: int) -> tuple[float, ...]:
    found = []
    for _ in range(times):
        found.append(_pick(page, box, wanted))
        _pick(page, box, usual)
    return tuple(found)


def _by_topic(page: Page, times: int) -> tuple[float, ...]:
    box = page.get_by_role("combobox", name="Topic")
    box.click()
    options = page.get_by_role("option").all_inner_texts()
    page.keyboard.press("Escape")
    if len(options) < 2:
        return ()
    return _picked(page, box, options[1], options[0], times)


def _pick(page: Page, box: Locator, option: str) -> float:
    box.click()
    return wait(page, page.get_by_role("option", name=option, exact=True).click)


def _link(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True).first
