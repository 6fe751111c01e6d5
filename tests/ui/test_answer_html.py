from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from paperchat.layout import Paragraph, beside_grid, paragraphs
from paperchat.types import (
    Answer,
    AnswerSentence,
    Citation,
    Comparison,
    ComparisonCell,
    ComparisonRow,
    Paper,
    Timings,
)
from paperchat.ui.answer_html import grid_html, paragraph_html
from paperchat.ui.citation_html import Sources, authors, panel

TEXT = "Kelp grows fast. A frame costs $5, or a*b*c <b>less</b>. Storms tear frames away."
QUOTE = "A frame costs $5, or a*b*c <b>less</b>."
PAPER = Paper(
    id="kelp",
    title="Kelp & Frames: <i>Growing</i> at Sea",
    text=TEXT,
    text_kind="abstract",
    authors=(),
    author_count=4,
    published=date(2024, 3, 5),
    url="https://arxiv.org/abs/2403.00001",
    code_url="javascript:alert(1)",
    project_url=None,
    arxiv_id="2403.00001",
    doi=None,
    comment_count=None,
    source="tests",
    added_at=datetime(2025, 1, 1, tzinfo=UTC),
)
START = TEXT.index(QUOTE)
CITATION = Citation(1, "kelp", PAPER.title, QUOTE, START, START + len(QUOTE), PAPER.url, "abstract")
SOURCES = Sources({1: CITATION}, {"kelp": PAPER}, "pc0")
SAID = AnswerSentence("From “Kelp”:", (), "none")
QUOTED = AnswerSentence(QUOTE, (1,), "verbatim")


def _visible(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def test_connecting_words_begin_paragraphs() -> None:
    found = paragraphs([SAID, QUOTED, QUOTED, SAID, QUOTED])
    assert [(p.lead, len(p.sentences)) for p in found] == [(SAID.text, 2), (SAID.text, 1)]


def test_a_quote_without_a_lead_has_a_paragraph_too() -> None:
    assert [(p.lead, len(p.sentences)) for p in paragraphs([QUOTED])] == [("", 1)]
    assert paragraphs([]) == []


def test_a_chip_opens_the_panel_of_its_own() -> None:
    markup = paragraph_html(Paragraph("From", [QUOTED, QUOTED]), SOURCES, "0")
    targets = re.findall(r'class="pc-chip" popovertarget="([^"]+)"', markup)
    panels = re.findall(r'<div popover class="pc-panel" id="([^"]+)"', markup)
    assert targets == panels
    assert len(set(panels)) == 2
    assert _visible(markup).count("[1]") == 4


def test_a_panel_shows_the_quote_in_its_place_and_the_record() -> None:
    markup = panel(SOURCES, 1, "0")
    assert re.findall(r"<mark>(.*?)</mark>", markup) == [html.escape(QUOTE)]
    seen = _visible(markup)
    assert TEXT in seen
    assert PAPER.title in seen
    assert "March 5, 2024" in seen
    assert "4 authors" in seen
    assert "abstract" in seen
    assert 'href="https://arxiv.org/abs/2403.00001"' in markup
    assert 'rel="noopener noreferrer"' in markup
    assert "javascript:" not in markup


def test_a_digest_is_said_to_be_one() -> None:
    citation, paper = replace(CITATION, text_kind="digest"), replace(PAPER, text_kind="digest")
    seen = _visible(panel(Sources({1: citation}, {"kelp": paper}, "p"), 1, "0"))
    assert "digest" in seen
    assert "not the authors' own wording" in seen


@pytest.mark.parametrize(
    "papers",
    [{}, {"kelp": replace(PAPER, text="Rewritten since. " + TEXT)}],
    ids=["removed", "changed"],
)
def test_a_quote_outlives_its_paper(papers: dict[str, Paper]) -> None:
    markup = panel(Sources({1: CITATION}, papers, "p"), 1, "0")
    assert re.findall(r"<mark>(.*?)</mark>", markup) == [html.escape(QUOTE)]
    told = "no longer holds the text" if papers else "This paper is no longer in the library"
    assert told in markup
    assert "Rewritten" not in markup


def test_a_label_never_issued_is_kept_and_marked() -> None:
    sentence = AnswerSentence("Frames last.", (7,), "unsupported")
    markup = paragraph_html(Paragraph("", [sentence]), SOURCES, "0")
    assert "pc-chip-unknown" in markup
    assert "popovertarget" not in markup
    assert "[7]" in _visible(markup)
    assert "not supported by a source" in markup


def test_nothing_of_a_paper_is_markup() -> None:
    markup = paragraph_html(Paragraph("<b>$x$</b>", [QUOTED]), SOURCES, "0")
    assert not re.search(r"<(?!/?(?:div|span|button|mark|time|a)\b)", markup)
    assert "<b>$x$</b>" in _visible(markup)
    assert QUOTE in _visible(markup)


@pytest.mark.parametrize(
    ("names", "count", "expected"),
    [
        ((), None, ""),
        ((), 1, "1 author"),
        ((), 5, "5 authors"),
        (("A. Low", "B. Ray"), 2, "A. Low, B. Ray"),
        (("A. Low", "B. Ray"), None, "A. Low, B. Ray"),
        (("A. Low",), 9, "A. Low … (9 authors)"),
        (tuple("ABCDEFGH"), 8, "A, B, C, D, E, F … (8 authors)"),
    ],
)
def test_authors(names: tuple[str, ...], count: int | None, expected: str) -> None:
    assert authors(replace(PAPER, authors=names, author_count=count)) == expected


GRID = Comparison(
    ("kelp", "other"),
    (
        ComparisonRow("Results", (ComparisonCell((1,), QUOTE), None)),
        ComparisonRow("Limits", (None, None)),
    ),
)


def test_a_grid_is_a_table_with_a_head_for_each_row_and_column() -> None:
    markup = grid_html(GRID, [(PAPER.title, ""), ("Other <x>", "O<")], SOURCES)
    assert '<span class="pc-called">O&lt;</span> Other &lt;x&gt;' in markup
    assert markup.count('scope="row"') == 2
    assert markup.count('scope="col"') == 3
    assert markup.count("<td") == 4
    assert markup.count("not stated in the abstract") == 3
    assert re.findall(r'popovertarget="([^"]+)" aria', markup) == re.findall(
        r'popover class="pc-panel" id="([^"]+)"', markup
    )
    # Each cell names its paper, for screens on which the table falls apart into cards.
    assert markup.count("</span> Other &lt;x&gt;</div>") == 2


def test_claims_beside_the_grid_are_not_lost() -> None:
    closing = AnswerSentence("Both grow kelp.", (1,), "supported")
    answer = Answer(
        "q", None, "comparison", "answered", "", (SAID, QUOTED, closing), (CITATION,), GRID,
        (), (), "extractive", Timings(0, 0, 0),
    )  # fmt: skip
    assert beside_grid(answer) == (closing,)
    assert beside_grid(replace(answer, comparison=None)) == ()
