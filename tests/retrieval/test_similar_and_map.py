"""Papers like a paper, and the map of all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ingest.chunking import cut
from paperchat.library.changing import remove_papers
from paperchat.library.embed_pending import embed_pending
from paperchat.library.library import Library
from paperchat.retrieval.cluster_names import name_clusters
from paperchat.retrieval.corpus_map import cluster, clusters_for, map_corpus, project, topics_of
from paperchat.retrieval.similar import similar_papers
from paperchat.types import Record

SEA = ["Tides of the North Sea", "Tides and currents of a sea", "Sea currents in winter",
       "Waves of the northern sea", "How tides shape a coast"]  # fmt: skip
BREAD = ["Baking sourdough bread", "Sourdough bread in cold kitchens", "Yeast and sourdough",
         "Ovens for baking bread", "Bread crusts and baking heat"]  # fmt: skip


@pytest.fixture
def kitchen(home, embedder):
    """A library of two matters, with real vectors."""
    library = Library(home)
    library.require(embedder)
    records = [
        Record(title=title, text=f"{title}. We write about it at length.", record_id=f"p{number}",
               source="t")
        for number, title in enumerate([*SEA, *BREAD])
    ]  # fmt: skip
    with library.writing():
        library.catalogue.store(records, cut)
        library.lexical.catch_up()
        library.lexical.finish()
        embed_pending(library, embedder)
    yield library
    library.close()


def test_similar_papers_are_of_the_same_matter_and_never_the_paper_itself(kitchen) -> None:
    found = similar_papers(kitchen, "p0", 4)
    assert {similar.paper.id for similar in found} == {"p1", "p2", "p3", "p4"}
    scores = [similar.score for similar in found]
    assert scores == sorted(scores, reverse=True)
    assert similar_papers(kitchen, "unknown", 4) == []
    with kitchen.writing():
        remove_papers(kitchen, ["p1"])
    assert "p1" not in {similar.paper.id for similar in similar_papers(kitchen, "p0", 9)}


def test_a_paper_without_vectors_has_none_like_it(kitchen) -> None:
    kitchen.catalogue.store([Record("Sea of bread", "New and strange.", record_id="n")], cut)
    assert similar_papers(kitchen, "n", 3) == []


def test_the_map_parts_the_matters_and_is_always_the_same(kitchen) -> None:
    found = map_corpus(kitchen)
    assert found.papers == len(found.points) == 10
    assert sum(group.count for group in found.clusters) == 10
    groups = {point.paper_id: point.cluster for point in found.points}
    sea = {groups[f"p{number}"] for number in range(5)}
    bread = {groups[f"p{number}"] for number in range(5, 10)}
    assert not sea & bread
    for index, group in enumerate(found.clusters):
        assert groups[group.central_id] == index
    assert map_corpus(kitchen) == found


def test_of_a_large_library_only_some_are_drawn(kitchen) -> None:
    found = map_corpus(kitchen, most=5)
    assert found.papers == 10
    assert 3 <= len(found.points) <= 5


def test_topics_hold_every_paper_also_those_that_are_not_drawn(kitchen) -> None:
    drawn = map_corpus(kitchen)
    topics = topics_of(kitchen)
    assert [topic.name for topic in topics] == [group.name for group in drawn.clusters]
    for point in drawn.points:
        assert point.paper_id in topics[point.cluster].paper_ids
    some = topics_of(kitchen, most=5)
    held = [paper_id for topic in some for paper_id in topic.paper_ids]
    assert sorted(held) == sorted(f"p{number}" for number in range(10))
    few = map_corpus(kitchen, most=5)
    for point in few.points:
        assert point.paper_id in some[point.cluster].paper_ids


def test_a_library_without_vectors_has_an_empty_map(home) -> None:
    library = Library(home)
    library.catalogue.store([Record("A", "B c.", record_id="a")], cut)
    assert (map_corpus(library).papers, map_corpus(library).points) == (1, ())
    assert topics_of(library) == ()
    library.close()


def test_clusters_of_odd_vectors() -> None:
    same = np.ones((7, 4), dtype=np.float32) / 2
    labels, middles = cluster(same, 3)
    assert len(middles) == 1
    assert set(labels) == {0}
    assert project(same).shape == (7, 2)
    assert clusters_for(1) == 1
    assert clusters_for(10**6) == 8


def test_names_are_phrases_that_tell_a_cluster_from_the_rest() -> None:
    sea, bread = name_clusters([_untold(SEA), _untold(BREAD)])
    assert "sea" in sea.lower() or "tides" in sea.lower()
    assert "bread" in bread.lower() or "sourdough" in bread.lower()


def test_what_no_title_tells_from_the_rest_is_named_by_its_texts_or_called_the_others() -> None:
    wells = [
        ("Why Do They Dry?", "A deep aquifer dries."),
        ("Slow Drops", "We map an aquifer, the deep aquifer below it."),
    ]
    assert name_clusters([wells, TUNED]) == ["Deep aquifer", "Reward model"]
    strays = [("Kettles", "They boil."), ("Spoons", "They stir.")]
    more = [("Clocks", "They tick."), ("Hats", "They fit.")]
    names = name_clusters([TUNED, strays, more])
    assert names == ["Reward model", "Other papers", "Other papers (2)"]
    assert name_clusters([_untold(["One alone"])]) == ["All papers"]


def _untold(titles: Sequence[str]) -> list[tuple[str, str]]:
    return [(title, "") for title in titles]


STEM = [
    ("Stem cells in muscle", "We study how stem cells repair muscle."),
    ("A model of repair", "Stem cells are studied, and a model of them is built."),
    ("Stem Cells and Ageing", "The effect of ageing on stem cells."),
    ("The effect of exercise", "A study of mice."),
]
TUNED = [
    ("Reward Models That Last", "A study of a reward model."),
    ("Study of a language model", "It uses a reward model."),
    ("Using Reward Models", "The effect of a reward model on language."),
]


def test_names_are_whole_phrases_that_texts_use_as_well_and_nothing_generic() -> None:
    assert name_clusters([STEM, TUNED]) == ["Stem cells", "Reward model"]


def test_no_two_names_begin_with_the_same_word() -> None:
    mice = [(f"Stem cell division in mice {number}", "Stem cells divide.") for number in range(3)]
    rats = [(f"Stem cell migration in rats {number}", "Stem cells move.") for number in range(3)]
    names = name_clusters([mice, rats, TUNED])
    assert len({name.split()[0].lower() for name in names}) == 3


def test_proper_names_keep_their_capitals_and_words_of_titles_lose_theirs() -> None:
    worms = [
        ("Ageing of Caenorhabditis Elegans", "In Caenorhabditis elegans it is slow."),
        ("Caenorhabditis elegans Feeds", "It is known that Caenorhabditis elegans eats."),
    ]
    assert name_clusters([worms, TUNED])[0].startswith("Caenorhabditis elegans")
