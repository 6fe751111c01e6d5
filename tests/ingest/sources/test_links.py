from __future__ import annotations

import time

import pytest

from ingest.sources.links import doi_of, is_repository, links_in, urls_in, web_url


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("Code is at https://github.com/a/b.", ["https://github.com/a/b"]),
        ("It is (see https://github.com/a/b).", ["https://github.com/a/b"]),
        ("Read https://en.wikipedia.org/wiki/Foo_(bar), then", ["https://en.wikipedia.org/wiki/Foo_(bar)"]),
        ("Kept: https://gitlab.com/a/b.git.", ["https://gitlab.com/a/b.git"]),
        (r"Code: \url{https://github.com/a/b\_c}.", ["https://github.com/a/b_c"]),
        ('"https://a.example/x" and <https://b.example/y>', ["https://a.example/x", "https://b.example/y"]),
        ("See github.com/a/b, or www.lab.example/demo!", ["https://github.com/a/b", "https://www.lab.example/demo"]),
        ("**https://a.example/x**", ["https://a.example/x"]),
        ("“https://a.example/x”。", ["https://a.example/x"]),
        ("[demo](https://a.example/x)", ["https://a.example/x"]),
        ("mail me@github.com/x or try http:// or https://.", []),
        ("http://[broken and http://localhost/x", []),
    ],
)  # fmt: skip
def test_urls_are_taken_without_the_sentence_around_them(text: str, urls: list[str]) -> None:
    assert list(urls_in(text)) == urls


@pytest.mark.parametrize(
    ("text", "code", "project"),
    [
        ("Nothing here.", None, None),
        ("At https://lab.github.io/x and https://github.com/a/b.", "https://github.com/a/b", "https://lab.github.io/x"),
        ("https://github.com/a/b and https://github.com/c/d", "https://github.com/a/b", None),
        ("https://huggingface.co/org/model", None, "https://huggingface.co/org/model"),
        ("https://anonymous.4open.science/r/X-1.", "https://anonymous.4open.science/r/X-1", None),
        ("Data: https://gitlab.inria.example/t/d", "https://gitlab.inria.example/t/d", None),
        ("See https://arxiv.org/abs/2501.00001 and https://doi.org/10.1/x.", None, None),
        ("We mine https://github.com for repositories.", None, None),
        ("Not https://notgithub.com/a/b", None, "https://notgithub.com/a/b"),
        ("https://github.com@evil.example/a/b", None, "https://github.com@evil.example/a/b"),
    ],
)  # fmt: skip
def test_code_and_project_links(text: str, code: str | None, project: str | None) -> None:
    found = links_in(text)
    assert (found.code_url, found.project_url) == (code, project)


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)", "file:///etc/hosts", "ftp://a.example/x", "data:text/html,x", "https://",
        "see https://a.example", "https://a.example/\u202e", "http://[1", "", None, 7, ["https://a.example"],
    ],
)  # fmt: skip
def test_other_than_web_addresses_are_dropped(value: object) -> None:
    assert web_url(value) is None


def test_web_addresses_are_kept_as_given() -> None:
    assert web_url(" https://A.example/x?y=(1)#z ") == "https://A.example/x?y=(1)#z"


def test_repository_needs_a_path() -> None:
    assert is_repository("https://www.github.com/a")
    assert not is_repository("https://github.com/")


@pytest.mark.parametrize(
    ("value", "doi"),
    [
        ("10.1000/ABC.1", "10.1000/abc.1"),
        ("https://doi.org/10.1000/abc", "10.1000/abc"),
        ("doi: 10.1000/abc.", "10.1000/abc"),
        ("11.1000/abc", None),
        (None, None),
    ],
)
def test_doi(value: object, doi: str | None) -> None:
    assert doi_of(value) == doi


def test_an_endless_link_costs_no_time_and_is_not_cut() -> None:
    started = time.perf_counter()
    assert list(urls_in("https://a.example/" + ")" * 2_000_000)) == []
    assert time.perf_counter() - started < 5
