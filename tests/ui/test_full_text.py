"""Quotes of a paper's text on the page: with their page, in their place, and nothing as markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from paperchat.cli.answer_text import answer_as_text
from paperchat.conversation_export import CONVERSATION_FORMATS
from paperchat.mcp import readable
from paperchat.types import (
    Answer,
    AnswerSentence,
    Body,
    Citation,
    PageSpan,
    Paper,
    Span,
    Timings,
    Turn,
)
from paperchat.ui.citation_html import Sources, chip, panel, paper_anchor
from paperchat.ui.paper_html import body_html
from paperchat.ui.source_cards import source_cards

TEXT = "1 Opening\nKelp grows <fast>. It grows at night.\nKelp is long."
BODY = Body(TEXT, (PageSpan(4, 0, 28), PageSpan(5, 29, len(TEXT))))
PAPER = Paper(
    "kelp", "On Kelp", "Kelp is a plant.", "abstract", (), None, None, None, None, None, None,
    None, None, "kelp.pdf", datetime(2026, 1, 1),
)  # fmt: skip
QUOTE = "It grows at night."
AT = TEXT.index(QUOTE)
CITED = Citation(
    1, "kelp", "On Kelp", QUOTE, AT, AT + len(QUOTE), None, "abstract", part="body", page=5
)
ANSWER = Answer(
    "When does kelp grow?", None, "ask", "answered", f"{QUOTE} [1]",
    (AnswerSentence(QUOTE, (1,), "verbatim"),), (CITED,), None, (), (), "extractive",
    Timings(1, 1, 0),
)  # fmt: skip
SOURCES = Sources({1: CITED}, {"kelp": PAPER}, "pc0", "c0ffee", {"kelp": BODY})


def test_the_page_stands_beside_the_quote() -> None:
    for shown in (chip(SOURCES, 1, "0"), panel(SOURCES, 1, "0"), source_cards(SOURCES)):
        assert "p. 5" in shown
    assert "PDF" in panel(SOURCES, 1, "0")


def test_the_panel_shows_the_page_with_the_quote_marked() -> None:
    shown = panel(SOURCES, 1, "0")
    assert f"<mark>{QUOTE}</mark>&#10;Kelp is long." in shown
    assert "Opening" not in shown


def test_links_lead_into_the_text() -> None:
    anchor = paper_anchor(SOURCES, "kelp", "there", CITED)
    assert f"from={AT}&amp;to={AT + len(QUOTE)}&amp;part=body" in anchor


def test_a_text_that_has_changed_since_is_not_pointed_into() -> None:
    for bodies in ({}, {"kelp": replace(BODY, text=TEXT.replace("night", "dawn."))}):
        changed = replace(SOURCES, bodies=bodies)
        assert not changed.holds(CITED)
        assert "no longer holds" in panel(changed, 1, "0")
        assert "part=body" not in paper_anchor(changed, "kelp", "there", CITED)


def test_the_text_page_by_page() -> None:
    shown = body_html(BODY, (Span(AT, AT + len(QUOTE)),))
    assert "Kelp grows &lt;fast&gt;." in shown
    assert f"<mark>{QUOTE}</mark>" in shown
    assert shown.index("p. 4") < shown.index("p. 5") < shown.index("<mark>")


def test_terminal_export_and_other_programs_name_the_page() -> None:
    place = f"p. 5, characters {AT} to {AT + len(QUOTE)} of the text"
    turns = [Turn(ANSWER.question, ANSWER)]
    for form in CONVERSATION_FORMATS.values():
        assert place in form("Kelp", turns, {"kelp": PAPER}, {})
    seen = readable.answer_as_text(ANSWER)
    assert f"(text, p. 5, characters {AT} to {AT + len(QUOTE)}; id kelp)" in seen
    assert f"(text, p. 5, {AT}-{AT + len(QUOTE)})" in answer_as_text(ANSWER)
