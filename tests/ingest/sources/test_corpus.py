"""The real page, where it is there: facts about it, none of its text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.sources import ReadOptions, Source, read_source
from paperchat.types import Record, Rejected


@pytest.fixture(scope="module")
def items(shared: Path) -> list[Record | Rejected]:
    source = Source.from_path(shared / "corpus" / "daily-papers-alignment.txt")
    return list(read_source(source))


@pytest.fixture(scope="module")
def papers(items: list[Record | Rejected]) -> dict[str, Record]:
    return {item.title: item for item in items if isinstance(item, Record)}


def find(papers: dict[str, Record], part: str) -> Record:
    (title,) = [title for title in papers if title.startswith(part)]
    return papers[title]


def test_exactly_48_papers(items: list[Record | Rejected], papers: dict[str, Record]) -> None:
    assert len(items) == len(papers) == 48
    assert all(20 < len(title) < 120 for title in papers)
    assert all(1300 < len(paper.text) < 2000 for paper in papers.values())
    assert {paper.source for paper in papers.values()} == {"daily-papers-alignment.txt"}


def test_every_title_and_abstract_is_a_line_of_the_page(
    shared: Path, papers: dict[str, Record]
) -> None:
    page = (shared / "corpus" / "daily-papers-alignment.txt").read_text(encoding="utf-8")
    lines = {" ".join(line.split()) for line in page.split("\n")}
    for paper in papers.values():
        assert paper.title in lines
        assert paper.text in lines


def test_four_papers_have_no_facts(papers: dict[str, Record]) -> None:
    without = {title.split()[0] for title, p in papers.items() if p.author_count is None}
    assert without == {"Alignment", "A", "M3Ret:", "Uncovering"}
    assert {t for t, p in papers.items() if p.published is None} == {
        t for t, p in papers.items() if p.author_count is None
    }
    assert sum(p.author_count is not None for p in papers.values()) == 44
    assert find(papers, "Dynamic Normativity").author_count == 1
    assert find(papers, "Alignment and Safety").author_count == 50
    assert sum(p.author_count or 0 for p in papers.values()) == 408


@pytest.mark.parametrize(
    ("title", "day", "comments"),
    [
        ("Robust Preference", "2025-10-23", None),
        ("Multi-Granularity", "2022-10-12", None),
        ("I Think, Therefore", "2025-02-12", 3),
        ("Secrets of RLHF", "2023-07-10", 1),
        ("DanceGRPO", "2025-05-12", 3),
        ("U-REPA", "2025-03-24", 1),
        ("DeAL", "2024-02-05", 1),
        ("ProgressGym", "2024-06-28", 2),
        ("Position: The Complexity", "2025-11-23", 2),
        ("Context-Alignment", "2025-01-07", None),
        ("The Unlocking Spell", "2023-12-03", 4),
        ("Efficient Alignment", "2024-11-15", None),
        ("Beyond Monolithic", "2025-10-06", None),
        ("Why do AI agents", "2025-06-03", None),
    ],
)
def test_dates_and_comments(
    papers: dict[str, Record], title: str, day: str, comments: int | None
) -> None:
    paper = find(papers, title)
    assert str(paper.published) == day
    assert paper.comment_count == comments


def test_all_dates_and_comments_together(papers: dict[str, Record]) -> None:
    years = [p.published.year for p in papers.values() if p.published]
    assert {year: years.count(year) for year in set(years)} == {
        2022: 1,
        2023: 8,
        2024: 13,
        2025: 22,
    }
    assert max(p.published for p in papers.values() if p.published) == date(2025, 11, 23)
    assert sum(p.comment_count is not None for p in papers.values()) == 14


def test_code_links(papers: dict[str, Record]) -> None:
    code = {p.code_url for p in papers.values() if p.code_url}
    assert len(code) == 13
    assert all(url.startswith(("https://github.com/", "https://anonymous.4open")) for url in code)
    assert find(papers, "Weak-to-Strong").code_url == "https://github.com/yeruimeng/WTS.git"
    assert find(papers, "I-SHEEP").code_url == "https://anonymous.4open.science/r/I-SHEEP"
    assert find(papers, "Hallo").code_url is None
    projects = [p.project_url for p in papers.values() if p.project_url]
    assert len(projects) == 4
    assert all(p.arxiv_id is None for p in papers.values())


def test_the_page_date_can_be_given(shared: Path) -> None:
    source = Source.from_path(shared / "corpus" / "daily-papers-alignment.txt")
    options = ReadOptions(page_date=date(2026, 6, 1))
    papers = {r.title: r for r in read_source(source, options) if isinstance(r, Record)}
    assert str(find(papers, "Context-Alignment").published) == "2026-01-07"
    assert str(find(papers, "Robust Preference").published) == "2025-10-23"
    assert str(find(papers, "DeAL").published) == "2024-02-05"


@pytest.mark.parametrize(
    ("name", "papers", "with_authors"),
    [("scifact-dev", 5183, 0), ("hf-daily", 12582, 10287), ("ml-abstracts", 87324, 87306)],
)
def test_beir_corpora_have_no_rejections(
    shared: Path, name: str, papers: int, with_authors: int
) -> None:
    path = shared / "bench" / name / "corpus.jsonl.gz"
    if not path.exists():
        pytest.skip(f"there is no benchmark {name}")
    count = authors = 0
    for item in read_source(Source.from_path(path)):
        assert isinstance(item, Record), item
        count += 1
        authors += bool(item.authors)
    assert (count, authors) == (papers, with_authors)
