"""Conversations on the page: kept, listed, gone on with after a reload, renamed, deleted, saved."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_answers import ASK, TURNS

from paperchat.assistant import Assistant
from paperchat.errors import LibraryError
from paperchat.library.conversations import ConversationStore
from paperchat.library.library import Library
from paperchat.types import Turn

QUESTION = "What does RPS do?"
REFUSED = "Why is the sky blue?"


@pytest.fixture
def library(own_home: Path) -> Iterator[Library]:
    """The page's library, as another process sees it."""
    library = Library(own_home)
    yield library
    library.close()


@pytest.fixture
def store(library: Library) -> ConversationStore:
    return library.conversations


def _titles(page) -> list[str]:
    listed = [button for button in page.app.sidebar.button if button.key.startswith("open-")]
    return [re.sub(r"\\(.)", r"\1", button.label) for button in listed]


def _answers(page) -> list[str]:
    return [body for body in page.bodies if "pc-quotes" in body or "pc-refusal" in body]


def _chips(page) -> list[str]:
    return re.findall(r"\[\d+\]", "".join(_answers(page)))


def test_a_turn_is_kept_as_it_is_answered_and_named_in_the_address(
    open_page, own_home, store
) -> None:
    page = open_page(own_home)
    assert page.address is None
    assert store.count() == 0
    page.ask(QUESTION)
    (head,) = store.heads()
    assert page.address == head.id
    assert _titles(page) == [QUESTION]
    page.ask(REFUSED)
    kept = store.load(head.id)
    assert [turn.question for turn in kept.conversation.turns] == [QUESTION, REFUSED]
    assert page.address == head.id
    assert store.count() == 1


def test_a_reload_and_another_window_show_the_same_to_the_letter(open_page, own_home) -> None:
    page = open_page(own_home).ask(QUESTION).ask("What is its drawback?").ask(REFUSED)
    again = open_page(own_home, page.address)
    assert _answers(again) == _answers(page)
    assert len(_chips(again)) > 3
    assert again.html.count("pc-question") == 3
    assert again.address == page.address
    # Both go on with the focus of what was said before.
    again.ask("What is its drawback?")
    assert "Understood as: " in _answers_and_notes(again)[-1]


def _answers_and_notes(page) -> list[str]:
    return [body for body in page.bodies if "pc-note" in body]


def test_a_conversation_of_papers_that_went_is_shown_as_it_was(
    open_page, own_home, library
) -> None:
    head = library.conversations.create(TURNS)
    page = open_page(own_home, head.id)
    seen = html.unescape(re.sub(r"<[^>]+>", "", page.html))
    assert "This paper is no longer in the library" in seen
    assert all(turn.question in seen for turn in TURNS)
    assert all(citation.quote in seen for citation in ASK.citations)
    assert not page.app.exception


def test_the_address_of_a_conversation_that_is_gone(open_page, own_home, store) -> None:
    for named in ("ffffffff", "<b>x</b>", ""):
        page = open_page(own_home, named)
        assert ("not in the library any more" in page.html) == bool(named)
        assert page.address is None
        assert "suggestion-0" in page.buttons
    page.ask(QUESTION)
    assert "not in the library any more" not in page.html
    assert store.count() == 1


def test_two_windows_with_new_conversations_do_not_mix(open_page, own_home, store) -> None:
    first, second = open_page(own_home), open_page(own_home)
    first.ask(QUESTION)
    second.ask(REFUSED)
    first.ask("Summarize DeAL")
    assert first.address != second.address
    asked = {
        head.id: [turn.question for turn in store.load(head.id).conversation.turns]
        for head in store.heads()
    }
    assert asked == {first.address: [QUESTION, "Summarize DeAL"], second.address: [REFUSED]}
    assert REFUSED not in "".join(body for body in first.bodies if "pc-question" in body)


def test_two_windows_on_one_conversation_lose_nothing(open_page, own_home, store) -> None:
    first = open_page(own_home).ask(QUESTION)
    second = open_page(own_home, first.address)
    first.ask("Summarize DeAL")
    second.ask(REFUSED)
    kept = store.load(first.address).conversation
    assert [turn.question for turn in kept.turns] == [QUESTION, "Summarize DeAL", REFUSED]


def test_choosing_another_conversation_goes_on_with_it(open_page, own_home, store) -> None:
    page = open_page(own_home).ask(QUESTION)
    first = page.address
    page.press("new-conversation")
    assert page.address is None
    assert "pc-question" not in page.html
    page.ask(REFUSED)
    assert _titles(page) == [REFUSED, QUESTION]
    page.press(f"open-{first}")
    assert page.address == first
    assert "pc-refusal" not in page.html
    page.ask("What is its drawback?")
    assert _titles(page) == [QUESTION, REFUSED]
    assert store.load(first).head.turn_count == 2


def test_renaming(open_page, own_home, store) -> None:
    page = open_page(own_home).ask(QUESTION)
    box = page.app.sidebar.text_input(key=f"title-{page.address}")
    assert box.value == QUESTION
    box.set_value(" <b>Chapter</b> *2* $5 ").run()
    assert _titles(page) == ["<b>Chapter</b> *2* $5"]
    assert store.load(page.address).head.title == "<b>Chapter</b> *2* $5"
    page.app.sidebar.text_input(key=f"title-{page.address}").set_value("  ").run()
    assert "The new title is empty" in page.html
    assert _titles(page) == ["<b>Chapter</b> *2* $5"]
    page.app.run()
    assert "The new title is empty" not in page.html


def test_deleting_and_undoing(open_page, own_home, store) -> None:
    page = open_page(own_home).ask(QUESTION)
    known, before, shown = page.address, store.load(page.address), _answers(page)
    page.press(f"delete-{known}")
    assert store.count() == 0
    assert page.address is None
    assert f"“{QUESTION}” is deleted." in page.html
    assert "suggestion-0" in page.buttons
    page.press("undo-delete")
    assert store.load(known) == before
    assert page.address == known
    assert _answers(page) == shown
    assert "undo-delete" not in page.buttons


def test_deleting_another_keeps_the_current_one(open_page, own_home, store) -> None:
    other = store.create(TURNS).id
    page = open_page(own_home).ask(QUESTION)
    known = page.address
    page.press(f"delete-{other}")
    assert page.address == known
    assert QUESTION in page.html
    page.press("undo-delete")
    assert page.address == known
    assert {head.id for head in store.heads()} == {known, other}
    page.press(f"delete-{other}").press("new-conversation")
    assert "undo-delete" not in page.buttons


def test_what_was_deleted_elsewhere_meanwhile(open_page, own_home, store) -> None:
    other = store.create(TURNS).id
    page = open_page(own_home).ask(QUESTION)
    known = page.address
    store.delete(other)
    store.delete(known)
    page.press(f"open-{other}")
    assert "not in the library any more" in page.html
    assert QUESTION in page.html
    assert "was deleted in another window" in page.html
    page.ask(REFUSED)
    assert page.address != known
    assert [t.question for t in store.load(page.address).conversation.turns] == [QUESTION, REFUSED]
    assert "was deleted in another window" not in page.html


def test_what_was_deleted_elsewhere_is_kept_with_one_click(open_page, own_home, store) -> None:
    page = open_page(own_home).ask(QUESTION)
    store.delete(page.address)
    page.app.run()
    page.press("keep-anyway")
    assert [t.question for t in store.load(page.address).conversation.turns] == [QUESTION]
    assert "keep-anyway" not in page.buttons


def test_many_conversations_are_searched(open_page, own_home, store) -> None:
    for number in range(8):
        store.create([Turn(f"Question {number}?", ASK)])
    page = open_page(own_home)
    assert "search-conversations" not in [box.key for box in page.app.sidebar.text_input]
    page.ask(REFUSED)
    assert _titles(page) == [REFUSED, *(f"Question {number}?" for number in range(7, -1, -1))]
    search = page.app.sidebar.text_input(key="search-conversations")
    search.set_value("SKY blue").run()
    assert _titles(page) == [REFUSED]
    page.app.sidebar.text_input(key="search-conversations").set_value("zebra").run()
    assert _titles(page) == []
    assert "None of them holds these words." in page.html
    for number in range(30):
        store.create([Turn(f"More {number}?", ASK)])
    page.app.sidebar.text_input(key="search-conversations").set_value("").run()
    assert len(_titles(page)) == 9
    page.press("more-conversations")
    assert len(_titles(page)) == 29
    page.press("more-conversations")
    assert len(_titles(page)) == 39
    assert "more-conversations" not in page.buttons


def test_hostile_titles_are_shown_as_written(open_page, own_home, store) -> None:
    hostile = "![x](http://x.example/y.png) **b** <img src=x> $x$ :smile:"
    head = store.create([Turn(hostile, ASK)])
    page = open_page(own_home)
    assert [title.replace("\u2060", "") for title in _titles(page)] == [hostile]
    page.press(f"delete-{head.id}")
    assert "<img" not in page.html


def test_a_library_that_cannot_be_written_answers_and_says_so(
    open_page, own_home, store, monkeypatch
) -> None:
    page = open_page(own_home)

    def full(self, *arguments):
        raise LibraryError("This conversation could not be kept, since <b>the disk</b> is full.")

    with monkeypatch.context() as patched:
        patched.setattr(ConversationStore, "create", full)
        page.ask(QUESTION).ask(REFUSED)
    assert "pc-verbatim" in page.html
    assert page.html.count("since &lt;b&gt;the disk&lt;/b&gt; is full.") == 1
    assert page.address is None
    assert "download-markdown" in [button.key for button in page.app.get("download_button")]
    page.ask("Summarize DeAL")
    assert "could not be kept" not in page.html
    kept = store.load(page.address).conversation
    assert [turn.question for turn in kept.turns] == [QUESTION, REFUSED, "Summarize DeAL"]


def test_a_read_only_home_lists_and_resumes(open_page, own_home, store, monkeypatch) -> None:
    head = store.create(TURNS)
    monkeypatch.setattr("os.access", lambda path, mode: mode != os.W_OK)
    page = open_page(own_home, head.id)
    assert page.html.count("pc-question") == len(TURNS)
    page.press(f"delete-{head.id}")
    assert "is read-only" in page.html
    assert store.count() == 1


def test_an_error_is_kept_and_the_next_question_answered(
    open_page, own_home, store, monkeypatch
) -> None:
    page = open_page(own_home)

    def broken(self, question, *arguments):
        raise LibraryError("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(Assistant, "stream", broken)
        page.ask(QUESTION)
    again = open_page(own_home, page.address)
    assert "The disk is full." in again.html
    page.ask(REFUSED)
    first, second = store.load(page.address).conversation.turns
    assert (first.answer.status, second.answer.status) == ("error", "no_evidence")
    page.press("again-0")
    assert [turn.answer.status for turn in store.load(page.address).conversation.turns] == [
        "answered"
    ]
    page.press("undo-0")
    assert [turn.question for turn in store.load(page.address).conversation.turns] == [
        QUESTION, REFUSED
    ]  # fmt: skip


def test_a_question_is_edited_and_a_reading_of_it_corrected(open_page, own_home, store) -> None:
    page = open_page(own_home).ask("What is DeAL about?").ask("What are its drawbacks?")
    page.press("edit-0")
    editor = page.app.text_area(key="paperchat-editor")
    assert editor.value == "What is DeAL about?"
    page.press("cancel-edit-0")
    assert not page.app.text_area
    page.press("correct-1")
    assert "DeAL: Decoding-time" in page.app.text_area(key="paperchat-editor").value
    page.app.text_area(key="paperchat-editor").set_value("What are the limits of RPS?")
    page.press("ask-edited-1")
    kept = store.load(page.address).conversation.turns
    assert [turn.question for turn in kept] == [
        "What is DeAL about?",
        "What are the limits of RPS?",
    ]
    assert not page.app.text_area
    page.press("edit-0")
    page.app.text_area(key="paperchat-editor").set_value("What is RPS?")
    page.press("ask-edited-0")
    assert [t.question for t in store.load(page.address).conversation.turns] == ["What is RPS?"]
    reloaded = open_page(own_home, page.address)
    reloaded.press("undo-0")
    assert len(store.load(page.address).conversation.turns) == 2


def test_an_answer_that_a_killed_server_left_is_shown_and_asked_again(
    open_page, own_home, store
) -> None:
    from paperchat.library.keeping import ConversationKeeper
    from paperchat.recording import BROKE_OFF, Recording

    keeper = ConversationKeeper(store)
    Recording(keeper, QUESTION, "extractive")
    page = open_page(own_home, keeper.id)
    assert QUESTION in page.html
    assert BROKE_OFF in page.html
    page.press("again-0")
    assert BROKE_OFF not in page.html
    assert store.load(str(keeper.id)).turns[0].turn.answer.complete


def test_a_page_that_is_only_looked_at_keeps_nothing(open_page, own_home, store) -> None:
    page = open_page(own_home)
    page.ask("   ")
    assert page.app.button(key="new-conversation").disabled
    assert store.count() == 0
    assert "Conversations</div>" not in page.html
    assert not page.app.get("download_button")
