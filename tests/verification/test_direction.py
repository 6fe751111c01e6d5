from __future__ import annotations

import pytest

from paperchat.verification.direction import contradiction

ROBUST = "On unseen bogs MossNet is consistently more robust than PeatNet."
BEATS = "MossNet outperforms PeatNet on three tasks of storing water."


@pytest.mark.parametrize(
    ("written", "passage", "conflict"),
    [
        ("PeatNet outperforms MossNet on storing water.", BEATS, "order"),
        ("MossNet is outperformed by PeatNet on storing water.", BEATS, "order"),
        ("MossNet underperforms PeatNet on storing water.", BEATS, "order"),
        ("Rain increases the depth of bogs.", "Rain decreases the depth of bogs.", "direction"),
        ("Bogs have higher acid levels.", "Bogs have lower acid levels.", "direction"),
        ("Bogs need more acid water.", "Bogs need less acid water.", "direction"),
        ("Moss improves the flow of water.", "Moss worsens the flow of water.", "direction"),
        ("Moss improves the flow of water.", "Moss degrades the flow of water.", "direction"),
        ("Bogs grow with human labels.", "Bogs grow without human labels.", "direction"),
        ("Rain does not increase acid levels.", "Rain increases acid levels.", "direction"),
        ("Moss is seen as storing water.", "Moss is not seen as storing water.", "negation"),
        ("Moss cannot store old water.", "Moss can store old water.", "negation"),
        ("Moss stores no old water.", "Moss stores old water.", "negation"),
        ("Moss fails to store old water.", "Moss stores old water.", "negation"),
        ("MossNet needs training of bogs.", "MossNet needs no training of bogs.", "direction"),
        ("PeatNet is more robust than MossNet.", ROBUST, "order"),
        ("MossNet is less robust than PeatNet.", ROBUST, "order"),
    ],
)
def test_the_opposite_is_told(written: str, passage: str, conflict: str | None) -> None:
    assert contradiction(written, [passage]) == conflict


@pytest.mark.parametrize(
    ("written", "passage"),
    [
        (BEATS, BEATS),
        ("PeatNet is outperformed by MossNet on storing water.", BEATS),
        ("PeatNet does not outperform MossNet on storing water.", BEATS),
        ("Rain increases the depth of bogs.", "The depth of bogs is increased by rain."),
        ("Rain does not increase acid levels.", "Rain decreases acid levels."),
        ("Rain reduces acid levels.", "Rain increases depth and reduces acid levels."),
        ("Rain reduces acid levels.", "Rain reduces acid levels, but sun increases them."),
        ("Rain increases depth.", "Sun decreases the warmth of roads."),
        ("Moss stores not only old water.", "Moss stores old water."),
        ("Moss does not store old water.", "Moss does not store old water."),
        ("Moss never stores old water.", "Moss fails to store old water."),
        ("Moss stores water.", "Rain falls."),
        ("MossNet does not need training.", "MossNet is cheap and needs no training."),
        ("MossNet is more robust than PeatNet.", ROBUST),
        ("PeatNet is less robust than MossNet.", ROBUST),
        ("PeatNet has more layers than MossNet.", ROBUST),
        ("MossNet has a lower error than PeatNet.", BEATS),
        ("", "Rain falls."),
        ("Rain falls.", ""),
    ],
)
def test_agreement_and_other_matters_are_left_alone(written: str, passage: str) -> None:
    assert contradiction(written, [passage]) is None


def test_one_passage_that_agrees_is_enough() -> None:
    passages = ["Rain decreases acid levels.", "Rain increases acid levels."]
    assert contradiction("Rain increases acid levels.", passages) is None
