"""Kept conversations as a person meets them: in the sidebar, in the address, and as files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

QUESTION = "What does RPS do?"
REFUSED = "Why is the sky blue?"
CHIPS = "button.pc-chip:not(.pc-panel *)"


def _settle(visitor) -> None:
    visitor.window.wait_for_timeout(600)
    visitor.wait_until_ready()


def _menu(visitor, number: int = 0) -> None:
    visitor.window.locator('[class*="st-key-more-"] button').nth(number).click()
    visitor.window.get_by_test_id("stPopoverBody").wait_for()


def _id(visitor) -> str | None:
    found = re.search(r"\?c=([0-9a-f]{8})$", visitor.window.url)
    return found[1] if found else None


def test_reload_second_window_and_file_have_the_same_numbers(visit, tmp_path) -> None:
    visitor = visit()
    for question in (QUESTION, "Summarize DeAL", REFUSED):
        visitor.ask(question)
    window = visitor.window
    assert _id(visitor) is not None
    quotes, chips = (window.locator(css).all_inner_texts() for css in (".pc-quotes", CHIPS))
    assert len(chips) > 3
    window.reload()
    visitor.wait_until_ready()
    other = visit()
    other.open(window.url)
    for seen in (window, other.window):
        assert seen.locator(".pc-quotes").all_inner_texts() == quotes
        assert seen.locator(CHIPS).all_inner_texts() == chips
    with window.expect_download() as saved:
        window.get_by_role("button", name="Save as Markdown").click()
    assert saved.value.suggested_filename == f"conversation-{_id(visitor)}.md"
    path = tmp_path / "conversation.md"
    saved.value.save_as(path)
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {QUESTION}\n")
    spoken = [line for line in text.splitlines() if not re.match(r"\[\d+\] ", line)]
    assert re.findall(r"(?<!\\)\[\d+\]", "\n".join(spoken)) == chips
    with window.expect_download() as saved:
        window.get_by_role("button", name="Save as BibTeX").click()
    assert saved.value.suggested_filename.endswith(".bib")
    assert Path(saved.value.path()).read_text(encoding="utf-8").startswith("@misc{")
    assert visitor.complaints == other.complaints == []


def test_conversations_are_chosen_renamed_deleted_and_put_back(visit) -> None:
    visitor = visit()
    window = visitor.window
    visitor.ask(QUESTION)
    first = _id(visitor)
    window.get_by_role("button", name="New conversation").click()
    _settle(visitor)
    assert _id(visitor) is None
    assert window.locator(".pc-question").count() == 0
    visitor.ask(REFUSED)
    second = _id(visitor)
    assert second not in (first, None)

    titles = window.locator('[class*="st-key-open-"] button')
    assert titles.all_inner_texts()[:2] == [REFUSED, QUESTION]
    titles.nth(1).click()
    _settle(visitor)
    assert _id(visitor) == first
    assert window.locator(".pc-question").all_inner_texts() == [QUESTION]

    _menu(visitor)
    window.get_by_test_id("stPopoverBody").get_by_role("textbox").fill("The colour of the sky")
    window.keyboard.press("Enter")
    _settle(visitor)
    assert titles.first.inner_text() == "The colour of the sky"
    window.keyboard.press("Escape")
    _menu(visitor)
    menu = window.get_by_test_id("stPopoverBody")
    menu.get_by_role("textbox").fill("Why it is blue")
    menu.get_by_role("button", name="Save").click()
    menu.wait_for(state="detached")
    _settle(visitor)
    assert titles.first.inner_text() == "Why it is blue"

    _menu(visitor, 1)
    window.get_by_test_id("stPopoverBody").get_by_role("button", name="Delete").click()
    _settle(visitor)
    assert _id(visitor) is None
    assert first not in "".join(
        window.locator('[class*="st-key-open-"]').evaluate_all("all => all.map(e => e.className)")
    )
    window.get_by_role("button", name="Undo").click()
    _settle(visitor)
    assert _id(visitor) == first
    assert window.locator(".pc-question").all_inner_texts() == [QUESTION]
    assert visitor.complaints == []


def test_windows_asked_at_once_keep_each_their_own(visit) -> None:
    visitors = [visit() for _ in range(2)]
    for visitor, question in zip(visitors, (QUESTION, REFUSED), strict=True):
        visitor.box.fill(question)
    for visitor in visitors:
        visitor.box.press("Enter")
    for visitor in visitors:
        visitor.window.wait_for_url(re.compile(r"\?c="))
        _settle(visitor)
        visitor.window.reload()
        visitor.wait_until_ready()
    asked = [visitor.window.locator(".pc-question").all_inner_texts() for visitor in visitors]
    assert asked == [[QUESTION], [REFUSED]]


def test_a_search_box_comes_with_many_conversations(visit) -> None:
    visitor = visit()
    window = visitor.window
    for number in range(9):
        if number:
            window.get_by_role("button", name="New conversation").click()
            _settle(visitor)
        visitor.ask(f"Hello {'again ' * number}!" if number < 8 else REFUSED)
    box = window.get_by_placeholder("Search conversations")
    # It searches while one types.
    box.press_sequentially("sky BLU", delay=40)
    _settle(visitor)
    assert window.get_by_text("Press Enter to apply").count() == 0
    titles = window.locator('[class*="st-key-open-"] button').all_inner_texts()
    assert titles
    assert not any(title.startswith("Hello") for title in titles)
    assert visitor.overflow <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_the_list_within_the_sidebar(visit, scheme, tmp_path) -> None:
    visitor = visit(width=375, height=720, scheme=scheme)
    window = visitor.window
    visitor.ask("What do the papers say about " + "very " * 40 + "robust preference alignment?")
    save = window.get_by_role("button", name="Save as BibTeX")
    save.scroll_into_view_if_needed()
    assert save.is_visible()
    assert visitor.overflow <= 0
    window.get_by_test_id("stExpandSidebarButton").tap()
    window.wait_for_timeout(800)
    row = window.locator('[class*="st-key-current-conversation-"]')
    title, menu = (
        row.locator(css).bounding_box()
        for css in ('[class*="st-key-open-"] button', '[class*="st-key-more-"] button')
    )
    side = window.get_by_test_id("stSidebar").bounding_box()
    assert title is not None
    assert menu is not None
    assert side is not None
    assert title["x"] + title["width"] <= menu["x"] + 1
    assert menu["x"] + menu["width"] <= side["x"] + side["width"]
    assert title["height"] < 45  # one line, however long the question
    assert menu["height"] >= 32
    row.locator('[class*="st-key-more-"] button').tap()
    panel = window.get_by_test_id("stPopoverBody")
    panel.wait_for()
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375
    assert visitor.complaints == []
    visitor.picture(tmp_path / "phone-sidebar.png")


def test_the_menu_of_a_phone_closes_once_something_is_chosen(visit) -> None:
    visitor = visit(width=375, height=720)
    window = visitor.window
    visitor.ask("What is DanceGRPO?")
    side = window.locator('.stSidebar[data-collapsed="false"]')
    ways = (
        '[data-testid="stSidebarNavLink"]:has-text("Library")',
        '[class*="st-key-current-conversation-"] [class*="st-key-open-"] button',
        ".st-key-add-papers button",
        ".st-key-new-conversation button",
    )
    for way in ways:
        window.get_by_test_id("stExpandSidebarButton").tap()
        side.wait_for()
        window.locator(way).tap()
        window.wait_for_timeout(1500)
        assert side.count() == 0, way
    window.reload()
    visitor.wait_until_ready()
    assert side.count() == 0
    wide = visit()
    wide.window.locator('[class*="st-key-open-"] button').first.click()
    wide.wait_until_ready()
    assert wide.window.locator('.stSidebar[data-collapsed="false"]').count() == 1


@pytest.mark.parametrize("height", [812, 740, 667])
def test_on_a_telephone_the_menu_has_a_word_and_no_suggestion_is_cut(visit, height: int) -> None:
    window = visit(width=375, height=height).window
    suggestions = window.locator(".st-key-suggestions button:visible")
    suggestions.first.wait_for()
    below = max(suggestions.evaluate_all("all => all.map(e => e.getBoundingClientRect().bottom)"))
    box = window.get_by_test_id("stBottom").bounding_box()
    assert box is not None
    assert below <= box["y"]
    menu = window.get_by_test_id("stExpandSidebarButton")
    assert menu.evaluate("e => getComputedStyle(e, '::after').content") == '"Menu"'
