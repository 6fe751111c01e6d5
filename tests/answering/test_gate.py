from __future__ import annotations

import dataclasses

import pytest

from paperchat.answering.gate import confidence, opens
from paperchat.answering.signals import Signals

STRONG = Signals(
    support=0.85, weakest=0.8, specifics=4.0, cosine=0.7, figure=0.6, counted=0.6, sort=0.6,
    untold=0, named=False, role_found=True, missing_terms=(),
)  # fmt: skip
WEAK = dataclasses.replace(STRONG, support=0.3, weakest=0.2, specifics=2.0, cosine=0.15)


def test_strong_signals_open_and_weak_ones_close() -> None:
    assert opens(STRONG)
    assert not opens(WEAK)


@pytest.mark.parametrize(
    "name", ["support", "weakest", "specifics", "cosine", "figure", "counted", "sort", "named"]
)
def test_each_signal_speaks_for_answering(name: str) -> None:
    assert confidence(dataclasses.replace(WEAK, **{name: 5.0})) > confidence(WEAK)


def test_words_that_abstracts_seldom_tell_speak_against_answering() -> None:
    assert confidence(dataclasses.replace(STRONG, untold=1)) < confidence(STRONG)
    assert not opens(dataclasses.replace(STRONG, untold=3))


def test_a_missing_kind_of_statement_closes_whatever_else_fits() -> None:
    assert not opens(dataclasses.replace(STRONG, named=True, role_found=False))
