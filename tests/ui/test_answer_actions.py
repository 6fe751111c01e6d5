"""What one can do with an answer on the page: copy, rate, look into it, go on from it."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from paperchat.answering.explanation import PromptMessage, WritingReading
from paperchat.conversation_export import answer_as_markdown
from paperchat.library.library import Library
from paperchat.types import Conversation
from paperchat.ui.inspector_html import inspection_html
from paperchat.ui.looking_ahead import LookingAhead
from paperchat.ui.opening import current_settings, open_shelf
from paperchat.wiring import Workspace

QUESTION = "What does RPS do?"


def _ratings(home) -> list[str | None]:
    library = Library(home)
    try:
        (head,) = library.conversations.heads()
        kept = library.conversations.load(head.id)
        return [turn.rating and turn.rating.mark for turn in kept.turns]
    finally:
        library.close()


def test_what_is_copied_is_the_answer_with_its_sources(open_page, own_home) -> None:
    page = open_page(own_home).ask(QUESTION)
    (copied,) = page.copied
    library = Library(own_home)
    kept = library.conversations.load(page.address)
    answer = kept.turns[0].turn.answer
    papers = library.catalogue.papers_by_id({item.paper_id for item in answer.citations})
    library.close()
    assert copied == answer_as_markdown(answer, papers)
    for citation in answer.citations:
        assert f"\n[{citation.label}] " in copied


def test_a_thumb_is_kept_over_a_reload_and_taken_back(open_page, own_home) -> None:
    page = open_page(own_home).ask(QUESTION)
    assert '<span class="pc-rated" role="status"></span>' in page.html
    page.press("good-0")
    assert _ratings(own_home) == ["good"]
    again = open_page(own_home, page.address)
    assert "pc-rated-good" in again.html
    again.press("good-0")
    assert _ratings(own_home) == [None]
    assert "pc-rated-good" not in again.html


def test_a_reason_replaces_a_thumb(open_page, own_home) -> None:
    page = open_page(own_home).ask(QUESTION).press("good-0")
    page.app.session_state["bad-0"] = True
    page.app.run()
    page.app.button_group[0].set_value(["wrong-paper", "unclear"])
    page.app.text_area(key="comment-0").set_value("<b>No</b>")
    page.press("keep-rating-0")
    assert _ratings(own_home) == ["bad"]
    assert "Rated not good (wrong paper, hard to follow): &lt;b&gt;No&lt;/b&gt;" in page.html
    assert "take-back-0" not in page.buttons  # The box is put away, and opened again.
    page.app.session_state["bad-0"] = True
    page.app.run()
    page.press("take-back-0")
    assert _ratings(own_home) == [None]


def test_an_answer_that_has_gone_is_not_rated(open_page, own_home) -> None:
    page = open_page(own_home).ask(QUESTION)
    library = Library(own_home)
    library.conversations.delete(page.address)
    library.close()
    page.press("good-0")
    assert "There is no answer 1 in this conversation." in page.html


def _inspected(page) -> list[str]:
    """What stands in a dialog, which is beside the page."""
    found = [element.proto.body for element in page.app.get("html")]
    return [body for body in found if "pc-inspector" in body]


def test_looking_into_an_old_answer_shows_ranks_gate_and_question(open_page, own_home) -> None:
    address = open_page(own_home).ask(QUESTION).ask("What is its drawback?").address
    page = open_page(own_home, address)
    assert _inspected(page) == []
    page.press("why-1")
    (shown,) = _inspected(page)
    for part in (
        "Understood as",
        "By meaning",
        "By words",
        "Together",
        "in brackets",
        "Whether to answer: no",
        "dropped: ",
        "Took ",
    ):
        assert part in shown
    page.app.run()
    assert _inspected(page) == []


def test_a_refusal_of_what_no_paper_explains_is_explained_as_one(open_page, own_home) -> None:
    page = open_page(own_home).ask("What is a reward model?")
    assert "No paper in this library explains" in page.html
    page.press("why-0")
    (shown,) = _inspected(page)
    assert "Whether to answer: no" in shown
    assert "Nothing is quoted: the papers near bear on the question, but none explains" in shown
    assert "Quoted:" not in shown


def test_nothing_of_an_inspection_is_markup(own_home, open_page) -> None:
    hostile = "<script>alert(1)</script>"
    page = open_page(own_home).ask(QUESTION)
    space = _workspace()
    kept = space.library.conversations.load(page.address).conversation
    found = space.replay(kept, 0)
    writing = WritingReading(
        model=hostile, messages=(PromptMessage(hostile, hostile),), passages=1, counted_tokens=1,
        max_tokens=1, left_out=hostile, text="", requests=0, first_token_ms=None, failure=hostile,
        sent=False,
    )  # fmt: skip
    first = replace(found.explanation.candidates[0], title=hostile, why=hostile)
    told = replace(found.explanation, outcome=hostile, writing=writing, candidates=(first,))
    shown = inspection_html(
        kept.turns[0].answer, replace(found, explanation=told, same=False, note=hostile)
    )
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 9
    assert "Asked today, this question would find other passages" in shown


def _workspace() -> Workspace:
    return open_shelf(current_settings(), lambda _: None).workspace


def test_follow_ups_are_of_the_newest_answer_and_are_asked_by_a_click(open_page, own_home) -> None:
    page = open_page(own_home).ask(QUESTION)
    keys = [key for key in page.buttons if key.startswith("follow-up-")]
    assert 1 <= len(keys) <= 3
    page.press(keys[0])
    assert page.html.count("pc-question") == 2
    assert not [key for key in page.buttons if key.startswith("follow-up-1-")]
    assert "pc-alert" not in page.html


def test_a_refusal_has_actions_and_what_to_ask_instead(open_page, own_home) -> None:
    page = open_page(own_home).ask("Why is the sky blue?")
    assert {"good-0", "why-0"} <= set(page.buttons)
    assert "You might ask instead" in page.html
    keys = [key for key in page.buttons if key.startswith("follow-up-")]
    assert keys
    page.press(keys[0])
    assert "pc-verbatim" in page.html


class Searcher:
    """Stands where the assistant does; looks ahead until nobody wants it any more."""

    def __init__(self) -> None:
        self.begun = threading.Event()

    def follow_ups(self, conversation, wanted) -> tuple[str, ...]:
        del conversation
        self.begun.set()
        while wanted():
            pass
        return ("Why?",)


def test_a_search_that_nobody_waits_for_ends() -> None:
    searcher = Searcher()
    ahead = LookingAhead(searcher, Conversation())
    assert searcher.begun.wait(10)
    assert not ahead.over(0.01)
    ahead.stop()
    assert ahead.over(10)
    assert ahead.found == ()


def test_a_search_that_fails_finds_nothing(caplog: pytest.LogCaptureFixture) -> None:
    class Failing:
        def follow_ups(self, conversation, wanted) -> tuple[str, ...]:
            raise RuntimeError("no disk")

    ahead = LookingAhead(Failing(), Conversation())
    assert ahead.over(10)
    assert ahead.found == ()
    assert "no questions to go on with" in caplog.text
