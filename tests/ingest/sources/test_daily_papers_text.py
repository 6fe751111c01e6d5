from __future__ import annotations

from datetime import date

import pytest

from ingest.sources import ReadOptions, Source, read_source
from paperchat.errors import SourceError
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


def test_a_page_of_several_papers() -> None:
    text = (
        HEADER
        + paper("Kettles: A Study", KETTLES, facts(1, "Oct 23"))
        + paper("Spoons at Scale", SPOONS, facts(12, "Feb 5, 2024 1"))
        + paper("Clocks", CLOCKS, facts(3, "Feb 12 3"))
    ).rstrip("\n")
    kettles, spoons, clocks = records(text)
    assert kettles == Record(
        title="Kettles: A Study",
        text=KETTLES,
        author_count=1,
        published=date(2025, 10, 23),
        code_url="https://github.com/kettle-lab/boil",
        source="page.txt",
    )
    assert (spoons.title, spoons.text) == ("Spoons at Scale", SPOONS)
    assert (spoons.author_count, spoons.published) == (12, date(2024, 2, 5))
    assert spoons.comment_count == 1
    assert (clocks.published, clocks.comment_count) == (date(2025, 2, 12), 3)


def test_a_page_of_one_paper() -> None:
    for text in (
        HEADER + paper("Kettles", KETTLES, facts()),
        HEADER + paper("Kettles", KETTLES),
        paper("Kettles", KETTLES, facts()),
        paper("Clocks", CLOCKS, facts()),
        HEADER + "Clocks\n\n" + CLOCKS,
    ):
        (record,) = records(text)
        assert record.title in {"Kettles", "Clocks"}
        assert record.text in {KETTLES, CLOCKS}


def test_a_title_may_follow_an_abstract_directly() -> None:
    text = HEADER + "".join(
        paper(title, abstract, under)
        for title, abstract, under in (
            ("Kettles: A Study", KETTLES, ""),
            ("Spoons", SPOONS, ""),
            ("Clocks", CLOCKS, facts(2, "Oct 1")),
            ("More Kettles", KETTLES, ""),
        )
    )
    found = records(text)
    assert [r.title for r in found] == ["Kettles: A Study", "Spoons", "Clocks", "More Kettles"]
    assert [r.author_count for r in found] == [None, None, 2, None]
    assert [r.published for r in found] == [None, None, date(2025, 10, 1), None]


def test_the_same_page_with_other_furniture() -> None:
    top = "Hugging Face's logo\nHugging Face\n\n  * Models\n  * Datasets\n\nLog In\nSign Up\n\n"
    around = "Submitted by\n\nada\n\n{}\nUpvote\n\n120\n\n-\n\nGitHub 1.2k\n\narXiv Page\n\n"
    body = "".join(
        around.format(paper(title, abstract, f"\n  • {n} authors\n·\nPublished on Oct {n}, 2024\n"))
        for n, (title, abstract) in enumerate([("Kettles", KETTLES), ("Spoons", SPOONS)], start=1)
    )
    text = f"{top}Trending Papers\n\nby AK and the research community\n\n{body}TOS\nPrivacy\nJobs\n"
    kettles, spoons = records(text)
    assert (kettles.title, kettles.text, kettles.author_count) == ("Kettles", KETTLES, 1)
    assert (spoons.title, spoons.text, spoons.published) == ("Spoons", SPOONS, date(2024, 10, 2))
    assert kettles.comment_count is spoons.comment_count is None


def test_furniture_nobody_knows_is_not_taken_for_papers() -> None:
    text = (
        "Try our new kettle finder\n\n"
        + HEADER
        + "Spring Sale\n\n"
        + paper("Kettles", KETTLES, "\n\nTea University" + facts(7))
        + "12\n\n"
        + paper("Spoons", SPOONS, facts(2))
        + "Made with care\n"
    )
    kettles, spoons = records(text)
    assert (kettles.title, kettles.text, kettles.author_count) == ("Kettles", KETTLES, 7)
    assert (spoons.title, spoons.text) == ("Spoons", SPOONS)
    assert kettles.comment_count is None  # "12" are likes of the next paper, not comments


def test_facts_in_other_arrangements() -> None:
    text = HEADER + (
        paper("Kettles", KETTLES, "\n• 4 authors · Oct 23, 2024 · 3\n")
        + paper("Spoons", SPOONS, "\n1,024 authors\n\nOct 1, 2023\n5\n")
        + paper("Clocks", CLOCKS, "\n2 authors\nOct 2, 2023\n7 comments\n")
        + f"Lids\n\n  • 9 authors\n·\nOct 3, 2023\n\n{SPOONS}\n"
    )
    found = records(text)
    assert [r.author_count for r in found] == [4, 1024, 2, 9]
    assert [r.comment_count for r in found] == [3, 5, 7, None]
    assert [str(r.published) for r in found] == [
        "2024-10-23", "2023-10-01", "2023-10-02", "2023-10-03",
    ]  # fmt: skip


def test_lines_that_are_links_belong_to_the_paper_above() -> None:
    text = HEADER + (
        paper("Spoons", SPOONS, facts() + "\narXiv:2510.01234\n\nhttps://github.com/a/spoons\n")
        + paper("Clocks", CLOCKS, facts() + "\nhttps://arxiv.org/abs/2509.00001v2\n")
    )
    spoons, clocks = records(text)
    assert (spoons.arxiv_id, spoons.url) == ("2510.01234", "https://arxiv.org/abs/2510.01234")
    assert (spoons.code_url, clocks.code_url) == ("https://github.com/a/spoons", None)
    assert clocks.arxiv_id == "2509.00001"


def test_links_above_the_titles_are_nobodys() -> None:
    text = "Daily Papers\n\narXiv:2510.01234\n\n" + paper("Spoons", SPOONS, facts())
    text += "arXiv:2509.00001\n\n" + paper("Clocks", CLOCKS, facts())
    assert [r.arxiv_id for r in records(text)] == [None, None]


def test_dates_after_the_pages_day_are_of_the_year_before() -> None:
    text = HEADER + (
        paper("Kettles", KETTLES, facts(day="Dec 25"))
        + paper("Spoons", SPOONS, facts(day="Dec 10"))
        + paper("Clocks", CLOCKS, facts(day="Mar 1, 2024"))
        + paper("Lids", SPOONS, facts(day="Feb 30"))
    )
    assert [r.published for r in records(text)] == [
        date(2024, 12, 25), date(2025, 12, 10), date(2024, 3, 1), None,
    ]  # fmt: skip
    given = records(text, page_date=date(2027, 1, 5))
    assert [r.published for r in given][:2] == [date(2026, 12, 25), date(2026, 12, 10)]


def test_without_a_written_year_the_latest_possible_page_is_taken() -> None:
    page = HEADER + paper("Kettles", KETTLES, facts(day="Oct 23"))
    assert records(page)[0].published == date(2025, 10, 23)
    assert records(page.replace("Dec 10", "Nov 3"))[0].published == date(2026, 10, 23)
    assert records(page.replace("Dec 10", "Dec 10, 2023"))[0].published == date(2023, 10, 23)
    linked = page.replace("companion report", "report at https://arxiv.org/abs/2401.00001")
    assert records(linked)[0].published == date(2024, 10, 23)


def test_titles_without_an_abstract_are_rejected_with_their_line() -> None:
    text = HEADER + (
        f"Lonely Kettles of the North\n{facts(3)}\n"
        + paper("Spoons", SPOONS, facts(2))
        + f"Short Clocks\n\nWe count.{facts(2)}\n"
    )
    items = read(text)
    assert [r.title for r in items if isinstance(r, Record)] == ["Spoons"]
    lines = text.split("\n")
    reasons = [(r.reason, lines[(r.line or 0) - 1]) for r in items if isinstance(r, Rejected)]
    assert reasons == [
        ('"Lonely Kettles of the North" has no abstract', "Lonely Kettles of the North"),
        (
            '"Short Clocks" has an abstract of 9 characters, which is too short: at least 20 are '
            "needed",
            "Short Clocks",
        ),
    ]


def test_a_page_of_titles_only_says_what_to_save_instead() -> None:
    text = HEADER + "".join(f"Kettles of Kind {n}\n\n·\n{n} authors\n\n" for n in range(1, 9))
    with pytest.raises(SourceError, match="lists 8 titles but no abstracts; save a page"):
        read(text)


@pytest.mark.parametrize("text", [HEADER, "Daily Papers\n\nDec 10\n", "4 authors\n"])
def test_a_page_without_papers(text: str) -> None:
    with pytest.raises(SourceError, match="holds no papers: no title followed by an abstract"):
        read(text)


def test_the_abstract_is_kept_as_the_page_has_it() -> None:
    abstract = "We find ``quotes''  kept,\u00a0$x^2$ and \\% as well.\tTabs become spaces."
    (record,) = records(HEADER + paper("Kettles", abstract, facts()))
    assert record.text == "We find ``quotes'' kept, $x^2$ and \\% as well. Tabs become spaces."
