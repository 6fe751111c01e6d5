"""Intervals and tests against values that are published or worked out by hand."""

from __future__ import annotations

import pytest

from paperchat.evaluation.intervals import bootstrap_mean, sign_test, wilson


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilson(count: int, total: int, low: float, high: float) -> None:
    assert wilson(count, total) == pytest.approx((low, high), abs=5e-5)


def test_a_bootstrap_interval_holds_the_mean_and_repeats() -> None:
    values = [0.0] * 20 + [1.0] * 80
    low, high = bootstrap_mean(values)
    # The binomial quantiles of 100 draws at 0.8 are 0.72 and 0.87.
    assert low == pytest.approx(0.72, abs=0.015)
    assert high == pytest.approx(0.87, abs=0.015)
    assert bootstrap_mean(values) == (low, high)


def test_a_bootstrap_of_equal_values_has_no_width() -> None:
    assert bootstrap_mean([0.5]) == bootstrap_mean([0.5] * 9) == (0.5, 0.5)
    with pytest.raises(ValueError, match="no values"):
        bootstrap_mean([])


@pytest.mark.parametrize(
    ("better", "worse", "p"),
    [(0, 0, 1.0), (3, 3, 1.0), (1, 0, 1.0), (6, 0, 2 / 64), (0, 6, 2 / 64), (8, 2, 112 / 1024)],
)
def test_sign_test(better: int, worse: int, p: float) -> None:
    assert sign_test(better, worse) == pytest.approx(p)


def test_sign_test_of_many_pairs_does_not_overflow() -> None:
    assert sign_test(5000, 5000) == 1.0
    assert 0 <= sign_test(5200, 4800) < 1e-4
    assert sign_test(3000, 0) == 0.0
