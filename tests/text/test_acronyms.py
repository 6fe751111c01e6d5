from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperchat.text.acronyms import acronym_definitions


def pairs(text: str) -> list[tuple[str, str]]:
    return [(found.short, found.long) for found in acronym_definitions(text)]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("We add Gentle Toy Selection (GTS), a method.", "GTS", "Gentle Toy Selection"),
        ("with GTS (Gentle Toy Selection) we win", "GTS", "Gentle Toy Selection"),
        ("GTS (short for Gentle Toy Selection) wins", "GTS", "Gentle Toy Selection"),
        ("a large toy model (LTMs) is", "LTMs", "large toy model"),
        ("Toying-time Alignment (ToAL; ours) is", "ToAL", "Toying-time Alignment"),
        ("the\nSelf-Toying Agents (STA) are", "STA", "Self-Toying Agents"),
        ("our;Gentle Toys (GT) are", "GT", "Gentle Toys"),
        ("Low-rank toys [LoRT] are", "LoRT", "Low-rank toys"),
        ('Direct Toy Optimization ("DTO") is', "DTO", "Direct Toy Optimization"),
        (
            "Toy entity alignment with quite missing visual views (TEA-QMVV)",
            "TEA-QMVV",
            "Toy entity alignment with quite missing visual views",
        ),
    ],
)
def test_definitions(text: str, short: str, long: str) -> None:
    (found,) = acronym_definitions(text)
    assert (found.short, found.long) == (short, long)
    covered = text[found.span.start : found.span.end]
    assert short in covered
    assert long in covered
    assert covered.endswith((")", "]"))


@pytest.mark.parametrize(
    "text",
    [
        "It (i) works and (ii) ends (2021).",
        "It is shown (see the Toy Table) in GTS (see the notes).",
        "Nothing here fits at all (XQZ).",
        "The gentle thing ends. Toy selection (GTS) begins.",
        "Empty () and open (GTS",
        "the same GTS (GTS)",
    ],
)
def test_what_defines_nothing(text: str) -> None:
    assert pairs(text) == []


def test_several_in_order() -> None:
    text = (
        "Gentle Toy Selection (GTS) uses reinforcement learning (RL) and MLP (multi-layer parts)."
    )
    assert [short for short, _ in pairs(text)] == ["GTS", "RL", "MLP"]


@given(st.lists(st.sampled_from([*"aBc ()[];.-\n", "Toy Set (TS)", "TS (Toy Set)"]), max_size=50))
def test_every_definition_lies_in_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    for found in acronym_definitions(text):
        covered = text[found.span.start : found.span.end]
        assert found.short in covered
        assert found.long in covered
        starts = {word[0].casefold() for word in re.findall(r"[^\W_]+", found.long)}
        assert found.short[0].casefold() in starts
        assert found.long[0].isalnum()
