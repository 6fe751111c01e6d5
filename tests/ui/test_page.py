from __future__ import annotations

import html
import logging
import re
import threading
from datetime import date

import pytest
import streamlit as st

from paperchat.assistant import Assistant, Finished, SentenceReady
from paperchat.errors import LibraryError
from paperchat.library.library import Library
from paperchat.types import AnswerSentence, Record
from paperchat.ui import page as page_module
from paperchat.ui.chat import UNEXPECTED
from paperchat.ui.sidebar import program

QUESTION = "What does RPS do?"
HOSTILE = Record(
    title="Buoy: $5 Floats <script>alert(1)</script> that *Never* Sink ~ at Sea",
    text=(
        "Harbour buoys sink when barnacles settle on them. "
        "We propose Buoy, a float that costs $5 ... $3 when bought in bulk, with a*b*c coating, "
        "\\(x^2\\) layers, ~10 bolts and <script>alert('sunk')</script> printed on top. "
        "![float](http://elsewhere.example/float.png) shows it after [two](javascript:x) winters. "
        "Buoy stays up 3 times as long as <b>painted</b> buoys 🧪 of $4."
    ),
    author_count=2,
    published=date(2024, 6, 7),
    url="javascript:alert(1)",
    source="tests",
)


def _visible(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def test_the_start_explains_and_suggests(open_page, starter_home) -> None:
    page = open_page(starter_home)
    assert not page.app.exception
    assert "What carries a number is quoted word for word" in page.html
    suggestions = [key for key in page.buttons if key.startswith("suggestion-")]
    assert len(suggestions) == 4
    assert "Ask about the 48 papers of this library, 2022 to 2025, among them some on " in page.html
    assert page.app.button(key="new-conversation").disabled


def test_the_sidebar_tells_what_is_there_and_how_to_add(open_page, starter_home) -> None:
    page = open_page(starter_home)
    assert "48 papers" in page.html
    assert "October 2022 to November 2025" in page.html
    assert str(starter_home) in page.html
    assert page.app.sidebar.selectbox[0].options == ["The papers' own sentences"]
    assert "what carries a number is a quote" in _visible(page.html)
    assert "Nothing leaves this machine." in page.html
    command = page.app.sidebar.code[0].value
    assert command.startswith(f"{program()} ingest FILE")
    assert str(starter_home) in command


def test_a_question_is_answered_with_quotes(open_page, starter_home) -> None:
    page = open_page(starter_home).ask(QUESTION)
    assert QUESTION in page.html
    library = Library(starter_home)
    texts = {paper.title: paper.text for paper in library.catalogue.papers()}
    library.close()
    quotes = re.findall(r'<span class="pc-verbatim">(.*?)</span>', page.html)
    marks = re.findall(r"<mark>(.*?)</mark>", page.html)
    assert quotes
    assert marks == quotes
    assert all(any(html.unescape(q) in text for text in texts.values()) for q in quotes)
    assert page.html.count("popover class") == len(quotes)
    assert "digest" in page.html
    assert not [key for key in page.buttons if key.startswith("suggestion-")]
    assert not page.app.button(key="new-conversation").disabled


@pytest.mark.parametrize("number", range(4))
def test_each_suggestion_is_answered(open_page, starter_home, number) -> None:
    page = open_page(starter_home).press(f"suggestion-{number}")
    assert "pc-chip" in page.html
    assert "pc-refusal" not in page.html


def test_a_refusal_says_what_is_missing_and_offers_the_nearest(open_page, starter_home) -> None:
    page = open_page(starter_home).ask("Why is the sky blue?")
    assert "sky" in _visible(page.html)
    assert "pc-refusal" in page.html
    assert "pc-chip" not in page.html
    near = [key for key in page.buttons if key.startswith("near-0-")]
    assert near
    page.press(near[0])
    assert page.html.count("pc-question") == 2
    assert "pc-chip" in page.html


def test_a_comparison_is_a_table(open_page, starter_home) -> None:
    page = open_page(starter_home)
    compare = next(
        key for key in page.buttons
        if key.startswith("suggestion-") and page.app.button(key=key).label.startswith("Compare")
    )  # fmt: skip
    page.press(compare)
    grid = next(body for body in page.bodies if "pc-grid" in body)
    assert grid.count('<th role="rowheader"') >= 3
    assert "pc-chip" in grid


def test_clicks_keep_answers_and_ask_nothing_twice(open_page, starter_home, monkeypatch) -> None:
    page = open_page(starter_home)
    asked: list[str] = []
    stream = Assistant.stream

    def counted(self, question, *arguments):
        asked.append(question)
        return stream(self, question, *arguments)

    monkeypatch.setattr(Assistant, "stream", counted)
    page.ask(QUESTION)
    first = [body for body in page.bodies if "pc-verbatim" in body]
    page.ask("Why is the sky blue?")
    page.app.run()
    page.press("near-1-0")
    assert first
    assert all(body in page.html for body in first)
    assert len(asked) == 3
    assert asked[:2] == [QUESTION, "Why is the sky blue?"]


def test_a_new_conversation_starts_over(open_page, starter_home) -> None:
    page = open_page(starter_home).ask(QUESTION).press("new-conversation")
    assert "pc-question" not in page.html
    assert "suggestion-0" in page.buttons


def test_an_answer_that_breaks_off_keeps_what_came(open_page, starter_home, monkeypatch) -> None:
    page = open_page(starter_home)
    stream, streams = Assistant.stream, []

    def interrupted(self, question, *arguments):
        streams.append(question)
        for number, event in enumerate(stream(self, question, *arguments)):
            if number == 2:
                return
            yield event

    monkeypatch.setattr(Assistant, "stream", interrupted)
    page.ask(QUESTION)
    assert streams == [QUESTION]
    assert page.html.count("pc-verbatim") == 1
    assert "broke off" in page.html
    assert "again-0" in page.buttons


def test_a_rerun_between_two_sentences_loses_none(open_page, starter_home, monkeypatch) -> None:
    page = open_page(starter_home)
    expected: list[AnswerSentence] = []
    stream, streams = Assistant.stream, []

    def watched(self, question, *arguments):
        streams.append(question)
        events = list(stream(self, question, *arguments))
        expected.extend(e.sentence for e in events if isinstance(e, SentenceReady))
        return iter(events)

    update, updates = page_module.LiveTurn.update, []

    def update_and_rerun(self):
        update(self)
        updates.append(self)
        if len(updates) in (2, 5):
            st.rerun()

    monkeypatch.setattr(Assistant, "stream", watched)
    monkeypatch.setattr(page_module.LiveTurn, "update", update_and_rerun)
    page.ask(QUESTION)
    assert streams == [QUESTION]
    seen = _visible(page.html)
    assert len(expected) > 3
    assert all(seen.count(sentence.text) >= 1 for sentence in expected)
    quoted = [sentence for sentence in expected if sentence.verdict == "verbatim"]
    assert page.html.count("pc-verbatim") == len(quoted)


def test_hostile_papers_are_shown_as_written(open_page, home, add_papers) -> None:
    add_papers(home, [HOSTILE])
    page = open_page(home)
    assert page.app.button(key="suggestion-0").label.startswith("Summarize")
    page.press("suggestion-0")
    seen = _visible(page.html)
    assert HOSTILE.text in seen
    assert HOSTILE.title in seen
    assert "<script" not in page.html
    assert "<img" not in page.html
    links = re.findall(r"<a [^>]*href=.([^\"']*)", page.html)
    assert links
    assert all(link.startswith("library?paper=") for link in links)
    assert not page.app.markdown
    page.ask('<img src=x onerror="alert(1)"> $2 and $3?')
    assert "<img" not in page.html
    assert '<img src=x onerror="alert(1)"> $2 and $3?' in _visible(page.html)


def test_new_papers_are_noticed_by_an_open_page(open_page, own_home, add_papers) -> None:
    page = open_page(own_home)
    add_papers(own_home, [HOSTILE])
    page.ask("Why do harbour buoys sink when barnacles settle?")
    assert "49 papers" in page.html
    assert "barnacles settle on them" in "".join(
        re.findall(r'<span class="pc-verbatim">(.*?)</span>', page.html)
    )


def test_an_empty_library_says_what_to_do(open_page, home, embedder) -> None:
    library = Library(home)
    library.require(embedder)
    library.catalogue.record_facts({"generation": "1"})
    library.close()
    page = open_page(home)
    assert "The library is empty" in page.html
    assert "0 papers" in page.html
    assert not [key for key in page.buttons if key.startswith("suggestion-")]


def test_a_new_home_is_given_the_starter_library(open_page, home) -> None:
    page = open_page(home)
    assert "48 papers" in page.html


def test_visitors_share_the_library_and_nothing_else(open_page, starter_home) -> None:
    first = open_page(starter_home).ask(QUESTION)
    second = open_page(starter_home)
    assert QUESTION in first.html
    assert QUESTION not in second.html


def test_the_library_is_opened_once(open_page, starter_home, monkeypatch) -> None:
    from paperchat.ui import opening

    opened = []
    really = opening.open_workspace

    def counted(*arguments):
        opened.append(threading.get_ident())
        return really(*arguments)

    monkeypatch.setattr(opening, "open_workspace", counted)
    for _ in range(3):
        open_page(starter_home).ask(QUESTION)
    assert len(opened) == 1


def test_a_wrong_setting_is_one_sentence(open_page, home, monkeypatch) -> None:
    monkeypatch.setenv("PAPERCHAT_MODEL", "telepathy")
    page = open_page(home)
    assert 'role="alert"' in page.html
    assert "PAPERCHAT_MODEL=telepathy" in page.html
    assert "Traceback" not in page.html
    assert not page.app.exception
    # Nothing of the failure is kept: the next visitor, with the setting mended, is served.
    monkeypatch.setenv("PAPERCHAT_MODEL", "extractive")
    assert "48 papers" in open_page(home).html


def test_a_folder_that_is_no_library_is_one_sentence(open_page, tmp_path) -> None:
    (tmp_path / "file").write_text("not a folder")
    page = open_page(tmp_path / "file")
    assert 'role="alert"' in page.html
    assert "cannot be created" in page.html


def test_an_error_in_an_answer_keeps_what_came(open_page, starter_home, monkeypatch) -> None:
    page = open_page(starter_home)
    stream = Assistant.stream

    def failing(self, question, *arguments):
        for event in stream(self, question, *arguments):
            if isinstance(event, Finished):
                raise LibraryError("The disk is full: <b>make</b> room.")
            yield event

    with monkeypatch.context() as patched:
        patched.setattr(Assistant, "stream", failing)
        page.ask(QUESTION)
    assert "The disk is full: &lt;b&gt;make&lt;/b&gt; room." in page.html
    assert "pc-verbatim" in page.html
    page.press("again-0")
    assert "The disk is full" not in page.html
    assert page.html.count("pc-question") == 1


def test_a_surprise_is_one_sentence_and_a_line_in_the_log(
    open_page, starter_home, monkeypatch, caplog
) -> None:
    page = open_page(starter_home)

    def broken(self, question, *arguments):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(Assistant, "stream", broken)
    with caplog.at_level(logging.ERROR):
        page.ask(QUESTION)
    assert UNEXPECTED in _visible(page.html)
    assert "secret detail" not in page.html
    assert "ZeroDivisionError" in caplog.text
    assert not page.app.exception


def test_blank_questions_are_not_asked(open_page, starter_home) -> None:
    page = open_page(starter_home).ask("   \n ")
    assert "pc-question" not in page.html
    assert "suggestion-0" in page.buttons


def test_small_talk_is_answered_in_plain_words(open_page, starter_home) -> None:
    page = open_page(starter_home).ask("Hello!")
    assert "pc-said" in page.html
    assert "pc-refusal" not in page.html
