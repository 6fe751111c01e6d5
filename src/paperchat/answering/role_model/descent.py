"""Minimising a smooth convex function (L-BFGS; Nocedal and Wright, 2006, algorithms 7.4, 7.5)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np

from paperchat.answering.role_model.chain import Floats

_REMEMBERED = 10
_SUFFICIENT = 1e-4
_SMALLEST_STEP = 1e-10

Objective = Callable[[Floats], tuple[float, Floats]]
"""Gives the value at a point and the gradient there."""


def minimise(objective: Objective, start: Floats, *, tolerance: float, steps: int) -> Floats:
    """Return where ``objective`` is smallest.

    Stops when no entry of the gradient exceeds ``tolerance``, or after ``steps`` steps. A step is
    halved until the value falls enough (Armijo); no chance is involved.
    """
    point = start
    value, gradient = objective(point)
    pairs: deque[tuple[Floats, Floats]] = deque(maxlen=_REMEMBERED)
    for _ in range(steps):
        if np.abs(gradient).max() <= tolerance:
            break
        direction = -_inverse_times(pairs, gradient)
        slope = float(gradient @ direction)
        size = 1.0 if pairs else min(1.0, 1.0 / float(np.abs(gradient).sum()))
        while size > _SMALLEST_STEP:
            candidate = point + size * direction
            new_value, new_gradient = objective(candidate)
            if new_value <= value + _SUFFICIENT * size * slope:
                break
            size /= 2
        else:
            break
        moved, turned = candidate - point, new_gradient - gradient
        if float(moved @ turned) > 0:
            pairs.append((moved, turned))
        point, value, gradient = candidate, new_value, new_gradient
    return point


def _inverse_times(pairs: deque[tuple[Floats, Floats]], gradient: Floats) -> Floats:
    """Return the approximate inverse Hessian times ``gradient`` (two-loop recursion)."""
    result = gradient.copy()
    shares = []
    for moved, turned in reversed(pairs):
        share = float(moved @ result) / float(moved @ turned)
        shares.append(share)
        result -= share * turned
    if pairs:
        moved, turned = pairs[-1]
        result *= float(moved @ turned) / float(turned @ turned)
    for (moved, turned), share in zip(pairs, reversed(shares), strict=True):
        result += (share - float(turned @ result) / float(moved @ turned)) * moved
    return result
