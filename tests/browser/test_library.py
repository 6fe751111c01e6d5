"""The library and compare pages in a real browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

TITLE = "DanceGRPO: Unleashing GRPO on Visual Generation"
DANCE, TIPPING = "2505.07818", "2510.04860"
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
PROBED = "Failed to load resource: the server responded with a status of 404"
"""Streamlit looks for its own server below the page's path first, and says so."""


def _rest(visitor) -> None:
    visitor.window.wait_for_timeout(500)
    visitor.window.wait_for_selector(IDLE)
    visitor.window.wait_for_timeout(200)


def _goto(visitor, path: str) -> None:
    visitor.window.goto(f"{visitor.address}{path}")
    visitor.window.locator("h1").first.wait_for()
    _rest(visitor)


def _complaints(visitor) -> list[str]:
    return [said for said in visitor.complaints if PROBED not in said]


def test_a_paper_is_found_while_its_words_are_typed_and_opened(visit) -> None:
    visitor = visit()
    window = visitor.window
    window.get_by_role("link", name="Library").click()
    window.get_by_text("48 papers", exact=True).wait_for()
    _rest(visitor)
    assert window.title() == "Library · Paperchat"
    box = window.get_by_label("Search the papers")
    box.press_sequentially("dancegr", delay=40)
    window.get_by_text("1 paper of 48").wait_for()
    box.fill("")
    window.get_by_text("48 papers", exact=True).wait_for()
    box.press_sequentially("dancegr", delay=40)
    window.get_by_text("1 paper of 48").wait_for()
    window.get_by_test_id("stMain").get_by_role("button", name=TITLE).click()
    window.get_by_role("heading", name=TITLE).wait_for()
    assert window.url.endswith(f"/library?paper={DANCE}")
    # A reload and the browser's way back lead where they should.
    window.reload()
    window.get_by_role("heading", name=TITLE).wait_for()
    _rest(visitor)
    window.get_by_text("Show what each sentence does").click()
    window.locator(".pc-role-result").first.wait_for()
    window.get_by_role("button", name="Ask about this").click()
    visitor.wait_until_ready()
    assert visitor.box.input_value() == f"In “{TITLE}”, "
    # Going to another page leaves two steps in the browser's history: Streamlit takes the address
    # apart first.
    window.go_back()
    window.get_by_role("heading", name="Library").wait_for()
    _rest(visitor)
    window.go_back()
    window.get_by_role("heading", name=TITLE).wait_for()
    assert _complaints(visitor) == []


def test_a_file_with_a_bad_record_is_added_and_the_report_shows_it(visit, tmp_path: Path) -> None:
    file = tmp_path / "tides.jsonl"
    record = {"title": "Tides & currents", "abstract": "The sea comes in. It goes out again."}
    file.write_text(f'{json.dumps(record)}\n{{"title": "cut off\n', encoding="utf-8")
    visitor = visit()
    _goto(visitor, "/library")
    window = visitor.window
    window.get_by_text("Add papers", exact=True).click()
    _rest(visitor)
    window.locator('input[type="file"]').set_input_files(file)
    window.get_by_text("tides.jsonl").wait_for()
    _rest(visitor)
    window.get_by_role("button", name="Add", exact=True).click()
    window.get_by_text("1 new, 0 updated, 0 known already, 1 rejected").wait_for()
    assert "tides.jsonl, line 2" in window.locator(".pc-rejected").inner_text()
    window.get_by_text("Papers", exact=True).click()
    _rest(visitor)
    window.get_by_label("Search the papers").fill("tides curr")
    window.get_by_role("button", name="Tides & currents").click()
    # Taken out, put back, taken out for good: the other tests count the papers.
    window.get_by_role("button", name="Remove").click()
    window.get_by_role("button", name="Undo").click()
    window.get_by_role("heading", name="Tides & currents").wait_for()
    _rest(visitor)
    window.get_by_role("button", name="Remove").click()
    window.get_by_text("“Tides & currents” is removed.").wait_for()
    _rest(visitor)
    assert _complaints(visitor) == []


def test_a_comparison_is_made_saved_and_discussed(visit) -> None:
    visitor = visit()
    _goto(visitor, f"/compare?paper={DANCE}&paper={TIPPING}")
    window = visitor.window
    window.locator(".pc-grid").wait_for()
    window.get_by_role("button", name="Swap").click()
    window.wait_for_url(f"**/compare?paper={TIPPING}&paper={DANCE}")
    _rest(visitor)
    for name, begins in (("Markdown", "# Comparison"), ("CSV", "facet,")):
        with window.expect_download() as coming:
            window.get_by_role("button", name=f"Save as {name}").click()
        assert coming.value.path().read_text(encoding="utf-8").startswith(begins)
    window.locator(".pc-grid button.pc-chip").first.click()
    assert window.locator(".pc-panel:popover-open mark").count() == 1
    window.keyboard.press("Escape")
    window.get_by_role("button", name="Discuss these in the chat").click()
    window.locator(".pc-question").wait_for()
    visitor.wait_until_ready()
    assert window.locator(".pc-grid").count() == 1
    assert _complaints(visitor) == []


def test_a_point_of_the_map_opens_its_paper(visit) -> None:
    visitor = visit()
    _goto(visitor, "/library")
    window = visitor.window
    window.get_by_text("Pictures", exact=True).click()
    window.locator(".pc-cluster").first.wait_for()
    chart = window.get_by_test_id("stVegaLiteChart").nth(1)
    point = chart.get_by_label("DanceGRPO").first
    point.wait_for()
    _rest(visitor)
    point.click()
    window.get_by_role("heading", name=TITLE).wait_for()
    assert window.url.endswith(f"?paper={DANCE}")
    assert _complaints(visitor) == []


@pytest.mark.parametrize(("width", "scheme"), [(375, "light"), (375, "dark"), (1280, "dark")])
def test_nothing_is_wider_than_the_window(visit, width: int, scheme: str) -> None:
    visitor = visit(width=width, scheme=scheme)
    window = visitor.window
    for path in (
        "/library", f"/library?paper={DANCE}", f"/compare?paper={DANCE}&paper={TIPPING}",
        "/compare",
    ):  # fmt: skip
        _goto(visitor, path)
        assert visitor.overflow <= 0, path
    _goto(visitor, "/library")
    for view in ("Pictures", "Add papers"):
        window.get_by_text(view, exact=True).click()
        _rest(visitor)
        window.wait_for_timeout(1500)
        assert visitor.overflow <= 0, view
    window.get_by_text("Papers", exact=True).click()
    window.get_by_text("Filters", exact=True).click()
    window.get_by_label("From").fill("2025")
    window.get_by_label("From").press("Enter")
    _rest(visitor)
    assert visitor.overflow <= 0


def test_the_list_is_used_with_the_keyboard_and_shows_where_it_is(visit) -> None:
    visitor = visit()
    _goto(visitor, "/library")
    window = visitor.window
    window.get_by_label("Search the papers").focus()
    for _ in range(12):
        window.keyboard.press("Tab")
        if window.evaluate("document.activeElement.closest('[class*=st-key-row-]') !== null"):
            break
    focused = window.evaluate(
        "(() => { const s = getComputedStyle(document.activeElement);"
        " return s.outlineStyle !== 'none' || s.boxShadow !== 'none' })()"
    )
    assert focused
    window.keyboard.press("Enter")
    window.locator(".pc-paper-title").wait_for()
