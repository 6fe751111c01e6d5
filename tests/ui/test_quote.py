from __future__ import annotations

import html
import re

import pytest

from paperchat.types import Span
from paperchat.ui.quote import escaped, highlighted

HOSTILE = [
    "<script>alert(1)</script>",
    "</mark></div><img src=x onerror=alert(1)>",
    "![tracker](http://elsewhere.example/x.png)",
    "It costs $5 and then $3, a*b*c, ~twice~ and \\(x^2\\)",
    "'single' \"double\" & &amp; &#60;",
    "<!-- <style>body{display:none}</style>",
    "[link](javascript:alert(1)) :smile: :red[x]",
]


def _seen(markup: str) -> str:
    """What a reader sees: mark-up of ours gone, references resolved."""
    return html.unescape(re.sub(r"</?mark>", "", markup))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_shown_as_written(text: str) -> None:
    for markup in (escaped(text), highlighted(text, []), highlighted(text, [Span(0, len(text))])):
        assert _seen(markup) == text
        assert not re.search(r"<(?!/?mark>)", markup)


@pytest.mark.parametrize("text", HOSTILE)
def test_any_span_of_a_hostile_text_stays_text(text: str) -> None:
    for start in range(len(text)):
        markup = highlighted(text, [Span(start, start + 3)])
        assert _seen(markup) == text
        marked = re.search(r"<mark>(.*?)</mark>", markup)
        assert marked is not None
        assert html.unescape(marked[1]) == text[start : start + 3]


def test_quotes_cannot_leave_an_attribute() -> None:
    assert '"' not in escaped('" onclick="x')
    assert "'" not in escaped("' onclick='x")


def test_line_ends_survive_whatever_dedents_the_html() -> None:
    text = "  first\n    second\r\n\tthird"
    assert not re.search(r"[\n\r\t]", escaped(text))
    assert html.unescape(escaped(text)) == text


def test_offsets_count_code_points() -> None:
    text = "👩‍🔬🧪 tests 𝑓(𝑥) ≤ 1. Naïve café — done."
    quote = "Naïve café"
    start = text.index(quote)
    assert highlighted(text, [Span(start, start + len(quote))]) == (
        f"👩‍🔬🧪 tests 𝑓(𝑥) ≤ 1. <mark>{quote}</mark> — done."
    )


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], "abcdefghij"),
        ([Span(2, 5), Span(4, 7)], "ab<mark>cdefg</mark>hij"),
        ([Span(4, 7), Span(2, 5)], "ab<mark>cdefg</mark>hij"),
        ([Span(0, 9), Span(2, 3)], "<mark>abcdefghi</mark>j"),
        ([Span(1, 3), Span(3, 5)], "a<mark>bcde</mark>fghij"),
        ([Span(1, 2), Span(4, 5)], "a<mark>b</mark>cd<mark>e</mark>fghij"),
        ([Span(8, 99)], "abcdefgh<mark>ij</mark>"),
        ([Span(-4, 2)], "<mark>ab</mark>cdefghij"),
        ([Span(3, 3), Span(6, 2), Span(50, 60)], "abcdefghij"),
        ([Span(2, 4), Span(2, 4)], "ab<mark>cd</mark>efghij"),
    ],
)
def test_spans_may_overlap_touch_and_reach_beyond(spans: list[Span], expected: str) -> None:
    assert highlighted("abcdefghij", spans) == expected
