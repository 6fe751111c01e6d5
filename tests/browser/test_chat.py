"""The chat page as a person meets it: a question, its answer, and the quote behind it."""

from __future__ import annotations

import http.client
import re
import urllib.request
from itertools import pairwise

import pytest

QUESTION = "What does RPS do?"


def test_ask_see_the_answer_open_a_citation(visit) -> None:
    visitor = visit()
    window = visitor.window
    assert window.title() == "Paperchat"
    visitor.ask(QUESTION)

    assert window.locator(".pc-question").inner_text() == QUESTION
    quotes = window.locator(".pc-verbatim")
    chips = window.locator(".pc-quotes button.pc-chip")
    assert quotes.count() == chips.count() > 0
    assert window.locator(".pc-panel:popover-open").count() == 0

    chips.first.click()
    panel = window.locator(".pc-panel:popover-open")
    panel.wait_for()
    mark = panel.locator("mark")
    assert mark.inner_text() == quotes.first.inner_text()
    assert mark.inner_text() in panel.locator(".pc-text").inner_text()
    assert len(panel.locator(".pc-text").inner_text()) > len(mark.inner_text())
    assert mark.evaluate("e => getComputedStyle(e).backgroundColor") not in (
        "rgba(0, 0, 0, 0)",
        panel.evaluate("e => getComputedStyle(e).backgroundColor"),
    )
    assert "Robust Preference Alignment" in panel.inner_text()
    assert re.search(r"digest.*\d{4}.*authors", panel.locator(".pc-meta").inner_text(), re.DOTALL)

    panel.get_by_role("button", name="Close").click()
    assert window.locator(".pc-panel:popover-open").count() == 0
    assert visitor.complaints == []


def test_a_citation_opens_with_the_keyboard_and_closes_with_escape(visit) -> None:
    visitor = visit()
    visitor.ask(QUESTION)
    chip = visitor.window.locator("button.pc-chip").first
    for key in ("Enter", "Space"):
        chip.focus()
        visitor.window.keyboard.press(key)
        visitor.window.locator(".pc-panel:popover-open").wait_for()
        visitor.window.keyboard.press("Escape")
        assert visitor.window.locator(".pc-panel:popover-open").count() == 0
        assert chip.evaluate("e => e === document.activeElement")


def test_the_quote_is_in_sight_when_its_panel_opens(visit) -> None:
    visitor = visit(width=375, height=600)
    visitor.ask(QUESTION)
    for chip in visitor.window.locator("button.pc-chip:not(.pc-panel *)").all():
        if not chip.is_visible():
            continue
        chip.tap()
        panel = visitor.window.locator(".pc-panel:popover-open")
        panel.wait_for()
        seen = panel.evaluate(
            "p => { const m = p.querySelector('mark').getClientRects()[0];"
            " const t = p.querySelector('.pc-text').getBoundingClientRect();"
            " return m.top >= t.top - 4 && m.bottom <= t.bottom + 4 }"  # its padding may be cut
        )
        assert seen
        visitor.window.keyboard.press("Escape")


def test_a_widget_keeps_the_answer_and_an_open_panel(visit) -> None:
    visitor = visit()
    visitor.ask(QUESTION)
    answer = visitor.window.locator(".pc-quotes").all_inner_texts()
    visitor.ask("Why is the sky blue?")
    visitor.window.locator('[class*="st-key-near-card-"] button').first.click()
    visitor.window.locator(".pc-question").nth(2).wait_for()
    visitor.wait_until_ready()
    assert visitor.window.locator(".pc-quotes").all_inner_texts()[: len(answer)] == answer


def test_a_suggestion_is_asked_with_one_click(visit) -> None:
    visitor = visit()
    suggestion = visitor.window.locator(".st-key-suggestions button").first
    text = suggestion.inner_text()
    suggestion.click()
    visitor.window.locator("button.pc-chip").first.wait_for()
    assert visitor.window.locator(".pc-question").inner_text() == text
    visitor.window.locator(".st-key-suggestions").wait_for(state="detached")


def test_visitors_at_the_same_time_get_each_their_own_answer(visit) -> None:
    visitors = [visit() for _ in range(3)]
    questions = [QUESTION, "What is the sky made of?", "Summarize DeAL"]
    for visitor, question in zip(visitors, questions, strict=True):
        visitor.box.fill(question)
    for visitor in visitors:
        visitor.box.press("Enter")
    for visitor, question in zip(visitors, questions, strict=True):
        visitor.window.locator("button.pc-chip, .pc-refusal").first.wait_for()
        assert visitor.window.locator(".pc-question").all_inner_texts() == [question]
    assert [v.window.locator(".pc-refusal").count() for v in visitors] == [0, 1, 0]


def test_reloading_goes_on_with_the_same_conversation(visit) -> None:
    visitor = visit()
    visitor.ask(QUESTION)
    answer = visitor.window.locator(".pc-quotes").all_inner_texts()
    visitor.window.reload()
    visitor.wait_until_ready()
    assert visitor.window.locator(".pc-quotes").all_inner_texts() == answer
    visitor.ask("What is its drawback?")
    assert visitor.window.locator(".pc-question").all_inner_texts() == [
        QUESTION,
        "What is its drawback?",
    ]
    assert visitor.complaints == []


def test_the_first_tab_skips_the_menu(visit) -> None:
    visitor = visit()
    window = visitor.window
    window.keyboard.press("Tab")
    link = window.locator(".pc-skip")
    box = link.bounding_box()
    assert box is not None
    assert box["y"] > 0
    assert link.evaluate("link => link === document.activeElement")
    # No other such link follows.
    window.keyboard.press("Tab")
    assert "skip" not in window.evaluate("document.activeElement.textContent").lower()
    window.keyboard.press("Shift+Tab")
    window.keyboard.press("Enter")
    assert visitor.box.evaluate("box => box === document.activeElement")
    window.get_by_role("link", name="Library").click()
    window.get_by_role("heading", name="Library").wait_for()
    assert window.locator(".pc-skip").count() == 1
    link.focus()
    window.keyboard.press("Enter")
    assert window.evaluate("document.activeElement.dataset.testid") == "stMain"


def test_the_newest_question_is_in_sight(visit) -> None:
    visitor = visit(width=375, height=700)
    compare = visitor.window.locator(".st-key-suggestions button", has_text="Compare").inner_text()
    for question in (QUESTION, compare, "Why is the sky blue?", QUESTION):
        visitor.ask(question)
        box = visitor.window.locator(".pc-question").last.bounding_box()
        assert box is not None
        assert 0 < box["y"] < 350


def test_the_first_page_begins_with_its_heading(visit) -> None:
    visitor = visit(width=375, height=480)
    box = visitor.window.locator(".pc-start-title").bounding_box()
    assert box is not None
    assert 0 < box["y"] < 200


def test_the_page_does_not_glide_away_from_an_answer(visit) -> None:
    visitor = visit(width=375, height=700)
    visitor.ask(QUESTION)
    visitor.window.evaluate(
        """() => {
          window.tops = [];
          window.watching = setInterval(() => {
            const asked = document.querySelectorAll(".pc-question");
            if (asked.length > 1) window.tops.push(asked[1].getBoundingClientRect().top);
          }, 20);
        }"""
    )
    visitor.ask("What do the papers say about AI alignment?")
    tops = visitor.window.evaluate("() => (clearInterval(window.watching), window.tops)")
    assert len(tops) > 10
    started = next(place for place, top in enumerate(tops) if 0 < top < 350)
    away = [not 0 < top < 350 for top in tops[started + 25 :]]
    # One alone was put right again before the window was next drawn.
    assert not any(first and second for first, second in pairwise(away)), tops
    visitor.window.mouse.move(180, 300)
    visitor.window.mouse.wheel(0, 600)
    visitor.window.wait_for_timeout(500)
    moved = visitor.window.locator(".pc-question").last.bounding_box()
    assert moved is not None
    assert moved["y"] < 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_everything_without_scrolling_sideways(visit, scheme, tmp_path) -> None:
    visitor = visit(width=375, height=720, scheme=scheme)
    window = visitor.window
    assert visitor.overflow <= 0
    compare = window.locator(".st-key-suggestions button", has_text="Compare").inner_text()
    visitor.ask(QUESTION)
    assert visitor.overflow <= 0
    window.locator("button.pc-chip").first.tap()
    window.locator(".pc-panel:popover-open").wait_for()
    assert visitor.overflow <= 0
    window.locator(".pc-panel:popover-open .pc-close").tap()
    visitor.ask("Why is the sky blue?")
    assert window.locator(".pc-refusal").count() == 1
    assert visitor.overflow <= 0
    visitor.ask(compare)
    assert window.locator(".pc-grid tbody tr").count() >= 3
    # The table has become cards: the cells of a row stand below one another.
    tops = (
        window.locator(".pc-grid tbody tr")
        .first.locator("td")
        .evaluate_all("cells => cells.map(cell => cell.getBoundingClientRect().top)")
    )
    assert tops == sorted(set(tops))
    assert visitor.overflow <= 0
    visitor.ask("x" * 300 + "?")
    assert visitor.overflow <= 0
    assert visitor.complaints == []
    visitor.picture(tmp_path / "phone.png")


@pytest.mark.parametrize(
    ("scheme", "dark"), [("light", False), ("dark", True)], ids=["light", "dark"]
)
def test_colours_follow_the_system_and_can_be_read(visit, scheme, dark) -> None:
    visitor = visit(scheme=scheme)
    visitor.ask(QUESTION)
    visitor.window.locator("button.pc-chip").first.click()
    for selector in (".pc-panel:popover-open .pc-text", ".pc-panel:popover-open mark"):
        contrast, ink = visitor.window.locator(selector).evaluate(CONTRAST)
        assert contrast >= 4.5
        assert (ink > 0.5) == dark
    for selector in (".pc-question", ".pc-lead", "button.pc-chip", ".pc-side-path"):
        contrast, ink = visitor.window.locator(selector).first.evaluate(CONTRAST)
        assert contrast >= 4.5, selector


CONTRAST = """element => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const layers = [];
  for (let e = element; e; e = e.parentElement) {
    layers.unshift(getComputedStyle(e).backgroundColor);
    if (e.matches(":popover-open")) break;
  }
  const light = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    const parts = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const ground = light(layers), ink = light([...layers, getComputedStyle(element).color]);
  return [(Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05), ink];
}"""
"""WCAG contrast of an element's text with what lies behind it, and how light the text is."""


def test_the_policy_is_in_force(visit, server) -> None:
    with urllib.request.urlopen(server.address, timeout=10) as response:
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    visitor = visit()
    ran = visitor.window.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        " document.body.append(s); return window.ran }"
    )
    assert ran is None
    visitor.window.evaluate(
        "() => new Promise(done => { const i = new Image();"
        " i.onload = i.onerror = done; i.src = 'http://192.0.2.1/x.png' })"
    )
    assert any("violates the following Content Security Policy" in c for c in visitor.complaints)
    visitor.requests[:] = [url for url in visitor.requests if "192.0.2.1" not in url]


def test_another_host_name_is_turned_away(server) -> None:
    host, port = server.address.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=10)
    connection.request(
        "GET",
        "/_stcore/stream",
        headers={
            "Host": "elsewhere.example",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version": "13",
        },
    )
    assert connection.getresponse().status == 403
    connection.close()
