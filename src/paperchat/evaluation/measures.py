"""Ranking measures, as trec_eval defines them. Judgements map a document to its gain."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def ndcg(ranking: Sequence[str], judged: Mapping[str, float], depth: int) -> float:
    """Return nDCG with linear gains (Järvelin & Kekäläinen 2002) at ``depth``."""
    gained = sum(
        judged.get(name, 0.0) / math.log2(rank + 1) for rank, name in enumerate(ranking[:depth], 1)
    )
    ideal = sorted((gain for gain in judged.values() if gain > 0), reverse=True)[:depth]
    best = sum(gain / math.log2(rank + 1) for rank, gain in enumerate(ideal, 1))
    return gained / best if best else 0.0


def recall(ranking: Sequence[str], judged: Mapping[str, float], depth: int) -> float:
    """Return the share of relevant documents among the first ``depth``."""
    relevant = {name for name, gain in judged.items() if gain > 0}
    return len(relevant.intersection(ranking[:depth])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[str], judged: Mapping[str, float], depth: int) -> float:
    """Return 1 over the rank of the first relevant document within ``depth``, or 0."""
    for rank, name in enumerate(ranking[:depth], 1):
        if judged.get(name, 0.0) > 0:
            return 1 / rank
    return 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """Return the nearest-rank percentile; 0 for no values."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
