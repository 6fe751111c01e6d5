"""What scrolls and what stays: only the page's own content moves, and only by the reader's hand."""

from __future__ import annotations

import pytest

FRAME = '[data-testid="stAppViewContainer"]'
SCROLLED = """() => [...document.querySelectorAll("*")]
  .filter((element) => element.scrollTop > 0 && !element.matches(".stMain"))
  .map((element) => element.dataset.testid ?? element.className)"""


@pytest.mark.parametrize(("width", "height"), [(1280, 700), (375, 600)])
def test_the_frame_around_the_page_never_scrolls(visit, width, height) -> None:
    visitor = visit(width=width, height=height)
    window = visitor.window
    visitor.ask("What do the papers say about AI alignment?")
    visitor.ask("thanks")
    assert window.evaluate(SCROLLED) == []
    frame = window.locator(FRAME)
    # Nothing stands below the window's end, and were it so, a script could not go there.
    assert frame.evaluate("frame => frame.scrollHeight - frame.clientHeight") == 0
    frame.evaluate("frame => { frame.scrollTop = 300; }")
    assert frame.evaluate("frame => frame.scrollTop") == 0
    for name in ("Not a good answer", "Why this answer"):
        window.get_by_role("button", name=name).last.click()
        window.wait_for_timeout(1000)
        assert window.evaluate(SCROLLED) == []
        window.keyboard.press("Escape")
        window.wait_for_timeout(500)
    assert window.locator('[data-testid="stHeader"]').bounding_box()["y"] == 0


def test_the_page_stays_where_the_answer_begins(visit) -> None:
    visitor = visit(width=1280, height=500)
    window = visitor.window
    visitor.ask("What do the papers say about AI alignment?")
    window.locator(".st-key-follow-ups").wait_for()
    main = window.locator(".stMain")
    assert main.evaluate("main => main.scrollHeight > 2 * main.clientHeight")
    # Longer than the place is held, with hands off.
    window.wait_for_timeout(22_000)
    assert 0 < window.locator(".pc-question").bounding_box()["y"] < 200
    # Also where something more comes beneath while the reader is at the end.
    main.evaluate("main => main.scrollTo(0, main.scrollHeight)")
    window.wait_for_timeout(500)
    before = main.evaluate("main => main.scrollTop")
    main.evaluate(
        "main => main.firstElementChild.append(Object.assign("
        "document.createElement('div'), { style: 'height: 900px' }))"
    )
    window.wait_for_timeout(1500)
    assert main.evaluate("main => main.scrollTop") == before


def test_a_conversation_is_opened_at_its_newest_question(visit) -> None:
    visitor = visit(width=375, height=600)
    visitor.ask("What do the papers say about AI alignment?")
    visitor.window.reload()
    visitor.wait_until_ready()
    visitor.window.wait_for_timeout(1000)
    assert 0 < visitor.window.locator(".pc-question").bounding_box()["y"] < 200


def test_a_page_opened_anew_begins_at_its_top(visit) -> None:
    visitor = visit(width=1280, height=600)
    window, main = visitor.window, visitor.window.locator(".stMain")
    window.goto(f"{visitor.address}/library")
    window.get_by_text("Pictures", exact=True).click()
    point = window.get_by_test_id("stVegaLiteChart").nth(1).get_by_label("DanceGRPO").first
    point.wait_for()
    window.wait_for_timeout(1000)
    point.click()
    window.get_by_role("heading", name="DanceGRPO").wait_for()
    window.wait_for_timeout(1000)
    assert main.evaluate("main => main.scrollTop") == 0
    # One paper leads to the next, and its end to another page.
    window.locator('[class*="st-key-like-"] button').last.click()
    window.get_by_role("heading", name="DanceGRPO").wait_for(state="detached")
    window.wait_for_timeout(1000)
    assert main.evaluate("main => main.scrollTop") == 0
    main.evaluate("main => main.scrollTo(0, 200)")
    window.get_by_role("link", name="Settings").click()
    window.get_by_role("heading", name="Settings").wait_for()
    window.wait_for_timeout(1000)
    assert main.evaluate("main => main.scrollTop") == 0


def test_the_next_page_of_the_list_begins_at_its_head(visit) -> None:
    visitor = visit(width=1280, height=600)
    window, main = visitor.window, visitor.window.locator(".stMain")
    window.goto(f"{visitor.address}/library")
    head = window.locator(".st-key-listing-head")
    for name, shown in (("Next", "26 to 48"), ("Previous", "1 to 25")):
        button = window.get_by_role("button", name=name)
        button.scroll_into_view_if_needed()
        assert head.bounding_box()["y"] < 0
        button.click()
        window.get_by_text(shown).wait_for()
        window.wait_for_timeout(1000)
        assert 60 <= head.bounding_box()["y"] < 200
    # Only once: whoever reads on stays where they are.
    main.evaluate("main => main.scrollTo(0, main.scrollHeight)")
    window.wait_for_timeout(1000)
    assert head.bounding_box()["y"] < 0
