"""Pages that are cut off, hold no papers, or are made to cost time."""

from __future__ import annotations

import html
import json
import time

import pytest

from ingest.sources import Source, read_source
from paperchat.errors import SourceError
from paperchat.types import Record, Rejected

KETTLES = "Kettles boil water at rates that vary. We measure 42 kettles & report the spread."
SPOONS = "Spoons differ in volume. This paper weighs the salt that 300 spoons hold, if x < y."


def widget(target: str, props: object) -> str:
    data = html.escape(json.dumps(props), quote=True)
    return (
        f'<div class="SVELTE_HYDRATER contents" data-target="{target}" data-props="{data}"></div>'
    )


def card(number: str, title: str, abstract: str) -> str:
    return (
        f'<article><h3><a href="/papers/{number}">{title}</a></h3>'
        f"<p>{html.escape(abstract)}</p></article>"
    )


def page(*parts: str) -> str:
    body = "\n".join(parts)
    return f"<!DOCTYPE html>\n<html><head></head><body><main>{body}</main></body></html>\n"


def read(text: str) -> list[Record | Rejected]:
    return list(read_source(Source.from_bytes("page.html", text.encode())))


def test_every_cut_of_a_page_is_noticed() -> None:
    whole = page(
        widget("DailyPapers", {"dailyPapers": [{"paper": {"title": "K", "summary": KETTLES}}]}),
        card("2512.00001", "Kettles", KETTLES),
    )
    end = whole.index("</html")
    for cut in range(whole.index("<body>"), end, 97):
        with pytest.raises(SourceError, match=r"page\.html is cut off before its end"):
            read(whole[:cut])
    assert len(read(whole[: end + 7])) == 1


def test_a_cut_fragment_is_noticed() -> None:
    whole = card("2511.00001", "Kettles", KETTLES) + card("2511.00002", "Spoons", SPOONS)
    assert len(read(whole)) == 2
    for cut in (len(whole) - 3, len(whole) - 30, len(whole) // 2 + 40):
        with pytest.raises(SourceError, match="cut off"):
            read(whole[:cut])


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (page("<p>Nothing to see.</p>"), "is an HTML page without papers; save a page"),
        ("<html></html>", "is an HTML page without papers"),
        (page('<h3><a href="/models/x">A model</a></h3><p>Text.</p>'), "without papers"),
        (page(*(card(f"2511.0000{n}", f"Kettle {n}", "") for n in range(3))), "lists 3 titles"),
    ],
)  # fmt: skip
def test_pages_without_papers(text: str, part: str) -> None:
    with pytest.raises(SourceError, match=part):
        read(text)


def test_a_card_without_abstract_is_rejected_and_the_rest_read() -> None:
    items = read(page(card("2511.00001", "Kettles", KETTLES), card("2511.00002", "Spoons", "")))
    assert [type(item) for item in items] == [Record, Rejected]


def test_many_headings_and_deep_nesting_cost_no_time() -> None:
    flat = "".join(
        f'<h3><a href="/papers/2511.{n:05}">Kettle {n}</a></h3><p>{n}</p>' for n in range(3000)
    )
    started = time.perf_counter()
    with pytest.raises(SourceError, match="3000 titles"):
        read(page(flat))
    with pytest.raises(SourceError):
        read(page("<div>" * 50_000 + "</div>" * 50_000))
    assert time.perf_counter() - started < 30


def test_xhtml_and_comments_before_the_page() -> None:
    text = '<?xml version="1.0" encoding="utf-8"?>\n<!-- saved from url=(0030) -->\n'
    assert len(read(text + page(card("2511.00001", "Kettles", KETTLES)))) == 1
