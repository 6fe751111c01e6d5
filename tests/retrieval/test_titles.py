from __future__ import annotations

from datetime import datetime

import pytest

from paperchat.retrieval.titles import (
    long_forms,
    misspelt_titles,
    other_parts,
    partial_titles,
    short_heads,
    whole_titles,
)
from paperchat.text.identity import title_key
from paperchat.types import Paper


def paper(title: str, text: str = "Nothing else is said here.") -> Paper:
    return Paper(
        id=title, title=title, text=text, text_kind="abstract", authors=(), author_count=None,
        published=None, url=None, code_url=None, project_url=None, arxiv_id=None, doi=None,
        comment_count=None, source="tests", added_at=datetime(2026, 1, 1),
    )  # fmt: skip


FOG = paper("Fog Nets Part I: Harvesting Water on Dry Coasts")
BREAD = paper("A Survey of Slow Bread")
RYE = paper("A Survey of Slow Bread from Rye", "Rye is slow. The coasts are dry.")
PAPERS = [FOG, BREAD, RYE]


def test_the_longer_of_two_titles_is_meant() -> None:
    found = whole_titles(title_key("What says “A survey of slow bread from rye”?"), PAPERS)
    assert [match.paper for match in found] == [RYE]
    found = whole_titles(title_key("Summarize A SURVEY OF SLOW-BREAD"), PAPERS)
    assert [match.paper for match in found] == [BREAD]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("fog nets part i harvsting water on dry coests", [FOG]),
        ("read fog nets part i harvesting watter on dry coasts", [FOG]),
        ("fog nets part v harvesting water on dry coasts", []),
        ("cloud nets part i harvesting wine on dry plains", []),
        ("fog", []),
    ],
)
def test_a_letter_or_two_may_be_wrong_but_no_number(typed: str, found: list[Paper]) -> None:
    assert [match.paper for match in misspelt_titles(typed, PAPERS)] == found


def test_four_words_of_a_title_that_no_other_paper_has_name_it() -> None:
    found = partial_titles("who writes of harvesting water on dry coasts today", PAPERS)
    assert [match.paper for match in found] == [FOG]
    assert partial_titles("what is a survey of slow bread", PAPERS) == []


def test_another_part_is_another_paper() -> None:
    key = title_key("Fog Nets Part II: Storage")
    assert partial_titles("summarize big fog nets part ii storage", [FOG]) == []
    numbered = paper("Harvesting Fog on Dry Coasts Part I: Nets")
    key = title_key("Harvesting Fog on Dry Coasts Part II: Tanks")
    assert partial_titles(key, [numbered]) == []
    assert other_parts(key, [numbered]) == [key]


def test_the_long_form_of_a_name_names_the_paper_that_introduces_it() -> None:
    net = paper("Drops", "We propose Fog Harvesting Nets (FHN), a mesh of wire.")
    found = long_forms("how tall are fog harvesting nets", [net, BREAD])
    assert [match.paper for match in found] == [net]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Who wrote Secrets of Rising?", ["Secrets of Rising in Cold Kitchens"]),
        ("what are the secrets of rising in the oven", ["Secrets of Rising in Cold Kitchens"]),
        ("What is rising?", []),
        ("Who wrote A Survey?", []),
    ],
)
def test_a_title_is_meant_by_what_stands_before_its_second_small_word(
    typed: str, found: list[str]
) -> None:
    papers = [*PAPERS, paper("Secrets of Rising in Cold Kitchens")]
    assert [match.paper.title for match in short_heads(title_key(typed), papers)] == found


def test_words_that_another_paper_has_too_mean_none() -> None:
    papers = [paper("Secrets of Rising in Cold Kitchens"), paper("Rye", "The secrets of rising.")]
    assert short_heads(title_key("Who wrote Secrets of Rising?"), papers) == []
