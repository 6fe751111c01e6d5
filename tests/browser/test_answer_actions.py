"""What one can do with an answer, in a browser: with mouse, finger and keyboard."""

from __future__ import annotations

import pytest

QUESTION = "How can a model be aligned at decoding time?"


def _button(visitor, key):
    return visitor.window.locator(f".st-key-{key} button:visible").first


def test_a_click_copies_the_answer_with_the_numbers_on_screen(visit) -> None:
    visitor = visit()
    window = visitor.window
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.ask(QUESTION)
    window.get_by_role("button", name="Copy this answer with its sources").click()
    window.locator(".pc-copied", has_text="Copied").wait_for()
    copied = window.evaluate("navigator.clipboard.readText()")
    for sentence in window.locator(".pc-verbatim").all_inner_texts():
        assert sentence in copied
    labels = window.locator(".pc-quotes button.pc-chip").all_inner_texts()
    assert labels
    for label in labels:
        assert copied.count(label) == 2  # in the text, and at the source
    assert visitor.complaints == []


def test_copying_works_by_keyboard_and_without_the_clipboards_permission(visit) -> None:
    visitor = visit()
    window = visitor.window
    visitor.ask(QUESTION)
    window.evaluate(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));"
        "document.addEventListener('copy', () => { window.copied ="
        " document.activeElement.value; })"
    )
    window.locator(".pc-copy").focus()
    window.keyboard.press("Enter")
    window.locator(".pc-copied", has_text="Copied").wait_for()
    assert "Sources:" in window.evaluate("window.copied")
    assert window.evaluate("document.activeElement.className") == "pc-copy"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
def test_thumbs_and_reasons_are_kept_over_a_reload(visit, width, scheme) -> None:
    visitor = visit(width=width, scheme=scheme)
    window = visitor.window
    visitor.ask(QUESTION)
    _button(visitor, "good-0").click()
    window.locator(".pc-rated-good").wait_for()
    _button(visitor, "bad-0").click()
    window.get_by_text("Does not answer").click()
    window.get_by_label("In your own words").fill("I meant training.")
    _button(visitor, "keep-rating-0").click()
    said = "Rated not good (does not answer): I meant training."
    window.locator(".pc-rated-bad", has_text=said).wait_for()
    window.get_by_label("In your own words").wait_for(state="hidden")
    assert visitor.overflow <= 0
    window.reload()
    visitor.wait_until_ready()
    window.locator(".pc-rated-bad", has_text=said).wait_for()
    _button(visitor, "good-0").click()
    window.locator(".pc-rated-good").wait_for()
    assert visitor.overflow <= 0


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (375, "light")])
def test_the_inspector_shows_ranks_also_of_an_old_answer(visit, width, scheme) -> None:
    visitor = visit(width=width, scheme=scheme)
    window = visitor.window
    visitor.ask(QUESTION)
    window.reload()
    visitor.wait_until_ready()
    assert window.locator(".pc-inspector").count() == 0
    _button(visitor, "why-0").focus()
    window.keyboard.press("Enter")
    dialog = window.get_by_role("dialog")
    table = dialog.get_by_role("table").first
    table.wait_for()
    row = table.get_by_role("row").last.inner_text()
    assert "taken" in row
    assert "Whether to answer: yes" in dialog.inner_text()
    inner = dialog.locator(".pc-inspector")
    assert inner.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    assert visitor.overflow <= 0
    window.keyboard.press("Escape")
    dialog.wait_for(state="hidden")


def test_a_suggestion_is_answered(visit) -> None:
    visitor = visit(width=375)
    window = visitor.window
    visitor.ask(QUESTION)
    suggested = window.locator(".st-key-follow-ups button:visible").first
    suggested.wait_for()
    question = suggested.inner_text()
    suggested.click()
    window.locator(".pc-question", has_text=question).wait_for()
    window.wait_for_function("() => document.querySelectorAll('.pc-copy').length === 2")
    second = window.locator(".st-key-turn-1")
    assert second.locator(".pc-quotes").count() > 0
    assert visitor.overflow <= 0


def test_escape_hides_the_quote_of_a_chip_until_it_is_reached_again(visit) -> None:
    visitor = visit()
    window = visitor.window
    visitor.ask(QUESTION)
    chip, tips = window.locator(".pc-quotes button.pc-chip").first, window.locator(".pc-tip")
    shown = tips.locator("visible=true")
    chip.hover()
    shown.wait_for()
    window.keyboard.press("Escape")
    shown.wait_for(state="hidden")
    window.mouse.move(5, 5)
    chip.hover()
    shown.wait_for()
    window.mouse.move(5, 5)
    chip.focus()
    window.keyboard.press("Shift")
    window.keyboard.press("Tab")
    shown.wait_for()
    window.keyboard.press("Escape")
    shown.wait_for(state="hidden")
    assert window.evaluate("document.activeElement.classList.contains('pc-chip')")


def test_each_action_has_a_name_and_a_visible_focus(visit) -> None:
    visitor = visit()
    window = visitor.window
    visitor.ask(QUESTION)
    window.locator(".pc-copy").focus()
    names, outlined = [], []
    for _ in range(4):
        # A key that does nothing, so that the browser takes the focus for the keyboard's.
        window.keyboard.press("Shift")
        names.append(
            window.evaluate(
                "document.activeElement.ariaLabel || document.activeElement.innerText.trim()"
            )
        )
        outlined.append(
            window.evaluate(
                "(style => style.outlineStyle !== 'none' || style.boxShadow !== 'none')"
                "(getComputedStyle(document.activeElement))"
            )
        )
        window.keyboard.press("Tab")
    wanted = ["Copy this answer", "Good answer", "Not a good answer", "Why this answer"]
    assert all(want in name for want, name in zip(wanted, names, strict=True)), names
    assert outlined[1:] == [True] * 3
