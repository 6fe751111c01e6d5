from __future__ import annotations

import dataclasses

import pytest

from paperchat.answering.gate import BEARS, TELLS, confidence, opens, tells
from paperchat.answering.signals import Signals

STRONG = Signals(
    support=0.85, weakest=0.8, joint=0.7, unmet=0.0, strangers=0,
    cosine=0.7, around=0.6, words=5, leads=True, defines=False, untold=0,
    named=False, attribute=False, valued=0.4, spoken=0.8, seldom=0.3, counts=False, counted=0.6,
    figure=0.6, role_found=True, missing_terms=(),
)  # fmt: skip
WEAK = dataclasses.replace(
    STRONG, support=0.3, weakest=0.2, joint=0.25, cosine=0.15, words=2, leads=False
)
ASKED = dataclasses.replace(STRONG, attribute=True, valued=0.6, spoken=1.0, seldom=0.2)


def test_strong_signals_open_and_weak_ones_close() -> None:
    assert opens(STRONG)
    assert not opens(WEAK)


@pytest.mark.parametrize(
    "name", ["support", "weakest", "cosine", "around", "words", "leads", "valued", "named"]
)
def test_these_signals_speak_for_answering(name: str) -> None:
    assert confidence(dataclasses.replace(WEAK, **{name: 5.0})) > confidence(WEAK)


@pytest.mark.parametrize("name", ["unmet", "strangers"])
def test_what_a_paper_does_not_speak_of_speaks_against_answering(name: str) -> None:
    assert confidence(dataclasses.replace(WEAK, **{name: 1})) < confidence(WEAK)


def test_words_that_abstracts_seldom_tell_speak_against_answering() -> None:
    assert confidence(dataclasses.replace(STRONG, untold=1)) < confidence(STRONG)
    assert not opens(dataclasses.replace(STRONG, untold=3))


def test_a_value_that_is_not_told_closes_whatever_else_fits() -> None:
    assert opens(ASKED)
    untold = dataclasses.replace(ASKED, spoken=0.3, seldom=1.0, counted=0.1, counts=True)
    assert confidence(untold) >= BEARS.bar
    assert not tells(untold)
    assert not opens(untold)


def test_where_no_value_is_asked_for_none_need_be_told() -> None:
    untold = dataclasses.replace(STRONG, spoken=0.0, seldom=1.0, counted=0.0, figure=0.0)
    assert TELLS.confidence(untold) < TELLS.bar
    assert tells(untold)


def test_a_missing_kind_of_statement_closes_whatever_else_fits() -> None:
    assert not opens(dataclasses.replace(STRONG, named=True, role_found=False))
