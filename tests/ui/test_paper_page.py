from __future__ import annotations

import html
import re

import pytest

from paperchat.types import Span
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
