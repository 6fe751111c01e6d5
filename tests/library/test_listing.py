"""Listing papers page by page, and finding them while their words are being typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ingest.chunking import cut
from paperchat.library.filters import Condition
from paperchat.library.library import Library
from paperchat.library.listing import Listing, list_papers
from paperchat.library.unfinished import completions, last_apart
from paperchat.types import Record

Put = Callable[..., object]

RECORDS = [
    Record("Preferences of crabs", "Crabs prefer rock pools.", published=date(2024, 3, 1),
           source="a.jsonl", code_url="https://example.org/crabs", arxiv_id="2403.00001"),
    Record("A survey of pools", "Pools and ponds.", published=date(2025, 1, 9),
           source="data.jsonl"),
    Record("Undated tides", "Tides fill the rock pools twice a day.", source="a.jsonl"),
    Record("éclairs & <b>$x$</b>", "Pastry in the pools of chocolate.", published=date(2023, 7, 7),
           source="b.jsonl"),
]  # fmt: skip


@pytest.fixture
def filled(library: Library, put: Put) -> Library:
    put(library, RECORDS)
    return library


def _titles(library: Library, listing: Listing, *args: int) -> list[str]:
    return [paper.title.split()[0] for paper in list_papers(library, listing, *args).papers]


def test_all_papers_page_by_page(filled: Library) -> None:
    newest = Listing(order="newest")
    assert _titles(filled, newest) == ["A", "Preferences", "éclairs", "Undated"]
    assert _titles(filled, newest, 2, 2) == ["éclairs", "Undated"]
    assert list_papers(filled, newest, 2, 0).total == 4
    assert list_papers(filled, newest, 2, 9).papers == ()
    assert _titles(filled, Listing(order="oldest"))[0] == "éclairs"
    assert _titles(filled, Listing(order="oldest"))[-1] == "Undated"
    assert _titles(filled, Listing(order="added"))[0] == "éclairs"
    assert _titles(filled, Listing(order="title"))[0] == "A"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("crab", "Preferences"),
        ("pref", "Preferences"),
        ("preferen", "Preferences"),
        ("preferences", "Preferences"),
        ("rock po", "Preferences"),
        ("ECLAIR", "éclairs"),
        ("surv", "A"),
        ("2403.00001", "Preferences"),
    ],
)
def test_words_are_found_while_they_are_typed(filled: Library, typed: str, first: str) -> None:
    assert first in _titles(filled, Listing(typed))


def test_all_words_have_to_stand_in_a_paper(filled: Library) -> None:
    found = list_papers(filled, Listing("rock pools"))
    assert {paper.title for paper in found.papers} == {"Preferences of crabs", "Undated tides"}
    assert found.total == 2
    assert list_papers(filled, Listing("rock pastry")).total == 0
    assert _titles(filled, Listing("rock pools", order="newest")) == ["Preferences", "Undated"]
    assert _titles(filled, Listing("rock pools", (Condition("code", "=", "yes"),))) == [
        "Preferences"
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "(",
        '"',
        "NOT",
        "title:",
        "*",
        "'; --",
        "\ud800",
        "😀",
        "شكرا",
        "x" * 300,
        "rock " + "y" * 99,
    ],
)
def test_nothing_that_is_typed_breaks_it(filled: Library, typed: str) -> None:
    assert list_papers(filled, Listing(typed)).total == 0


def test_only_the_best_are_listed_and_the_rest_is_counted(
    filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperchat.library.listing.MOST_FOUND", 1)
    found = list_papers(filled, Listing("pools"))
    assert (found.total, found.beyond) == (1, 3)


def test_a_source_in_quotes_is_that_source_alone(filled: Library) -> None:
    exactly = (Condition("source", "=", '"a.jsonl"'),)
    assert list_papers(filled, Listing(conditions=exactly)).total == 2
    assert (
        list_papers(filled, Listing(conditions=(Condition("source", "=", "a.jsonl"),))).total == 3
    )
    assert filled.catalogue.sources() == ["a.jsonl", "b.jsonl", "data.jsonl"]


def test_a_library_that_was_never_indexed_lists_by_words_nothing(library: Library) -> None:
    library.catalogue.store(RECORDS, cut)
    assert list_papers(library, Listing("crab")).total == 0
    assert list_papers(library, Listing()).total == 4


def test_beginnings() -> None:
    assert last_apart("rock po") == ("rock ", "po")
    assert last_apart("rock ") == ("rock ", "")
    vocabulary = ["prefac", "prefer", "prefix"]
    assert completions("preferen", lambda stem: [t for t in vocabulary if t.startswith(stem)]) == [
        "prefer"
    ]
    assert completions("p", lambda _: vocabulary) == []


COMPOUNDS = [
    Record("Jail-breaking a model", "It yields."),
    Record("Guards", "What jailbreaks do, and how to stop them."),
    Record("Doors", "A jail may break; breaking it takes long."),
    Record("Weights", "Fine-tuning costs a day."),
    Record("Costs", "We fine tune for an hour."),
    Record("Finetuned tides", "They are low."),
    Record("A tuning of organs", "Fine pipes."),
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("jailbreak", {"Jail-breaking", "Guards"}),
        ("jailbr", {"Guards"}),  # of "br" too much begins for a word of its own
        ("jailbrea", {"Jail-breaking", "Guards"}),
        ("jailbreaking model", {"Jail-breaking"}),
        ("finetune", {"Weights", "Costs", "Finetuned"}),
        ("finetuning", {"Weights", "Costs", "Finetuned"}),
        ("fine-tuning", {"Weights", "Costs", "Finetuned", "A"}),
        ("fine tuning", {"Weights", "Costs", "Finetuned", "A"}),
        ("fine tuning hour", {"Costs"}),
        ("Jail-Break", {"Jail-breaking", "Guards", "Doors"}),
    ],
)
def test_compounds_are_found_however_they_are_written(
    library: Library, put: Put, typed: str, found: set[str]
) -> None:
    put(library, COMPOUNDS)
    assert set(_titles(library, Listing(typed))) == found


def test_a_word_is_not_taken_for_a_function_word_it_begins_with() -> None:
    assert completions("forget", lambda _: ["for", "forget", "forgetful"]) == [
        "forget", "forgetful"
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["Okafor", "okaf", "Ngozi Okafor", "okafor*", "  OKAFOR "])
def test_papers_are_found_by_an_author_after_those_that_hold_the_words(
    library: Library, put: Put, typed: str
) -> None:
    put(library, [
        Record("Bees at dusk", "They forage late.", authors=("Ngozi Okafor", "Al Moon")),
        Record("In memory of Ngozi Okafor", "A life among bees."),
        Record("Wasps", "They sting.", authors=("Jo Lid",)),
    ])  # fmt: skip
    assert _titles(library, Listing(typed)) == ["In", "Bees"]
    assert _titles(library, Listing(typed, (Condition("author", "=", "Moon"),))) == ["Bees"]


@pytest.mark.parametrize("typed", ["*", "ka", "Ngozi Moon"])
def test_a_part_of_a_name_or_two_names_are_no_author(
    library: Library, put: Put, typed: str
) -> None:
    put(library, [Record("Bees at dusk", "They forage.", authors=("Ngozi Okafor", "Al Moon"))])
    assert _titles(library, Listing(typed)) == []
