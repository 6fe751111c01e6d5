from __future__ import annotations

import html
import json
from datetime import date

import pytest

from ingest.sources import ReadOptions, Source, read_source
from paperchat.errors import SourceError
from paperchat.types import Record, Rejected

KETTLES = (
    "Kettles boil water at rates that vary. We measure 42 kettles & report the spread; all data "
    "are at https://github.com/kettle-lab/boil."
)
SPOONS = "Spoons differ in volume. This paper weighs the salt that 300 spoons hold, if x < y."
TODAY = date(2026, 11, 23)


def entry(number: str, title: str, summary: str, comments: int = 2) -> dict[str, object]:
    return {
        "title": title,
        "publishedAt": "2025-12-09T00:00:00.000Z",
        "numComments": comments,
        "submittedBy": {"fullname": "Grace Hopper", "name": "grace"},
        "paper": {
            "id": number,
            "title": title,
            "summary": summary,
            "authors": [{"name": "Ada Lovelace"}, {"name": "Alan Turing"}],
            "publishedAt": "2025-12-04T18:59:59.000Z",
            "upvotes": 31,
        },
    }


def widget(target: str, props: object) -> str:
    data = html.escape(json.dumps(props), quote=True)
    return (
        f'<div class="SVELTE_HYDRATER contents" data-target="{target}" data-props="{data}"></div>'
    )


def card(number: str, title: str, abstract: str, facts: str = "") -> str:
    return (
        f'<article class="relative flex"><a href="/papers/{number}"><img src="x.png"></a>'
        f'<div><h3><a href="https://huggingface.co/papers/{number}">{html.escape(title)}</a></h3>'
        f'<p class="line-clamp-2">{html.escape(abstract)}</p><p>AI</p>{facts}</div></article>'
    )


FACTS = (
    '<ul><li>• 7 authors</li><li>·</li><li>Published on <time datetime="2025-11-02T10:00:00Z">'
    'Nov 2</time></li></ul><a href="/papers/2511.00001#community"><svg></svg> 4</a>'
)


def page(*parts: str, head: str = "") -> str:
    body = "\n".join(parts)
    return (
        f"<!DOCTYPE html>\n<html class=''><head><title>Daily Papers</title>{head}</head>"
        f"<body><header><button>Dec 10</button></header><main>{body}</main></body></html>\n"
    )


def read(text: str | bytes, page_date: date | None = None) -> list[Record | Rejected]:
    data = text if isinstance(text, bytes) else text.encode()
    options = ReadOptions(page_date=page_date, today=TODAY)
    return list(read_source(Source.from_bytes("page.html", data), options))


def records(text: str, page_date: date | None = None) -> list[Record]:
    items = read(text, page_date)
    assert [item for item in items if isinstance(item, Rejected)] == []
    return [item for item in items if isinstance(item, Record)]


def test_embedded_data_of_a_daily_page() -> None:
    props = {
        "periodType": "day",
        "dateString": "2025-12-09",
        "dailyPapers": [
            entry("2512.00001", "Kettles", KETTLES),
            entry("2512.00002", "Spoons", SPOONS),
        ],
    }
    other = widget("MainHeader", {"user": None, "papers": ["not a paper"]})
    shown = card("2512.00001", "Kettles", "")
    kettles, spoons = records(page(other, widget("DailyPapers", props), shown))
    assert kettles == Record(
        title="Kettles",
        text=KETTLES,
        authors=("Ada Lovelace", "Alan Turing"),
        author_count=2,
        published=date(2025, 12, 4),
        url="https://arxiv.org/abs/2512.00001",
        code_url="https://github.com/kettle-lab/boil",
        arxiv_id="2512.00001",
        comment_count=2,
        record_id="2512.00001",
        source="page.html",
    )
    assert (spoons.title, spoons.text) == ("Spoons", SPOONS)


def test_embedded_data_of_a_single_paper() -> None:
    props = {
        "paper": entry("2512.00001", "Kettles", KETTLES)["paper"],
        "comments": [{"id": "1"}, {"id": "2"}, {"id": "3"}],
        "similarPapers": [entry("2512.00002", "Spoons", SPOONS)["paper"]],
    }
    (record,) = records(page(widget("PaperContent", props)))
    assert (record.title, record.comment_count) == ("Kettles", 3)
    assert record.published == date(2025, 12, 4)


def test_cards_where_there_is_no_embedded_data() -> None:
    kettles, spoons = records(
        page(
            card("2511.00001", "Kettles: a “Study”", KETTLES, FACTS),
            card("2511.00002v2", "Spoons & Forks", SPOONS, "<ul><li>1 authors</li></ul>"),
            card("2511.00001", "Kettles: a “Study”", KETTLES, FACTS),
        )
    )
    assert kettles == Record(
        title="Kettles: a “Study”",
        text=KETTLES,
        author_count=7,
        published=date(2025, 11, 2),
        url="https://arxiv.org/abs/2511.00001",
        code_url="https://github.com/kettle-lab/boil",
        arxiv_id="2511.00001",
        comment_count=4,
        record_id="2511.00001",
        source="page.html",
    )
    assert (spoons.title, spoons.text, spoons.arxiv_id) == ("Spoons & Forks", SPOONS, "2511.00002")
    assert (spoons.author_count, spoons.published, spoons.comment_count) == (1, None, None)


def test_broken_embedded_data_falls_back_to_the_cards() -> None:
    broken = '<div data-target="DailyPapers" data-props="{&quot;dailyPapers&quot;: [{&quot;"></div>'
    (record,) = records(page(broken, card("2511.00001", "Kettles", KETTLES)))
    assert record.text == KETTLES


def test_headings_without_articles() -> None:
    blocks = "".join(
        f'<div><div><h3><a href="/papers/2511.0000{n}">{title}</a></h3></div>'
        f"<div><p>{html.escape(text)}</p><span>{n} authors</span></div></div>"
        for n, (title, text) in enumerate([("Kettles", KETTLES), ("Spoons", SPOONS)], start=1)
    )
    kettles, spoons = records(page(blocks))
    assert (kettles.text, kettles.author_count) == (KETTLES, 1)
    assert (spoons.text, spoons.author_count) == (SPOONS, 2)


def test_the_link_may_be_around_the_heading() -> None:
    block = (
        f'<article><a href="/papers/2511.00001"><h3>Kettles</h3></a><p>{SPOONS[:40]}</p></article>'
    )
    (record,) = records(page(block))
    assert (record.title, record.arxiv_id) == ("Kettles", "2511.00001")


def test_dates_without_a_year() -> None:
    def one(day: str, head: str = "", page_date: date | None = None) -> date | None:
        shown = card("2403.00001", "Kettles", KETTLES, f"<ul><li>Published on {day}</li></ul>")
        return records(page(shown, head=head), page_date)[0].published

    assert one("Oct 23") == date(2024, 10, 23)  # the id is of March 2024
    assert one("Dec 25") == date(2023, 12, 25)  # after the page's day, "Dec 10"
    assert one("Oct 23, 2023") == date(2023, 10, 23)
    assert one("Oct 23", page_date=date(2026, 11, 1)) == date(2026, 10, 23)
    canonical = '<link rel="canonical" href="https://huggingface.co/papers/date/2025-10-30">'
    assert one("Oct 23", head=canonical) == date(2025, 10, 23)


def test_the_page_of_a_single_paper_without_embedded_data() -> None:
    head = '<meta property="og:url" content="https://huggingface.co/papers/2511.00001">'
    text = page(
        "<h1>Kettles: a Study</h1><div>Published on Nov 2, 2025</div>"
        '<div>Authors: <span class="author"><a href="/ada">Ada Lovelace</a>,</span>'
        '<span class="author"><button>Alan Turing</button></span></div>'
        f"<h2>Abstract</h2><div><p>Short summary.</p><p>{html.escape(KETTLES)}</p></div>"
        f"<h2>Community</h2><p>{'A comment that is longer than the abstract. ' * 9}</p>"
        '<a href="https://github.com/other/code">Code</a>',
        head=head,
    )
    (record,) = records(text)
    assert (record.title, record.text) == ("Kettles: a Study", KETTLES)
    assert (record.authors, record.author_count) == (("Ada Lovelace", "Alan Turing"), 2)
    assert record.code_url == "https://github.com/kettle-lab/boil"
    assert (record.arxiv_id, record.published) == ("2511.00001", date(2025, 11, 2))


def test_no_markup_and_no_scripts_get_into_the_text() -> None:
    text = page(
        '<article><h3><a href="/papers/2511.00001">Ket<em>tles</em><script>x()</script></a></h3>'
        "<p>We <b>measure</b> 42 kettles<br>and<!-- hidden --> report.<script>y()</script></p>"
        "</article>"
    )
    (record,) = records(text)
    assert record.title == "Kettles"
    assert record.text == "We measure 42 kettles and report."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    text = page(card("2511.00001", "Ébullition", KETTLES)).encode(encoding)
    (record,) = read(text)
    assert isinstance(record, Record)
    assert record.title == "Ébullition"


def test_latin_1_is_refused_with_the_offset() -> None:
    data = page(card("2511.00001", "Ébullition", KETTLES)).encode("latin-1")
    with pytest.raises(SourceError, match=f"the byte at offset {data.index(0xC9)} "):
        read(data)
