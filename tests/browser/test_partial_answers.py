"""What is left of an answer whatever ends it, and asking again: in a real browser."""

from __future__ import annotations

import re

import pytest
from scripted_model import Script, scripted

QUESTION = "What win rate does RPS reach?"
FIRST = "RPS is more robust than the baseline."
# Counted, since a model that repeats itself is stopped.
_SLOW = (f"{FIRST} ", *(f"and so on to {number} " for number in range(600)))


def begin(visitor, question: str = QUESTION) -> None:
    """Ask, and wait until the first sentence is there and the second is being written."""
    visitor.box.fill(question)
    visitor.box.press("Enter")
    visitor.window.wait_for_function(
        "() => (document.querySelector('.pc-draft')?.innerText ?? '').includes('and so on')"
    )


def shown(visitor) -> str:
    """What the page says."""
    return str(visitor.window.locator(".stMain").inner_text())


def writing(visitor) -> None:
    """Wait until the page shows an answer that is being written."""
    visitor.window.get_by_role("button", name="Stop").wait_for(timeout=30_000)
    visitor.window.locator(".pc-draft", has_text="and so on").wait_for(timeout=30_000)


@pytest.fixture
def slow():
    with scripted(Script(pieces=_SLOW, delay=0.1)) as server:
        yield server


def test_an_answer_goes_on_over_a_reload_a_lost_socket_and_in_a_second_window(visit, slow) -> None:
    visitor = visit()
    visitor.choose(slow.openai_like)
    begin(visitor)
    visitor.window.reload()
    writing(visitor)
    assert FIRST in shown(visitor)
    second = visit(at=visitor.address)
    second.window.goto(visitor.window.url)
    writing(second)
    assert FIRST in shown(second)
    visitor.window.context.set_offline(True)
    visitor.window.wait_for_timeout(1500)
    visitor.window.context.set_offline(False)
    visitor.window.reload()
    writing(visitor)
    assert len(slow.requests) == 1
    second.window.get_by_role("button", name="Stop").click()
    for window in (visitor, second):
        window.window.locator(".pc-note", has_text="You stopped this answer").wait_for()
        assert FIRST in shown(window)
    other = visit()
    assert FIRST not in shown(other)


def test_an_answer_that_nobody_looks_at_is_finished_and_kept(visit) -> None:
    with scripted(Script(pieces=(f"{FIRST} ", "The", " end."), delay=0.5)) as server:
        visitor = visit()
        visitor.choose(server.openai_like)
        visitor.box.fill(QUESTION)
        visitor.box.press("Enter")
        visitor.window.wait_for_function("() => location.search.includes('c=')")
        address = visitor.window.url
        visitor.window.context.close()
        later = visit()
        later.window.wait_for_timeout(2000)
        later.open(address)
        later.window.get_by_text("The end.").wait_for()
        assert len(server.requests) == 1


def test_a_killed_server_loses_no_question_and_no_sentence(visit, serve, slow) -> None:
    with serve() as server:
        visitor = visit(at=server.address)
        visitor.choose(slow.openai_like)
        begin(visitor)
        visitor.window.wait_for_timeout(600)
        conversation = re.search(r"c=(\w+)", visitor.window.url)[1]
        server.process.kill()
        server.process.wait()
        visitor.window.context.close()
    with serve() as server:
        later = visit(at=f"{server.address}?c={conversation}")
        assert QUESTION in shown(later)
        assert FIRST in shown(later)
        assert "This answer is not complete" in shown(later)
        later.window.get_by_role("button", name="Ask again").click()
        later.window.locator(".pc-verbatim", has_text="69%").first.wait_for()
        later.wait_until_ready()
        assert "This answer is not complete" not in shown(later)
        assert later.window.locator(".pc-question").count() == 1


def test_a_question_is_edited_and_the_edit_undone(visit) -> None:
    visitor = visit()
    visitor.ask("What is DeAL about?")
    visitor.ask("What are its drawbacks?")
    window = visitor.window
    window.get_by_role("button", name="Edit as understood").click()
    box = window.get_by_label("The question in other words")
    assert "DeAL: Decoding-time" in box.input_value()
    box.fill("What win rate does RPS reach?")
    window.get_by_role("button", name="Ask", exact=True).click()
    window.locator(".pc-verbatim", has_text="69%").first.wait_for()
    visitor.wait_until_ready()
    assert window.locator(".pc-question").all_inner_texts() == [
        "What is DeAL about?", "What win rate does RPS reach?"
    ]  # fmt: skip
    window.reload()
    visitor.wait_until_ready()
    window.get_by_role("button", name="Undo").click()
    window.locator(".pc-question", has_text="What are its drawbacks?").wait_for()
    assert visitor.complaints == []


def test_what_was_deleted_in_another_window_can_be_kept(visit) -> None:
    visitor = visit()
    visitor.ask("What is DeAL about?")
    other = visit()
    other.open(visitor.window.url)
    current = other.window.locator("[class*=st-key-current-conversation]")
    current.get_by_role("button").last.click()
    other.window.get_by_role("button", name="Delete", exact=True).click()
    other.wait_until_ready()
    visitor.window.get_by_role("button", name="Edit question").click()
    visitor.window.get_by_text("was deleted in another window").wait_for()
    visitor.window.get_by_role("button", name="Keep it").click()
    visitor.window.get_by_text("was deleted in another window").wait_for(state="detached")
    visitor.wait_until_ready()
    visitor.window.reload()
    visitor.wait_until_ready()
    assert "DeAL" in shown(visitor)


def test_the_form_that_edits_a_question_is_in_sight_and_the_title_follows(visit) -> None:
    visitor = visit()
    window = visitor.window
    visitor.ask("What is URIAL?")
    window.get_by_role("button", name="Edit question").click()
    button = window.get_by_role("button", name="Ask", exact=True)
    button.wait_for()
    window.wait_for_timeout(1500)
    place = button.bounding_box()
    composer = window.get_by_test_id("stBottomBlockContainer").bounding_box()
    assert place["y"] > 0
    assert place["y"] + place["height"] < composer["y"]
    window.get_by_label("The question in other words").fill("What is DanceGRPO?")
    button.click()
    current = window.locator("[class*=st-key-current-conversation] [class*=st-key-open-]")
    current.get_by_text("What is DanceGRPO?").wait_for()
    assert visitor.complaints == []
