from __future__ import annotations

import html
import re

import pytest

from paperchat.types import Record, Span
from paperchat.ui.paper_page import span_told

PAPER = "a-survey-of-direct-preference-optimization"
NO_PLACE = "no such place"


def _marked(page) -> list[str]:
    return [html.unescape(found) for found in re.findall(r"<mark>(.*?)</mark>", page.html)]


def test_the_address_of_a_quote_marks_it(open_page, starter_home) -> None:
    page = open_page(starter_home).go("library", paper=PAPER)
    assert _marked(page) == []
    shown = re.search(r'<div class="pc-paper-text"[^>]*>(.*?)</div>', page.html)
    assert shown is not None
    text = html.unescape(shown[1])
    page.go("library", **{"paper": PAPER, "from": "10", "to": "90"})
    assert _marked(page) == [text[10:90]]
    assert NO_PLACE not in page.html
    page.app.toggle(key="shade-roles").set_value(True).run()
    assert "".join(_marked(page)) == text[10:90]


@pytest.mark.parametrize("told", [("5", "99999"), ("9", "9"), ("-1", "4"), ("x", "7"), ("", "7")])
def test_a_place_that_the_text_has_not_is_said_and_passed_over(
    open_page, starter_home, told
) -> None:
    query = {"paper": PAPER, "from": told[0], "to": told[1]}
    page = open_page(starter_home).go("library", **query)
    assert _marked(page) == []
    assert NO_PLACE in page.html
    assert "pc-paper-text" in page.html


@pytest.mark.parametrize(
    ("told", "span"),
    [
        (("0", "4"), Span(0, 4)),
        (("3", "4"), Span(3, 4)),
        (("0", "5"), None),
        (("²", "4"), None),
        (("٠", "4"), None),
        (("1" * 5000, "4"), None),
    ],
)
def test_a_span_is_read_only_from_plain_numbers_within_the_text(told, span) -> None:
    assert span_told(told, 4) == span


TIDES = Record(
    "Coasts & tides <b>",
    "Coasts erode as tides rise.",
    authors=("Ngozi Okafor", "Al <i>Moon</i> & Sons"),
    author_count=3,
    doi="10.1234/coasts.<2021>.1",
)
DUNES = Record("Dunes", "Dunes hold sand.", authors=("Ngozi Okafor",))


def test_authors_lead_to_their_papers_and_a_doi_to_its_address(
    open_page, own_home, add_papers
) -> None:
    add_papers(own_home, [TIDES, DUNES])
    page = open_page(own_home).go("library", author="Ngozi Okafor")
    assert len(page.rows) == 2
    assert "Papers by Ngozi Okafor" in page.html
    paper = next(key for key in page.rows if key.startswith("coasts"))
    page.go("library", paper=paper)
    assert 'href="library?author=Ngozi+Okafor"' in page.html
    assert "Al &lt;i&gt;Moon&lt;/i&gt; &amp; Sons</a>, … (3 authors)" in page.html
    assert 'href="https://doi.org/10.1234/coasts.%3C2021%3E.1" target="_blank"' in page.html
    page.go("library", author="Al <i>Moon</i> & Sons")
    assert len(page.rows) == 1
    page.press("all-authors")
    assert len(page.rows) > 2
    assert page.named("author") == []


def test_an_author_whom_nobody_knows_has_no_papers(open_page, starter_home) -> None:
    page = open_page(starter_home).go("library", author="<b>Nobody</b>")
    assert page.rows == []
    assert "Papers by &lt;b&gt;Nobody&lt;/b&gt;" in page.html
    assert "No paper meets the filters." in page.html
