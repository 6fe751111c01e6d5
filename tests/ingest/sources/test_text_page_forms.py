"""Titles, abstracts and line breaks of many forms on a page of text."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.sources import ReadOptions, Source, read_source
from paperchat.types import Record, Rejected

HEADER = """new

Get trending papers in your email inbox!

Subscribe

Daily Papers

byAK and the research community

Dec 10

"""
KETTLES = (
    "Kettles are used in many homes (e.g., for tea) and boil water at rates that vary. We measure "
    "42 kettles under equal load and report the time to the boil, i.e. to 100 degrees. The spread "
    "is 57.70\\% of the mean, and lids explain most of it. All data are at "
    "https://github.com/kettle-lab/boil. Figures follow in a companion report."
)
SPOONS = (
    "Spoons differ in volume, which troubles cooks who follow recipes. This paper weighs the salt "
    "that 300 spoons hold and finds three clusters. A label on the handle would remove the error."
)
CLOCKS = "We show that stopped clocks are right twice a day."
TODAY = date(2026, 11, 23)


def facts(authors: int = 4, day: str = "Oct 23") -> str:
    return f"\n  • {authors} authors\n·\n{day}\n"


def paper(title: str, abstract: str, under: str = "") -> str:
    return f"{title}\n\n{abstract}{under}\n\n"


def read(text: str, page_date: date | None = None) -> list[Record | Rejected]:
    options = ReadOptions(page_date=page_date, today=TODAY)
    return list(read_source(Source.from_text(text, "page.txt"), options))


def records(text: str, page_date: date | None = None) -> list[Record]:
    items = read(text, page_date)
    assert [item for item in items if isinstance(item, Rejected)] == []
    return [item for item in items if isinstance(item, Record)]


@pytest.mark.parametrize("under", ["", facts()])
@pytest.mark.parametrize(
    "title",
    [
        "Why do kettles whistle at night?",
        "Are We Boiling Yet?",
        '"It Boils": What Users Say, and Why',
        "Stop. Boil. Pour: Three Words for Tea",
        "On the Spread of Kettles -- A Survey of Surveys",
        "kettles",
        "Sur l'ébullition de l'eau dans les bouilloires",
        "Lids Are All You Need!",
        "3D Kettles from 2D Photographs",
        "A Very Long Title That Goes On about Kettles, Spoons and Clocks in Homes, Offices and "
        "Schools: Measurements, Models, Open Problems and a Road Map towards Better Kitchens",
        "Spoons differ in volume and it matters for cooks.",
        "GPT-4 vs. Kettles: Who Boils Faster at 3 a.m.?",
    ],
)
def test_titles_of_many_forms(title: str, under: str) -> None:
    text = (
        HEADER
        + paper("Spoons at Scale", SPOONS, under)
        + paper(title, KETTLES, under)
        + paper("Clocks", CLOCKS, under)
    )
    assert [(r.title, r.text) for r in records(text)] == [
        ("Spoons at Scale", SPOONS),
        (title, KETTLES),
        ("Clocks", CLOCKS),
    ]


@pytest.mark.parametrize(
    "abstract",
    [
        "We count spoons.....",
        "This paper proves that lids are necessary and sufficient for tea",
        "Can kettles think? We ask 40 of them, and none of them answers in time!",
        "水壶在家庭中很常见。我们测量了四十二个水壶的沸腾时间，并报告其分布。",
        "Kettles boil. Spoons stir.",
    ],
)
def test_abstracts_of_many_forms(abstract: str) -> None:
    text = HEADER + "".join(
        paper(f"Kettles of Kind {n}", abstract, facts(n, "Oct 2")) for n in range(1, 4)
    )
    assert [(r.title, r.text, r.author_count) for r in records(text)] == [
        (f"Kettles of Kind {n}", abstract, n) for n in range(1, 4)
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_endings_and_byte_order_mark(newline: str, mark: str) -> None:
    text = mark + (HEADER + paper("Kettles", KETTLES, facts(2, "May 3 4"))).replace("\n", newline)
    (record,) = records(text)
    assert (record.title, record.text, record.author_count) == ("Kettles", KETTLES, 2)
    assert (record.published, record.comment_count) == (date(2025, 5, 3), 4)


def test_a_page_without_blank_lines() -> None:
    text = HEADER + paper("Kettles", KETTLES, facts()) + paper("Spoons", SPOONS, facts(2, "May 3"))
    squeezed = "\n".join(line for line in text.split("\n") if line)
    assert [(r.title, r.text) for r in records(squeezed)] == [
        ("Kettles", KETTLES),
        ("Spoons", SPOONS),
    ]


def test_a_page_saved_with_a_fixed_width() -> None:
    title = "A Comparative Study of Kettles, Spoons and Clocks in the Homes of Many Models"
    text = HEADER + paper(title, KETTLES, facts()) + paper("Spoons at Scale", SPOONS, facts())
    wrapped = "\n".join(_wrapped(line) for line in text.split("\n"))
    assert max(map(len, wrapped.split("\n"))) <= 72
    assert [(r.title, r.text) for r in records(wrapped)] == [
        (title, KETTLES),
        ("Spoons at Scale", SPOONS),
    ]


def _wrapped(line: str, width: int = 72) -> str:
    rows = [""]
    for word in line.split(" "):
        if rows[-1] and len(rows[-1]) + 1 + len(word) > width:
            rows.append(word)
        else:
            rows[-1] = f"{rows[-1]} {word}" if rows[-1] else word or " "
    return "\n".join(rows)
