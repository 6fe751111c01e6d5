from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperchat.text.nouns import may_be_noun
from paperchat.text.phrases import key_of, long_forms, phrases


def whole(text: str) -> list[str]:
    return [phrase.surface for phrase in phrases(text, long_forms([text])) if phrase.whole]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We train reward models on preference data.", ["reward models", "preference data"]),
        ("It mitigates reward hacking in long stories.", ["reward hacking", "stories"]),
        ("Novel methods achieve significant improvements.", []),
        ("Models trained with gradient descent", ["gradient descent"]),
        ("The framework outperforms state-of-the-art approaches.", []),
        ("lymph node T cells of mice", ["lymph node T cells", "mice"]),
        ("a weakly supervised segmentation network", ["supervised segmentation network"]),
        ("kelp, urchins and otters", ["kelp", "urchins", "otters"]),
        ("The user's request", ["request"]),
        # A verb ends a phrase, and begins none.
        ("Peat core dating brought new bog maps.", ["Peat core dating", "bog maps"]),
        ("A hybrid kettle adds steam valves.", ["hybrid kettle", "steam valves"]),
        ("The drone network ranks wet bogs.", ["drone network", "wet bogs"]),
        ("The lake survey reviews 150 otter burrows.", ["lake survey", "otter burrows"]),
        ("The lake survey stresses limitations.", ["lake survey"]),
        ("Drones have greatly transformed bog mapping.", ["Drones", "bog mapping"]),
        ("The keepers borrow legal notions of peat.", ["keepers", "legal notions", "peat"]),
        ("Otters learned to support burrow repair.", ["Otters", "burrow repair"]),
        ("sleepy otters roam wet bogs", ["sleepy otters", "wet bogs"]),
        # Where nothing begins behind it, the same word is a noun.
        ("wet bog maps of otters", ["wet bog maps", "otters"]),
        (
            "The river tests, otter counts and bog plans",
            ["river tests", "otter counts", "bog plans"],
        ),
        ("low-entropy trajectories the otter keeps", ["low-entropy trajectories", "otter"]),
    ],
)
def test_phrases_are_runs_that_name_something(text: str, found: list[str]) -> None:
    assert whole(text) == found


def test_parts_of_a_longer_phrase_are_found_too() -> None:
    found = {phrase.surface for phrase in phrases("sparse reward model")}
    assert {"sparse reward model", "reward model", "reward"} <= found


def test_plural_hyphen_and_case_make_no_difference() -> None:
    keys = {phrases(text)[0].key for text in ("Test-time searches", "test time search")}
    assert len(keys) == 1


def test_an_acronym_has_the_key_of_its_long_form() -> None:
    defined = "We use Finite Element Analysis (FEA)."
    acronyms = long_forms([defined])
    assert acronyms == {"FEA": "Finite Element Analysis"}
    short = phrases("An FEA of the frame", acronyms)[0].key
    long = phrases("A finite element analysis of the frame", acronyms)[0].key
    assert short == long == key_of("finite element analysis")
    joined = phrases("Many FEA solvers agree.", acronyms)[0].key
    assert joined == key_of("finite element analysis solvers")


@pytest.mark.parametrize("word", ["hacking", "alignment", "retrieval", "table", "models"])
def test_nouns(word: str) -> None:
    assert may_be_noun(word)


@pytest.mark.parametrize("word", ["neural", "sparse", "aligned", "zero-shot", "token-level"])
def test_words_that_stand_before_nouns(word: str) -> None:
    assert not may_be_noun(word)


@given(st.text(max_size=200))
def test_a_phrase_stands_where_it_says(text: str) -> None:
    for phrase in phrases(text, long_forms([text])):
        assert text[phrase.start : phrase.end] == phrase.surface
        assert phrase.key
