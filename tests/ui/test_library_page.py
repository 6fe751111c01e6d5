"""The library page: listing, filters, one paper, removing and undoing."""

from __future__ import annotations

import html
import re
import time
from datetime import date
from pathlib import Path

import pytest

from ingest.chunking import cut
from paperchat.library.library import Library
from paperchat.retrieval.corpus_map import Topic, topics_of
from paperchat.types import Record
from paperchat.ui.paper_list import PER_PAGE
from paperchat.ui.removing import BUSY

DANCE = "2505.07818"
HOSTILE = Record(
    title="$x^2$ <img src=x onerror=alert(1)> **bold** :smile: عنوان [a](javascript:1) 😀",
    text="We study $y$ <script>alert(1)</script> & more. It is `code` and *stars*.",
    url="javascript:alert(1)",
    code_url="https://example.org/code",
    record_id="odd/id:1 <b>",
    published=date(2024, 1, 2),
    source='<i>"odd"</i>.jsonl',
)


def _text(body: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", body))


@pytest.fixture
def library_page(open_page, starter_home):
    return open_page(starter_home).go("library")


def test_the_library_is_listed_a_page_at_a_time(library_page) -> None:
    page = library_page
    assert '<h1 class="pc-heading">Library</h1>' in page.html
    assert "48 papers" in page.html
    assert len(page.rows) == PER_PAGE
    first = page.rows
    assert page.app.button(key="page-previous").disabled
    page.press("page-next")
    assert len(page.rows) == 48 - PER_PAGE
    assert not set(first) & set(page.rows)
    assert "26 to 48 of 48" in page.html
    assert page.app.button(key="page-next").disabled


def test_words_narrow_the_list_and_begin_at_its_first_page(library_page) -> None:
    page = library_page.press("page-next")
    page.app.text_input(key="library-words").set_value("dancegr").run()
    assert page.rows == [DANCE]
    assert "1 paper of 48" in page.html
    page.app.text_input(key="library-words").set_value("dancegrpo xyzzy").run()
    assert page.rows == []
    assert "No paper holds all of these words" in page.html
    page.app.text_input(key="library-words").set_value("alignment").run()
    assert "1 to 25 of" in page.html


def test_filters_and_order(library_page) -> None:
    page = library_page
    page.app.text_input(key="library-From").set_value("2025-05").run()
    page.app.text_input(key="library-Until").set_value("2025").run()
    page.app.selectbox(key="library-order-all").set_value("oldest").run()
    found = page.app.session_state
    assert found["library-From"] == "2025-05"
    assert page.rows[0] == DANCE
    assert " of 48 · from 2025-05 · until 2025<" in page.html
    page.app.selectbox(key="library-code").set_value("no").run()
    assert " · until 2025 · without code<" in page.html
    page.app.selectbox(key="library-code").set_value("yes").run()
    assert all("code" in body for body in page.bodies if 'class="pc-meta"' in body)
    page.app.text_input(key="library-From").set_value("sometime").run()
    assert "is not a date" in page.html
    assert page.rows == []


def test_a_topic_of_the_map_narrows_the_list(open_page, starter_home) -> None:
    page = open_page(starter_home).view("pictures")
    page.press("list-topic-0")
    end = time.monotonic() + 30
    while not page.rows and time.monotonic() < end:
        page.app.run()
    page.app.run()  # The topics may have been found after the box was drawn.
    box = page.app.selectbox(key="library-topic")
    chosen = box.value
    topics = {topic.name: topic.paper_ids for topic in open_library_topics(starter_home)}
    assert set(box.options) == {"Any topic", *topics}
    assert f"{len(topics[chosen])} papers of 48 · on {chosen}" in page.html
    assert set(page.rows) <= topics[chosen]
    page.app.text_input(key="library-words").set_value("alignment").run()
    assert set(page.rows) <= topics[chosen]
    page.app.text_input(key="library-words").set_value("").run()
    assert f"{len(topics[chosen])} papers of 48" in page.html
    page.app.selectbox(key="library-topic").set_value("").run()
    assert "48 papers" in page.html


def open_library_topics(home: Path) -> tuple[Topic, ...]:
    library = Library(home)
    try:
        return topics_of(library)
    finally:
        library.close()


def test_what_was_searched_is_there_after_a_visit_to_a_paper(library_page) -> None:
    page = library_page
    page.app.text_input(key="library-words").set_value("dancegr").run()
    page.press(f"row-{DANCE}").press("to-library")
    assert page.app.text_input(key="library-words").value == "dancegr"
    assert page.rows == [DANCE]


def test_a_paper_has_a_page_of_its_own(library_page) -> None:
    page = library_page.press("page-next").press("page-previous")
    page.app.text_input(key="library-words").set_value("dancegrpo").run()
    page.press(f"row-{DANCE}")
    assert page.named("paper") == [DANCE]
    assert "DanceGRPO: Unleashing GRPO on Visual Generation</h1>" in page.html
    assert "May 12, 2025" in page.html
    assert "not the authors' own wording" in page.html
    assert 'href="https://arxiv.org/abs/2505.07818"' in page.html
    assert len([key for key in page.buttons if key.startswith("like-")]) == 5
    assert "pc-role" not in page.html.replace("pc-role-name", "")
    plain = _text(next(body for body in page.bodies if "pc-paper-text" in body))
    page.app.toggle(key="shade-roles").set_value(True).run()
    body = next(body for body in page.bodies if "pc-paper-text" in body)
    assert {"Problem", "Approach", "Result"} <= set(re.findall(r'pc-role-name">(\w+)<', body))
    shaded = _text(re.sub(r'<span class="pc-role-name">\w+</span>', "", body))
    assert shaded.startswith(plain.split("A digest")[0])


def test_the_address_of_a_paper_leads_there(open_page, starter_home) -> None:
    page = open_page(starter_home).go("library", paper=DANCE)
    assert "DanceGRPO" in page.html
    page.go("library", paper="no-such-paper")
    assert "holds no paper at this address" in page.html
    assert "return-paper" not in page.buttons


def test_asking_about_a_paper_begins_a_question_in_the_chat(open_page, starter_home) -> None:
    page = open_page(starter_home).go("library", paper=DANCE).press("ask-about")
    assert page.app.chat_input
    assert page.named("paper") == []
    # The box holds the beginning; nothing is asked before it is sent.
    assert page.app.chat_input[0].proto.value.startswith("In “DanceGRPO")
    assert "pc-question" not in page.html


def test_papers_are_shown_as_they_are_and_never_run(open_page, own_home) -> None:
    library = Library(own_home)
    with library.writing():
        [(paper_id, _)] = library.catalogue.store([HOSTILE], cut)
        library.lexical.catch_up()
        library.lexical.finish()
    library.close()
    page = open_page(own_home).go("library")
    page.app.text_input(key="library-words").set_value("bold smile").run()
    assert page.rows == [paper_id]
    label = page.app.button(key=f"row-{paper_id}").label
    assert "\\$x" in label
    assert "\\<img" in label
    page.press(f"row-{paper_id}")
    assert f"{HOSTILE.title}" in _text(page.html)
    assert f"{HOSTILE.text}" in _text(page.html)
    page.app.toggle(key="shade-roles").set_value(True).run()
    assert "&lt;script&gt;" in page.html
    assert "<script" not in page.html
    assert "<img" not in page.html
    assert "javascript:" not in "".join(re.findall(r'href="([^"]*)"', page.html))
    assert 'href="https://example.org/code"' in page.html


def test_a_paper_is_removed_and_put_back(open_page, own_home) -> None:
    page = open_page(own_home).go("library", paper=DANCE).press("remove-paper")
    assert page.named("paper") == []
    assert "is removed." in page.html
    assert "47 papers" in page.html
    page.press("undo-remove")
    assert page.named("paper") == [DANCE]
    assert "DanceGRPO: Unleashing" in page.html
    assert "undo-remove" not in page.buttons
    assert "48 papers" in page.press("to-library").html


def test_a_removal_can_be_undone_in_a_later_visit(open_page, own_home) -> None:
    open_page(own_home).go("library", paper=DANCE).press("remove-paper")
    later = open_page(own_home).view("add")
    assert f"return-{DANCE}" in later.buttons
    later.go("library", paper=DANCE)
    assert "return-paper" in later.buttons
    later.press("return-paper")
    assert "DanceGRPO: Unleashing" in later.html
    assert f"return-{DANCE}" not in later.view("add").buttons


def test_nothing_is_removed_while_another_process_writes(open_page, own_home) -> None:
    page = open_page(own_home).go("library", paper=DANCE)
    other = Library(own_home)
    with other.writing():
        page.press("remove-paper")
    other.close()
    assert BUSY in page.html
    assert "DanceGRPO" in page.html


def test_twenty_thousand_papers_are_listed_by_the_page(open_page, tmp_path: Path) -> None:
    home = tmp_path / "large"
    library = Library(home)
    records = [
        Record(title=f"Study {n} of kettles", text=f"Kettle {n} whistles.", record_id=f"k{n}",
               published=date(2000 + n % 20, 1 + n % 12, 1), source="kettles.jsonl")
        for n in range(20_000)
    ]  # fmt: skip
    with library.writing():
        for start in range(0, len(records), 5_000):
            library.catalogue.store(records[start : start + 5_000], cut)
        library.lexical.catch_up()
        library.lexical.finish()
    library.close()
    page = open_page(home).go("library")
    assert "20,000 papers" in page.html
    assert len(page.rows) == PER_PAGE
    page.press("page-next")
    assert "26 to 50 of 20,000" in page.html
    page.app.text_input(key="library-words").set_value("kettle whist").run()
    assert len(page.rows) == PER_PAGE
    assert "19,000 more hold these words" in page.html
    page.app.text_input(key="library-words").set_value("study 12345").run()
    assert page.rows[0] == "k12345"
