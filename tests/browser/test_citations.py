"""From a sentence to its source: the quote at a glance, the card, and the paper's page."""

from __future__ import annotations

import pytest

QUESTION = "What does RPS do?"


def _chip(visitor):
    return visitor.window.locator(".pc-quotes button.pc-chip").first


def test_pointing_at_a_chip_shows_its_quote_within_the_window(visit) -> None:
    visitor = visit()
    visitor.ask(QUESTION)
    tips = visitor.window.locator(".pc-tip:visible")
    assert tips.count() == 0
    _chip(visitor).hover()
    tips.wait_for()
    assert visitor.window.locator(".pc-verbatim").first.inner_text() in tips.inner_text()
    box = tips.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280
    visitor.window.mouse.move(5, 5)
    tips.wait_for(state="hidden")


def test_the_keyboard_shows_a_quote_too(visit) -> None:
    visitor = visit()
    visitor.ask(QUESTION)
    _chip(visitor).focus()
    visitor.window.keyboard.press("Shift")
    assert visitor.window.locator(".pc-tip:visible").count() <= 1
    visitor.window.keyboard.press("Tab")
    tip = visitor.window.locator(".pc-tip:visible")
    tip.wait_for()
    assert visitor.window.evaluate("document.activeElement.getAttribute('aria-describedby')") == (
        tip.get_attribute("id")
    )


def _title_in_sight(window) -> bool:
    """Tell whether the paper's title is seen: as the heading, or in the bar that stands for it."""
    tops = (window.locator(f".pc-paper-{kind}").bounding_box() for kind in ("title", "bar"))
    return any(box is not None and 50 <= box["y"] < 300 for box in tops)


@pytest.mark.parametrize("width", [1280, 375])
def test_a_quote_is_marked_on_its_papers_page_and_back_leads_back(visit, width) -> None:
    visitor = visit(width=width)
    window = visitor.window
    visitor.ask(QUESTION)
    quote = window.locator(".pc-verbatim").first.inner_text()
    conversation = window.url
    (_chip(visitor).tap if width == 375 else _chip(visitor).click)()
    link = window.locator(".pc-panel:popover-open .pc-to-paper")
    (link.tap if width == 375 else link.click)()
    mark = window.locator(".pc-paper-text mark")
    for _ in range(2):
        mark.wait_for()
        window.wait_for_timeout(1200)
        assert mark.inner_text() == quote
        box = mark.bounding_box()
        assert box is not None
        assert 0 < box["y"] < 900 - box["height"]
        assert _title_in_sight(window)
        assert visitor.overflow <= 0
        window.reload()
    mark.wait_for()
    window.go_back()
    visitor.wait_until_ready()
    assert window.url == conversation
    assert window.locator(".pc-question").all_inner_texts() == [QUESTION]


def test_the_title_stays_in_sight_while_a_paper_is_read(visit) -> None:
    visitor = visit(width=375)
    window = visitor.window
    window.goto(f"{visitor.address}/library?paper=a-survey-of-direct-preference-optimization")
    last = window.locator('[class*="st-key-like-of-"]').nth(4)
    last.wait_for()
    assert not window.locator(".pc-paper-bar").is_visible()
    last.scroll_into_view_if_needed()
    window.locator(".pc-paper-bar.pc-shown").wait_for()
    assert _title_in_sight(window)
    assert visitor.overflow <= 0


def test_the_chat_goes_on_from_the_page_of_a_quote(visit) -> None:
    visitor = visit()
    visitor.ask(QUESTION)
    visitor.window.locator(".pc-card-title .pc-to-paper").first.click()
    visitor.window.locator(".pc-paper-text").wait_for()
    visitor.window.get_by_role("link", name="Chat").click()
    visitor.window.locator(".pc-question").wait_for()
    assert visitor.window.locator(".pc-question").all_inner_texts() == [QUESTION]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cards_hold_the_quotes_and_fit_a_phone(visit, scheme) -> None:
    visitor = visit(width=375, scheme=scheme)
    visitor.ask("Compare RPS and DeAL")
    cards = visitor.window.locator(".pc-card")
    assert cards.count() == 2
    quotes = cards.first.locator(".pc-card-quote")
    assert not quotes.first.is_visible()
    cards.first.locator("summary").tap()
    quotes.first.wait_for()
    assert visitor.overflow <= 0


def test_a_refusals_nearest_papers_open(visit) -> None:
    visitor = visit()
    visitor.ask("Why is the sky blue?")
    near = visitor.window.locator('[class*="st-key-near-card-"] .pc-to-paper').first
    title = near.inner_text()
    near.click()
    visitor.window.locator(".pc-paper-title").wait_for()
    assert visitor.window.locator(".pc-paper-title").inner_text() == title
