from __future__ import annotations

import pytest

from paperchat.verification.quantities import quantities


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r"It gets 57.70\% of them", [(57.7, "%")]),
        ("It gets 57 percent, 3 per cent and ５％", [(57, "%"), (3, "%"), (5, "%")]),
        ("1,000 and 1 000 and 1k and 1K", [(1000, "")] * 4),
        ("one million, 1M and 1 million", [(1e6, "")] * 3),
        ("a 7B model with 1.5 billion more", [(7e9, ""), (1.5e9, "")]),
        ("ninety-nine of two hundred and five", [(99, ""), (205, "")]),
        ("a dozen of three-layer nets", [(12, ""), (3, "")]),
        ("2x, 2×, twofold, two times, doubles", [(2, "times")] * 5),
        ("a 10-fold rise, 3 times as many", [(10, "times"), (3, "times")]),
        ("10^5, 1e-4, 2 × 10-5 and 10⁻³", [(1e5, ""), (1e-4, ""), (2e-5, ""), (1e-3, "")]),
        ("from 10 to 20%, 10–20%", [(10, "%"), (20, "%")] * 2),
        ("p<0.05 and p = .05 and 0·05", [(0.05, "")] * 3),
        ("24 hours or 1 day", [(86400, "time"), (86400, "time")]),
        ("5 percentage points", [(5, "points")]),
        ("half of them, one-third", [(50, "%"), (100 / 3, "%")]),
        ("GPT-4, LLaMA-2-7B, F1, COVID-19, p53 and 3D", []),
        ("the 1st, 3rd and 20th", []),
        ("one of them is zero-shot", []),
        ("hundreds of models, several hundred hours", []),
        ("(1) moss and (ii) bogs", []),
        ("1. Moss and 5 bogs", [(5, "")]),
        ("see https://moss.example/2024 and arXiv:2401.00001", []),
        ("top-5 and pass@1", [(5, ""), (1, "")]),
        ("half-life, double-blind, double descent", []),
        ("١٢٣ bogs", [(123, "")]),
        ("in 2019 100 bogs", [(2019, ""), (100, "")]),
    ],
)
def test_numbers_are_read_with_their_units(text: str, found: list[tuple[float, str]]) -> None:
    assert [(pytest.approx(value), unit) for value, unit in found] == [
        (quantity.value, quantity.unit) for quantity in quantities(text)
    ]


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("about 57%", "about"),
        ("~57%", "about"),
        ("more than 57%", "over"),
        ("at least 57%", "over"),
        ("less than 57%", "under"),
        ("p < 0.05", "under"),
        ("exactly 57%", ""),
    ],
)
def test_hedges_are_read(text: str, hedge: str) -> None:
    assert quantities(text)[0].hedge == hedge


@pytest.mark.parametrize(("text", "sign"), [("-5%", "-"), ("−5%", "-"), ("+5%", "+"), ("5-6%", "")])
def test_signs_are_read(text: str, sign: str) -> None:
    assert quantities(text)[0].sign == sign
