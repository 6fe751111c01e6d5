"""Joining rankings of papers and chunks into one ranking of papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from paperchat.types import ChunkHit

DENSE_WEIGHT = 0.5
"""Share of the dense score. Measured on SciFact, see docs/decisions/0004-retrieval.md."""

PROXIMITY_SHARE = 0.15
CLOSENESS_SHARE = 0.3
"""What proximity and close reading count beside the fused score. Measured on SciFact as well."""


def best_per_paper(hits: Iterable[ChunkHit]) -> dict[str, float]:
    """Return the score of each paper's best chunk, best paper first."""
    best: dict[str, float] = {}
    for hit in hits:
        if hit.score > best.get(hit.paper_id, float("-inf")):
            best[hit.paper_id] = hit.score
    return dict(sorted(best.items(), key=lambda item: -item[1]))


def min_max(scores: Mapping[str, float]) -> dict[str, float]:
    """Scale scores to [0, 1]; a single score, or equal ones, become 1."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    if high <= low:
        return dict.fromkeys(scores, 1.0)
    return {key: (score - low) / (high - low) for key, score in scores.items()}


def fuse(
    dense: Mapping[str, float], lexical: Mapping[str, float], weight: float = DENSE_WEIGHT
) -> dict[str, float]:
    """Return the weighted mean of the scaled scores, best first.

    A convex combination of min-max scaled scores, as in Bruch et al. 2023, "An Analysis of Fusion
    Functions for Hybrid Retrieval". What one side has not found counts 0 there.
    """
    scaled_dense, scaled_lexical = min_max(dense), min_max(lexical)
    fused = {
        key: weight * scaled_dense.get(key, 0.0) + (1 - weight) * scaled_lexical.get(key, 0.0)
        for key in {**scaled_dense, **scaled_lexical}
    }
    return dict(sorted(fused.items(), key=lambda item: -item[1]))


def lift(
    fused: Mapping[str, float],
    proximity: Mapping[str, float],
    closeness: Mapping[str, float],
) -> dict[str, float]:
    """Return the weighted mean of all three, best first; what is not looked at has 0 there.

    Closeness is scaled first. Where nothing has any of one kind, that does not count.
    """
    shares = [
        (PROXIMITY_SHARE, proximity),
        (CLOSENESS_SHARE, min_max(closeness)),
    ]
    counted = [(share, scores) for share, scores in shares if scores]
    own = 1 - sum(share for share, _ in shares)
    whole = own + sum(share for share, _ in counted)
    lifted = {
        key: (own * score + sum(share * scores.get(key, 0.0) for share, scores in counted)) / whole
        for key, score in fused.items()
    }
    return dict(sorted(lifted.items(), key=lambda item: -item[1]))
