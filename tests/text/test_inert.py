from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from paperchat.text.inert import inert

HARMFUL = re.compile(r"<(?:img|a|script|iframe|b|i|svg|style)\b", re.IGNORECASE)


def _html(text: str) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).render(inert(text)))


@pytest.mark.parametrize(
    "text",
    [
        "![x](http://evil.example/a)",
        "[x](http://evil.example/a) and [y][z]\n\n[z]: http://evil.example",
        "<img src=x> <script>alert(1)</script> <http://evil.example> <!-- x -->",
        "![[x]](http://evil.example) !\\[x](y)",
        "\\![x](http://evil.example)",
        "\\<img src=x>",
    ],
)
def test_nothing_is_loaded_or_linked(text: str) -> None:
    assert not HARMFUL.search(_html(text)), _html(text)


@given(st.text(alphabet="[]()!<>/\\:ax \n`*1", max_size=40))
def test_no_text_becomes_an_image_a_link_or_a_tag(text: str) -> None:
    assert not HARMFUL.search(_html(text)), (text, _html(text))


def test_a_bracketed_number_is_no_label() -> None:
    assert inert("as in [12] and [1, 2]") == "as in \\[12\\] and \\[1, 2\\]"


def test_what_is_harmless_stays() -> None:
    for text in ("p < 0.05 and p<0.1", "f[x] + (y)", "50% of $5", "a*b*c", "wow! [sic]"):
        assert inert(text) == text
