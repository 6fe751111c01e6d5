from __future__ import annotations

import pytest

from paperchat.verification.numbers import may_be_counted, unbacked_numbers
from paperchat.verification.quantities import quantities


@pytest.mark.parametrize(
    ("written", "passage"),
    [
        ("57.7%", r"57.70\%"),
        ("57.7 percent", "57.7%"),
        ("about 57%", "57.70%"),
        ("about 58%", "57.70%"),
        ("more than 50%", "53%"),
        ("nearly 1,000 bogs", "998 bogs"),
        ("50%", "half of the bogs"),
        ("half of the bogs", "50%"),
        ("50%", "a share of 0.5"),
        ("a share of 0.57", "57%"),
        ("1k bogs", "1,000 bogs"),
        ("one thousand bogs", "1000 bogs"),
        ("1.2 million", "1,200,000"),
        ("two bogs", "2 bogs"),
        ("twice as much", "a 2x gain"),
        ("doubles", "a twofold gain"),
        ("one day", "24 hours"),
        ("55 years", "55- and 65-year-old bogs"),
        ("10 to 20%", "10-20%"),
        ("10%", "10-20%"),
        ("57.7%", "a score of 57.7"),
        ("5.2 points", "5.2%"),
        ("p < 0.01", "p = 0.003"),
        ("a gain of 5%", "+5%"),
        ("7B weights", "LLaMA-2-7B has 7 billion weights"),
        ("version 4", "GPT-4"),
        ("10^5 steps", "100,000 steps"),
        ("GPT-5 and F2", "no figure"),
    ],
)
def test_borne_out(written: str, passage: str) -> None:
    assert unbacked_numbers(written, [passage]) == ()


@pytest.mark.parametrize(
    ("written", "passage", "missing"),
    [
        ("74%", "57.7%", ["74%"]),
        ("57%", "57.70%", ["57%"]),
        ("about 60%", "48%", ["60%"]),
        ("more than 60%", "57%", ["60%"]),
        ("50%", "50 bogs", ["50%"]),
        ("50 bogs", "50%", ["50"]),
        ("three bogs", "two bogs", ["three"]),
        ("5 GB", "5 hours", ["5 GB"]),
        ("two days", "24 hours", ["two days"]),
        ("-5%", "+5%", ["-5%"]),
        ("triples", "doubles", ["triples"]),
        ("1.5M bogs", "1.5B bogs", ["1.5M"]),
        ("57% of 12 bogs", "57%", ["12"]),
        ("74%", "", ["74%"]),
    ],
)
def test_missing(written: str, passage: str, missing: list[str]) -> None:
    assert [quantity.surface for quantity in unbacked_numbers(written, [passage])] == missing


def test_a_number_may_stand_in_any_of_the_passages() -> None:
    assert unbacked_numbers("57% of 12", ["57%", "12 bogs"]) == ()


@pytest.mark.parametrize(
    ("written", "passage", "counted"),
    [
        ("two data sets", "Moss-1 and Moss-2", True),
        ("two data sets", "three data sets", False),
        ("ninety data sets", "Moss-1 and Moss-2", False),
        ("2 data sets", "Moss-1 and Moss-2", False),
    ],
)
def test_a_small_count_in_words_may_be_the_writers(
    written: str, passage: str, counted: bool
) -> None:
    assert may_be_counted(quantities(written)[0], written, [passage]) is counted
