from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperchat.retrieval.fusion import best_per_paper, fuse, lift, min_max
from paperchat.types import ChunkHit

SCORES = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.floats(-5, 5), max_size=8)


def test_the_best_chunk_speaks_for_its_paper() -> None:
    hits = [ChunkHit("a~0~x", "a", 0.4), ChunkHit("b~0~x", "b", 0.9), ChunkHit("a~1~x", "a", 0.7)]
    assert list(best_per_paper(hits).items()) == [("b", 0.9), ("a", 0.7)]


def test_scores_are_scaled_to_the_unit_interval() -> None:
    assert min_max({"a": 3.0, "b": 1.0, "c": 2.0}) == {"a": 1.0, "b": 0.0, "c": 0.5}
    assert min_max({"a": 3.0}) == {"a": 1.0}
    assert min_max({}) == {}


def test_what_both_sides_find_beats_what_one_finds() -> None:
    fused = fuse({"a": 0.9, "b": 0.5, "x": 0.1}, {"b": 12.0, "a": 11.0, "y": 1.0}, weight=0.5)
    assert set(list(fused)[:2]) == {"a", "b"}


@given(SCORES, SCORES, st.floats(0, 1))
def test_fusing_keeps_every_paper_and_sorts_best_first(
    dense: dict[str, float], lexical: dict[str, float], weight: float
) -> None:
    fused = fuse(dense, lexical, weight)
    assert fused.keys() == dense.keys() | lexical.keys()
    assert list(fused.values()) == sorted(fused.values(), reverse=True)
    assert all(-1e-9 <= score <= 1 + 1e-9 for score in fused.values())


@pytest.mark.parametrize(("weight", "side"), [(1.0, "dense"), (0.0, "lexical")])
def test_a_full_weight_follows_one_side(weight: float, side: str) -> None:
    dense, lexical = {"a": 2.0, "b": 1.0}, {"b": 2.0, "a": 1.0}
    assert next(iter(fuse(dense, lexical, weight))) == ("a" if side == "dense" else "b")


LOOKED_AT = st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 1), max_size=4)


@given(SCORES, LOOKED_AT, LOOKED_AT)
def test_lifting_keeps_every_paper_and_the_order_of_those_not_looked_at(
    scores: dict[str, float], near: dict[str, float], close: dict[str, float]
) -> None:
    fused = fuse(scores, {})
    lifted = lift(fused, near, close)
    assert lifted.keys() == fused.keys()
    assert list(lifted.values()) == sorted(lifted.values(), reverse=True)
    assert all(-1e-9 <= score <= 1 + 1e-9 for score in lifted.values())
    left = [key for key in lifted if key not in {*near, *close}]
    assert left == [key for key in fused if key not in {*near, *close}]


def test_without_proximity_and_close_reading_scores_stay() -> None:
    assert lift({"a": 0.9, "b": 0.4}, {}, {}) == pytest.approx({"a": 0.9, "b": 0.4})


def test_proximity_and_close_reading_lift_a_paper_each_and_together() -> None:
    fused = {"a": 0.5, "b": 0.4, "c": 0.1}
    assert next(iter(lift(fused, {"a": 0.0, "b": 1.0}, {}))) == "b"
    assert next(iter(lift(fused, {}, {"a": 0.61, "b": 0.62}))) == "b"
    both = lift(fused, {"a": 0.0, "b": 1.0}, {"a": 0.61, "b": 0.62})
    assert list(both) == ["b", "a", "c"]
    assert both["b"] > lift(fused, {"a": 0.0, "b": 1.0}, {})["b"]
