"""Measures over a handful of outcomes, counted by hand."""

from __future__ import annotations

import pytest

from paperchat.evaluation.grading import Outcome
from paperchat.evaluation.scoring import latency, measure_all

_RIGHT = Outcome(
    "a", "a", "?", "ask", None, "answered", "ask", right_paper=True, precision=1.0,
    facts=(True, True), balance=None, exact_quotes=3, quotes=3, ms=10.0, score=1.0, problems=(),
)  # fmt: skip


def _outcome(**fields) -> Outcome:
    values = {name: getattr(_RIGHT, name) for name in Outcome.__dataclass_fields__}
    return Outcome(**{**values, **fields})


def _unlooked(**fields) -> Outcome:
    """Return what was not looked at further: a refusal, or an answer that should be one."""
    return _outcome(
        **{"right_paper": None, "precision": None, "facts": (), "quotes": 0, "exact_quotes": 0}
        | fields
    )


OUTCOMES = (
    _RIGHT,
    _outcome(right_paper=False, precision=0.5, facts=(False,), exact_quotes=1, quotes=2, score=0.5),
    _outcome(kind="comparison", answered_kind="ask", balance=0.25, facts=(), ms=50.0, score=0.7),
    _outcome(kind="comparison", answered_kind="comparison", balance=0.75, facts=(), ms=40.0),
    _unlooked(status="no_evidence", score=0.0),
    _unlooked(status="no_evidence", kind="facts", score=0.0, ms=20.0),
    _unlooked(refusal="off_topic", status="no_evidence"),
    _unlooked(refusal="off_topic", status="unknown_paper"),
    _unlooked(refusal="near_topic", score=0.0),
    _unlooked(refusal="detail", status="not_in_abstract", quotes=1, exact_quotes=1, ms=30.0),
)
COUNTED = {
    "as_expected": (5, 10),
    "right_paper": (3, 4),
    "facts_found": (2, 3),
    "kind_right": (3, 4),
    "false_answers.all": (1, 4),
    "false_answers.off_topic": (0, 2),
    "false_answers.near_topic": (1, 1),
    "false_answers.detail": (0, 1),
    "false_refusals.all": (2, 6),
    "false_refusals.ask": (1, 3),
    "false_refusals.summary": (0, 0),
    "false_refusals.comparison": (0, 2),
    "false_refusals.list": (0, 0),
    "false_refusals.facts": (1, 1),
    "false_refusals.chat": (0, 0),
    "quote_exactness": (11, 12),
}


def test_shares() -> None:
    found = {item.definition.name: item for item in measure_all(OUTCOMES) if item.definition.share}
    assert {name: (item.count, item.total) for name, item in found.items()} == COUNTED
    for name, (count, total) in COUNTED.items():
        share = found[name]
        if total:
            assert share.value == count / total
            assert share.low <= share.value <= share.high
        else:
            assert (share.value, share.low, share.high) == (None, None, None)


def test_means() -> None:
    found = {item.definition.name: item for item in measure_all(OUTCOMES)}
    precision, balance = found["citation_precision"], found["comparison_balance"]
    assert (precision.value, precision.total, precision.count) == (3.5 / 4, 4, None)
    assert (balance.value, balance.total) == (0.5, 2)
    assert (balance.low, balance.high) == (0.25, 0.75)
    assert 0.5 <= precision.low <= precision.value <= precision.high == 1.0


def test_nothing_asked_gives_no_values() -> None:
    assert all(item.value is None and item.total == 0 for item in measure_all(()))


def test_latency_is_of_all_answers() -> None:
    found = latency(OUTCOMES)
    assert (found.p50, found.p95) == (10.0, 50.0)


@pytest.mark.parametrize("name", ["false_answers", "false_refusals"])
def test_what_should_be_rare_is_better_when_it_falls(name: str) -> None:
    for item in measure_all(()):
        assert item.definition.rising is not item.definition.name.startswith("false_")
        if item.definition.name.startswith(name):
            assert item.definition.share
