"""The measures on rankings whose values are worked out by hand."""

from __future__ import annotations

import math

import pytest

from paperchat.evaluation.measures import ndcg, percentile, recall, reciprocal_rank

RANKING = ["a", "b", "c", "d"]


def test_a_perfect_ranking_scores_one() -> None:
    judged = {"a": 2.0, "b": 1.0}
    assert ndcg(RANKING, judged, 10) == 1.0
    assert recall(RANKING, judged, 10) == 1.0
    assert reciprocal_rank(RANKING, judged, 10) == 1.0


def test_ndcg_discounts_by_rank_and_has_linear_gains() -> None:
    gained = 1 / math.log2(3) + 3 / math.log2(5)
    best = 3 / math.log2(2) + 1 / math.log2(3)
    assert ndcg(RANKING, {"b": 1.0, "d": 3.0}, 10) == pytest.approx(gained / best)


def test_ndcg_compares_with_the_best_that_fits_the_depth() -> None:
    judged = dict.fromkeys("abcdefgh", 1.0)
    assert ndcg(RANKING, judged, 4) == pytest.approx(1.0)
    assert ndcg(RANKING, judged, 8) < 1.0


def test_what_is_below_the_depth_does_not_count() -> None:
    judged = {"c": 1.0}
    assert ndcg(RANKING, judged, 2) == 0.0
    assert recall(RANKING, judged, 2) == 0.0
    assert reciprocal_rank(RANKING, judged, 2) == 0.0
    assert reciprocal_rank(RANKING, judged, 3) == pytest.approx(1 / 3)


def test_recall_is_the_share_of_the_relevant() -> None:
    assert recall(RANKING, {"a": 1.0, "z": 1.0, "b": 0.0}, 10) == 0.5


def test_documents_judged_irrelevant_gain_nothing() -> None:
    judged = {"a": 0.0, "b": -1.0, "c": 1.0}
    assert recall(RANKING, judged, 10) == 1.0
    assert reciprocal_rank(RANKING, judged, 10) == pytest.approx(1 / 3)
    assert ndcg(RANKING, {"a": 0.0}, 10) == 0.0


def test_nothing_ranked_and_nothing_relevant_score_zero() -> None:
    for measure in (ndcg, recall, reciprocal_rank):
        assert measure([], {"a": 1.0}, 10) == 0.0
        assert measure(RANKING, {}, 10) == 0.0


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 5.0), (0.95, 10.0), (0.0, 1.0), (1.0, 10.0), (0.11, 2.0)]
)
def test_percentiles_are_values_that_occurred(share, expected) -> None:
    assert percentile([float(n) for n in range(10, 0, -1)], share) == expected
    assert percentile([], share) == 0.0
