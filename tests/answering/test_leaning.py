from __future__ import annotations

import pytest

from paperchat.answering.facets import facets_of
from paperchat.answering.leaning import leans
from paperchat.text.sentences import split_sentences
from paperchat.types import Sentence


def sentences(text: str) -> list[Sentence]:
    spans = split_sentences(text)
    return [
        Sentence("p", at, span.start, span.end, text[span.start : span.end])
        for at, span in enumerate(spans)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "These two schemes cost too much.",
        "Each of these two kilns works well alone.",
        "However, such gardens dry out.",
        "To close this gap, we propose a pump.",
        "This problem is unsolved.",
        "They fail on wet ground.",
    ],
)
def test_what_was_named_before_is_leant_on(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize(
    "text",
    [
        "This paper studies kilns.",
        "In this present study we measure tides.",
        "Plants such as moss need water.",
        "It is unclear whether kilns crack.",
        "Those who dig wells need maps.",
        "Kilns crack when they are fired too fast, and repairing these cracks is slow.",
    ],
)
def test_what_a_sentence_says_itself_is_not(text: str) -> None:
    assert not leans(text)


FIELD = "Kilns are used in many workshops around the world. "
PAPER = (
    "We propose EmberKiln, a kiln that is heated by the sun. "
    "In experiments on 40 pots, EmberKiln cuts the cost by 40%."
)


def test_a_problem_that_says_what_is_missing_comes_before_the_field() -> None:
    lacking = "Firing clay in kilns is costly, but cheaper ways of firing it crack the clay. "
    (told,) = facets_of(sentences(FIELD + lacking + PAPER)).best("problem", 1)
    assert told.text.startswith("Firing clay")


def test_a_leaning_sentence_comes_with_the_one_before_it() -> None:
    lacking = "However, such kilns suffer from cracks and remain costly. "
    told = facets_of(sentences(FIELD + lacking + PAPER)).best("problem", 1)
    assert not leans(told[0].text)


def test_no_sentence_is_under_two_facets() -> None:
    faceted = facets_of(sentences(FIELD + PAPER))
    shared = [one for found in faceted.sentences.values() for one in found]
    apart = [one for found in faceted.apart().values() for one in found]
    assert len(shared) > len(set(shared))
    assert set(apart) == set(shared)
    assert len(apart) == len(set(apart))
