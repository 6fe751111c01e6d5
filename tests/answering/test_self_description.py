from __future__ import annotations

import pytest

from paperchat.answering.self_description import asks_for_description, describes_itself


@pytest.mark.parametrize(
    "text",
    [
        "This survey reviews recent work on bog mapping.",
        "The bog survey also discusses open challenges and future directions.",
        "In this paper, we survey the ways to map a bog.",
        "The authors outline a research agenda and future work.",
        "This review gives a comprehensive overview of the field and sorts earlier work.",
        "The mapping survey aims to offer practitioners guidance.",
        "We categorize existing methods by the light they need.",
    ],
)
def test_what_a_paper_goes_through(text: str) -> None:
    assert describes_itself(text)


@pytest.mark.parametrize(
    "text",
    [
        "This paper presents MossNet, a network that maps bogs.",
        "We find that bogs cover a fifth of the island.",
        "The survey finds that night work costs an hour of sleep.",
        "Bog mapping reduces the error by 5%.",
        "Our study of 20 nurses measures light at night.",
        "The method groups photographs by their moss.",
    ],
)
def test_what_a_paper_found_or_made(text: str) -> None:
    assert not describes_itself(text)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (["bogs", "reviewed"], True),
        (["directions", "mapping"], True),
        ([], True),
        (["bogs", "differ", "fens"], False),
    ],
)
def test_who_asks_for_it(words: list[str], asked: bool) -> None:
    assert asks_for_description(words) is asked
