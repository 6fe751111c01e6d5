"""How sure a measure is: intervals of shares and means, and an exact test of a difference."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

_Z = 1.959963984540054
"""The normal quantile of a two-sided 95% interval."""
_RESAMPLES = 2000
_SEED = 20240601

Interval = tuple[float, float]


def wilson(count: int, total: int) -> Interval:
    """Return the 95% score interval of a share (Wilson 1927); (0, 1) when nothing was seen."""
    if total == 0:
        return 0.0, 1.0
    share = count / total
    spread = _Z * math.sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2))
    middle = share + _Z**2 / (2 * total)
    scale = 1 + _Z**2 / total
    # At the ends rounding would leave a share just outside its own interval.
    low = 0.0 if count == 0 else (middle - spread) / scale
    high = 1.0 if count == total else (middle + spread) / scale
    return low, high


def bootstrap_mean(values: Sequence[float]) -> Interval:
    """Return the 95% percentile bootstrap interval of a mean (Efron 1979), with a fixed seed.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("no values to resample")
    sample = np.asarray(values, dtype=float)
    random = np.random.default_rng(_SEED)
    # Drawn one by one, so that memory does not grow with the product of both numbers.
    means = [
        float(sample[random.integers(0, len(sample), len(sample))].mean())
        for _ in range(_RESAMPLES)
    ]
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def sign_test(better: int, worse: int) -> float:
    """Return the two-sided exact p-value that ``better`` and ``worse`` are a fair coin's tosses.

    On pairs of yes and no this is the exact form of McNemar's test (1947).
    """
    total = better + worse
    tail = sum(math.comb(total, number) for number in range(min(better, worse) + 1))
    # Whole numbers until the end: 2**total does not fit a float for long.
    return 1.0 if 2 * tail >= 2**total else 2 * tail / 2**total
