from __future__ import annotations

import re

import pytest

from paperchat.ui.labels import plain_label
from paperchat.ui.links import host_of, safe_url

JOINER = "\u2060"


@pytest.mark.parametrize(
    "text",
    [
        "Earn $5 now, $3 later",
        "**bold** _it_ ~~no~~ `code`",
        "![x](http://elsewhere.example/x.png) [y](http://elsewhere.example)",
        ":smile: :material/home: :streamlit: :red[colour] :blue-badge[x]",
        "a -> b <- c -- d >= e <= f ~= g <-> h",
        "see http://elsewhere.example, www.elsewhere.example or me@elsewhere.example",
        "# heading",
        "1. list",
        "<b>html</b> &amp; \\(x\\)",
    ],
)
def test_a_label_is_shown_as_written(text: str) -> None:
    label = plain_label(text)
    # Markdown drops the backslash before a sign and keeps everything else.
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", label).replace(JOINER, "") == text
    unescaped = re.sub(r"\\[!-/:-@\[-`{-~]", "", label)
    assert not re.search(r"[!-/:-@\[-`{-~]", unescaped)


@pytest.mark.parametrize("sign", ["->", "<-", "--", ">=", "<=", "~=", "<->"])
def test_signs_are_parted_where_streamlit_would_draw_another(sign: str) -> None:
    assert sign not in plain_label(f"a {sign} b").replace("\\", "")


@pytest.mark.parametrize("text", [":smile:", "http://a.example", "www.a.example", "a@b.example"])
def test_names_of_emoji_and_addresses_are_parted(text: str) -> None:
    assert text not in plain_label(text).replace("\\", "")


def test_a_label_is_one_line() -> None:
    assert plain_label("one\n\n- two\t three ") == "one \\- two three"


def test_letters_of_all_scripts_stay() -> None:
    assert plain_label("Straße, 北京 und naïve Café 🧪") == "Straße\\, 北京 und naïve Café 🧪"


@pytest.mark.parametrize(
    "url",
    ["https://arxiv.org/abs/2501.00001", "http://example.org:8080/a?b=c&d=%20#e"],
)
def test_web_addresses_may_be_links(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " https://example.org",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "//example.org/x",
        "/relative",
        "https://",
        "https://user:secret@example.org",
        "https://example.org\\@elsewhere.example",
        "http://[broken",
        "https://exa\u202emple.org",
    ],
)
def test_everything_else_may_not(url: str | None) -> None:
    assert safe_url(url) is None


def test_a_reader_knows_an_address_by_its_host() -> None:
    assert host_of("https://www.example.org/a/b") == "example.org"
    assert host_of("https://arxiv.org/abs/2501.00001") == "arxiv.org"
