from __future__ import annotations

import random

import pytest

from bench.alterations import names_of, turned_round, with_another_name, with_another_number

SENTENCE = "MossNet keeps 57.7% of the water on three lakes, and outperforms GPT-4."


@pytest.mark.parametrize("seed", range(20))
def test_one_number_is_changed_to_one_the_source_lacks(seed: int) -> None:
    altered = with_another_number(SENTENCE, SENTENCE, random.Random(seed))
    assert altered is not None
    assert altered != SENTENCE
    assert ("57.7" in altered) != ("three" in altered)
    assert "GPT-4" in altered


def test_a_sentence_without_numbers_stays() -> None:
    assert with_another_number("MossNet and GPT-4.", "", random.Random(1)) is None


@pytest.mark.parametrize("seed", range(10))
def test_one_name_is_changed_to_one_the_source_lacks(seed: int) -> None:
    names = ["MossNet", "PeatNet", "GPT-4"]
    altered = with_another_name(SENTENCE, SENTENCE, names, random.Random(seed))
    assert altered is not None
    assert altered.count("PeatNet") == 1
    assert ("MossNet" in altered) != ("GPT-4" in altered)


def test_names_are_told_by_their_form() -> None:
    assert names_of(SENTENCE) == ["MossNet", "GPT-4"]
    assert with_another_name("Moss grows.", "", ["PeatNet"], random.Random(1)) is None


def test_a_direction_is_turned_round() -> None:
    assert turned_round("Rain increases it.", random.Random(1)) == "Rain decreases it."
    assert turned_round("Rain falls.", random.Random(1)) is None
