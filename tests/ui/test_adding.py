"""Adding papers from the page."""

from __future__ import annotations

import json
import threading
import time

import pytest

from paperchat.ingestion import Progress, Source
from paperchat.library.changing import remove_papers
from paperchat.library.library import Library
from paperchat.types import IngestReport, Rejected
from paperchat.ui.adding import said_of
from paperchat.ui.ingest_run import IngestRun
from paperchat.ui.report_html import report_html

GOOD = json.dumps({"title": "Tides of <b>March</b>", "abstract": "The sea comes in. It goes out."})
BAD = '{"title": "Cut off'


def _settled(page):
    """Run the page until nothing is being added."""
    for _ in range(100):
        if "stop-adding" not in page.buttons:
            return page
        time.sleep(0.1)
        page.app.run()
    raise AssertionError("papers are still being added")


def test_pasted_text_is_added_and_what_was_rejected_is_told(open_page, own_home) -> None:
    page = open_page(own_home).view("add")
    page.app.text_area(key="add-text").set_value(f"{GOOD}\n{BAD}\n")
    _settled(page.press("add-send"))
    assert "Read 2 records: 1 new, 0 updated, 0 known already, 1 rejected." in page.html
    assert "The library holds 49 papers." in page.html
    assert "pasted text, line 2" in page.html
    # It is there until it is put away, and what came in is found.
    page.app.run()
    assert "1 rejected" in page.html
    page.press("close-report")
    assert "1 rejected" not in page.html
    page.view("papers")
    page.app.text_input(key="library-words").set_value("tides").run()
    assert len(page.rows) == 1


def test_the_way_from_the_sidebar_leaves_nothing_in_the_log(open_page, own_home, caplog) -> None:
    page = open_page(own_home)
    page.press("add-papers")
    assert "add-send" in page.buttons
    assert "library-view" not in caplog.text


def test_a_file_is_added(open_page, own_home) -> None:
    page = open_page(own_home).view("add")
    page.app.file_uploader(key="add-files").set_value(
        [("tides.jsonl", f"{GOOD}\n{BAD}\n".encode(), "application/json")]
    )
    _settled(page.press("add-send"))
    assert "1 new" in page.html
    assert "tides.jsonl, line 2" in page.html


def test_the_good_files_are_taken_and_the_bad_ones_named(open_page, own_home) -> None:
    page = open_page(own_home).view("add")
    bad = [("empty.bib", b"", "text/plain"), ("broken.pdf", b"\x00\x01" * 300, "application/pdf")]
    page.app.file_uploader(key="add-files").set_value(bad)
    _settled(page.press("add-send"))
    assert "Nothing was added: none of the 2 sources can be read." in page.html
    assert "empty.bib is empty" in page.html
    assert "broken.pdf" in page.html
    good = ("tides.jsonl", f"{GOOD}\n{BAD}\n".encode(), "application/json")
    page.app.file_uploader(key="add-files").set_value([bad[0], good, bad[1]])
    _settled(page.press("add-send"))
    assert "Read 2 records: 1 new, 0 updated, 0 known already, 1 rejected." in page.html
    assert "2 sources could not be read:" in page.html
    assert "empty.bib is empty" in page.html
    assert "broken.pdf" in page.html
    assert "tides.jsonl, line 2" in page.html


def test_what_is_no_source_is_told_in_a_sentence(open_page, own_home) -> None:
    page = open_page(own_home).view("add")
    page.press("add-send")
    assert "Choose a file or paste a text first." in page.html
    page.app.text_area(key="add-text").set_value("Just some words, no papers <at all>.")
    _settled(page.press("add-send"))
    assert 'role="alert"' in page.html
    assert "<at all>" not in page.html
    # What was refused stays in the box, until all of it is taken in.
    assert page.app.text_area(key="add-text").value == "Just some words, no papers <at all>."
    page.app.text_area(key="add-text").set_value(f"{GOOD}\n{BAD}\n")
    _settled(page.press("add-send"))
    assert BAD in page.app.text_area(key="add-text").value
    page.app.text_area(key="add-text").set_value(GOOD)
    _settled(page.press("add-send"))
    assert page.app.text_area(key="add-text").value == ""


def test_the_report_on_a_file_is_not_of_the_faulty_text_left_in_the_box(
    open_page, own_home
) -> None:
    page = open_page(own_home).view("add")
    text = f"{GOOD}\n{BAD}\n"
    page.app.text_area(key="add-text").set_value(text)
    _settled(page.press("add-send"))
    other = json.dumps({"title": "Ebb and Moor", "abstract": "The sea goes out. It comes in."})
    for name in ("one.jsonl", "two.jsonl"):
        file = (name, other.encode(), "application/json")
        page.app.file_uploader(key="add-files").set_value([file])
        page.app.text_area(key="add-text").set_value(text)
        _settled(page.press("add-send"))
        assert "Read 1 record:" in page.html
        assert "0 rejected" in page.html
        assert page.app.text_area(key="add-text").value == text
    # It is read again where nothing else is, and where it was mended.
    page.app.text_area(key="add-text").set_value(text)
    _settled(page.press("add-send"))
    assert "1 known already, 1 rejected" in page.html
    page.app.text_area(key="add-text").set_value(GOOD)
    page.app.file_uploader(key="add-files").set_value([file])
    _settled(page.press("add-send"))
    assert "2 known already, 0 rejected" in page.html
    assert page.app.text_area(key="add-text").value == ""


def test_a_pasted_title_and_abstract_are_a_paper(open_page, own_home) -> None:
    page = open_page(own_home).view("add")
    page.app.text_area(key="add-text").set_value(
        "Robbers of Nectar\n\nShort-tongued bees bite holes into long flowers and take the nectar. "
        "We watched 2,300 visits and found that robbed flowers set 12% fewer seeds."
    )
    _settled(page.press("add-send"))
    assert "1 new" in page.html
    assert page.app.text_area(key="add-text").value == ""
    # The report of the first stays until it is put away; the second is taken all the same.
    page.app.text_area(key="add-text").set_value(
        "Bees at Night\n\nSome bees fly by the light of the moon. We followed 40 of them through a "
        "whole summer and saw that they visit white flowers nine times out of ten."
    )
    _settled(page.press("add-send"))
    assert page.app.text_area(key="add-text").value == ""
    assert "Choose a file or paste a text first." not in page.html
    page.view("papers")
    page.app.text_input(key="library-words").set_value("nectar").run()
    assert len(page.rows) == 1
    page.app.text_input(key="library-words").set_value("moon").run()
    assert len(page.rows) == 1


def test_the_starter_papers_are_offered_as_long_as_some_are_missing(open_page, own_home) -> None:
    page = open_page(own_home)
    assert "add-starter" not in page.view("add").buttons
    library = Library(own_home)
    with library.writing():
        remove_papers(library, [paper.id for paper in library.catalogue.papers()][:2])
    library.close()
    page.view("add")
    assert page.app.button(key="add-starter").label == "Add the missing starter papers"
    _settled(page.press("add-starter"))
    assert "2 new, 0 updated, 46 known already" in page.html
    assert "add-starter" not in page.buttons


def test_a_report_leads_to_the_new_papers(open_page, own_home) -> None:
    page = open_page(own_home)
    page.view("papers").app.text_input(key="library-words").set_value("dancegr").run()
    page.app.selectbox(key="library-code").set_value("yes").run()
    page.view("add").app.text_area(key="add-text").set_value(GOOD)
    _settled(page.press("add-send")).press("show-new")
    assert "49 papers" in page.html
    assert page.app.button(key=f"row-{page.rows[0]}").label.startswith("Tides of")
    # Where nothing is new there is nothing to show.
    page.view("add").app.text_area(key="add-text").set_value(GOOD)
    _settled(page.press("add-send"))
    assert "1 known already" in page.html
    assert "show-new" not in page.buttons


def test_others_go_on_while_papers_come_in_and_a_busy_library_is_told(open_page, own_home) -> None:
    page, other = open_page(own_home), open_page(own_home)
    writer = Library(own_home)
    with writer.writing():
        page.view("add")
        page.app.text_area(key="add-text").set_value(GOOD)
        page.press("add-send")
        assert "stop-adding" in page.buttons
        assert "Another process is writing to this library" in page.html
        other.view("add")
        assert "Another visitor" in other.html
        assert "stop-adding" not in other.buttons
        assert "add-send" not in other.buttons
        assert other.view("papers").rows
        assert "pc-quotes" in other.go("chat").ask("What is DanceGRPO?").html
    writer.close()
    _settled(page)
    assert "1 new" in page.html


def test_a_run_can_be_stopped(own_home, embedder) -> None:
    library = Library(own_home)
    library.require(embedder)

    class Space:
        pass

    space = Space()
    space.library, space.embedder = library, embedder
    with library.writing():
        run = IngestRun(space, [Source.from_text(GOOD)])
        run.stop()
    run.wait(20)
    assert run.over
    assert (run.stopped, run.report, run.trouble) == (True, None, "")
    library.close()


def test_a_run_that_fails_says_so(own_home) -> None:
    class Space:
        library = None
        embedder = None

    run = IngestRun(Space(), [Source.from_text("no papers")])
    run.wait(20)
    assert run.trouble
    assert threading.active_count()


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (Progress("reading", 1500, None), "Reading papers: 1,500"),
        (Progress("embedding", 3, 10), "Making papers findable by meaning: 3 of 10"),
        (Progress("waiting", 0, None, "Wait."), "Wait."),
    ],
)
def test_progress_in_words(progress, said) -> None:
    assert said_of(progress) == said


def test_a_long_report_is_cut_and_escaped() -> None:
    rejected = tuple(Rejected(f"<b>{n}</b>", "a&b.jsonl", n) for n in range(60))
    body = report_html(IngestReport(("x",), 60, 0, 0, 0, rejected, 0, 1, 0.1))
    assert body.count("<li") == 50
    assert "and 10 more" in body
    assert "&lt;b&gt;3&lt;/b&gt;" in body
    assert "<b>3</b>" not in body
