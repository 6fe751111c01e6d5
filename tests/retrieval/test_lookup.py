from __future__ import annotations

import pytest

from paperchat.library.library import Library
from paperchat.retrieval.candidates import candidate_names, without_formulas
from paperchat.retrieval.lookup import Lookup, phrase
from paperchat.retrieval.pasted import pasted_paper


@pytest.fixture
def lookup(library: Library) -> Lookup:
    return Lookup(library)


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("TidePool", "TidePool"),
        ("tidepool", "tidepool"),
        ("Tide-Pool", "TidePool"),
        ("Moss Net", "MossNet"),
        ("WLMs", "WLM"),
        ("quill 2", "quill 2"),
        ("quill2", "quill-2"),
    ],
)
def test_a_name_is_found_however_it_is_joined(lookup: Lookup, typed: str, spelled: str) -> None:
    spelling, users = lookup.users(typed)
    assert spelling == spelled
    assert len(users) == 1


@pytest.mark.parametrize("typed", ["TideGate", "MossNets2", "quills", "WLN", ""])
def test_a_name_is_not_bent_to_another(lookup: Lookup, typed: str) -> None:
    assert lookup.users(typed) == (typed, [])


def test_the_index_tells_its_words(library: Library) -> None:
    assert library.lexical.holders("sleep") == 1
    assert library.lexical.holders("language models") == 1
    assert library.lexical.holders("zeppelin") == 0
    assert library.lexical.holders("") == 0
    assert "moistur" in library.lexical.vocabulary("m")
    assert library.lexical.vocabulary("zz") == []


def test_authors_and_words_of_the_text_are_known(lookup: Lookup) -> None:
    assert lookup.written_by("Low")
    assert not lookup.written_by("Kowalczyk")


def test_words_side_by_side_may_be_one_name() -> None:
    joined = [name.text for name in candidate_names("What does I SHEEP or PPO max do?")]
    assert "I SHEEP" in joined
    assert joined.index("PPO max") < joined.index("PPO")
    assert not any(name.joined for name in candidate_names("what is the effect of it"))


def test_greek_letters_of_formulas_are_spelled_out() -> None:
    assert without_formulas("What is $\\alpha$-DPO of \\beta?") == "What is alpha-DPO of beta?"
    assert without_formulas("$x^2$ and \\alphabet") == "$x^2$ and \\alphabet"


def test_a_phrase_is_whole_words() -> None:
    assert phrase("PPO max").search("the ppo-max method")
    assert not phrase("PPO max").search("the ppo-maximal method")


def test_a_pasted_text_is_recognised_only_if_much_of_it_is_there(
    lookup: Lookup, library: Library
) -> None:
    for paper in library.catalogue.papers():
        assert pasted_paper(paper.text, lookup) == paper
        assert pasted_paper(f"Please sum this up: {paper.text[:300]}", lookup) == paper
    assert pasted_paper("Bogs store carbon only as long as they stay wet.", lookup) is None
    assert pasted_paper("Bogs and bridges and stories all stay wet for long. " * 20, lookup) is None
