from __future__ import annotations

from datetime import datetime

import pytest

from paperchat.library.library import Library
from paperchat.retrieval.names import NameResolver, ownership
from paperchat.types import Paper


@pytest.fixture
def names(library: Library) -> NameResolver:
    return NameResolver(library)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("TidePool", "TidePool"),
        ("tidepool", "TidePool"),
        ("Sharing Caches Between Edge Servers", "TidePool"),
        ("MossNet: Estimating Bog Moisture from Aerial Photographs", "MossNet"),
        ("mossnet", "MossNet"),
        ("QUILL-2", "QUILL-2"),
        ("quill 2", "QUILL-2"),
        ("riveted joints", "Riveted"),
        ("Question-led Incremental Long-story Learning", "QUILL-2"),
    ],
)
def test_one_paper_is_found_by_its_names(names: NameResolver, name: str, title: str) -> None:
    found = names.resolve(name)
    assert [title in paper.title for paper in found] == [True]


def test_a_paper_is_found_by_its_id(names: NameResolver, library: Library) -> None:
    for paper in library.catalogue.papers():
        assert names.resolve(paper.id) == [paper]


@pytest.mark.parametrize("name", ["SwampNet", "TideGate", "the", "", "   ", "QUILL-7"])
def test_an_unknown_name_finds_nothing(names: NameResolver, name: str) -> None:
    assert names.resolve(name) == []


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("What does TidePool do?", ["TidePool"]),
        ("Is MossNet better than QUILL-2?", ["MossNet", "QUILL-2"]),
        ("What is in A survey of sleep studies with wearable light meters?", ["Survey of Sleep"]),
        ("What is a bog?", []),
        ("How do edge servers work?", []),
    ],
)
def test_the_papers_a_question_names_are_found_in_its_order(
    names: NameResolver, text: str, titles: list[str]
) -> None:
    found = [mention.paper.title for mention in names.mentioned(text)]
    assert len(found) == len(titles)
    assert all(part in title for part, title in zip(titles, found, strict=True))


def test_what_looks_like_a_name_and_stands_nowhere_is_unknown(names: NameResolver) -> None:
    assert names.unknown("Does TideGate beat TidePool and MossNet?") == ["TideGate"]
    assert names.unknown("Does the WLM drift?") == []


def paper(title: str, text: str) -> Paper:
    return Paper(
        id="p", title=title, text=text, text_kind="abstract", authors=(), author_count=None,
        published=None, url=None, code_url=None, project_url=None, arxiv_id=None, doi=None,
        comment_count=None, source="tests", added_at=datetime(2026, 1, 1),
    )  # fmt: skip


def test_a_paper_owns_what_it_heads_or_introduces_and_not_what_it_mentions() -> None:
    heads = paper("TidePool: Sharing Caches", "A protocol.")
    introduces = paper("Sharing Caches", "We introduce TidePool, a protocol.")
    mentions = paper("Caching Today", "Many sites run TidePool in production.")
    assert ownership("TidePool", heads) > ownership("TidePool", introduces) >= 2
    assert ownership("TidePool", mentions) < 2
