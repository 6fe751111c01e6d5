"""Comparing two runs question by question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paperchat.evaluation.grading import Outcome
from paperchat.evaluation.intervals import sign_test
from paperchat.evaluation.scoring import DEFINITIONS, Definition, Latency, Measure, latency, measure

Pair = tuple[Outcome, Outcome]
"""The outcomes of one question, then and now."""


@dataclass(frozen=True, slots=True)
class Change:
    """One measure over the common questions, then and now.

    ``better`` and ``worse`` count the pairs of values that moved either way, and ``p_value`` is
    that of their exact sign test (McNemar's where they are yes or no); all three are null where
    values cannot be paired. A value is in a pair only where both runs looked at it.
    """

    then: Measure
    now: Measure
    better: int | None
    worse: int | None
    p_value: float | None

    @property
    def difference(self) -> float | None:
        """Now less then; null where either has no value."""
        if self.then.value is None or self.now.value is None:
            return None
        return self.now.value - self.then.value


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed. Only questions that are the same in both runs are compared."""

    changes: tuple[Change, ...]
    better: tuple[Pair, ...]
    worse: tuple[Pair, ...]
    common: int
    only_then: int
    only_now: int
    latency_then: Latency
    latency_now: Latency


def compare_runs(then: Sequence[Outcome], now: Sequence[Outcome]) -> Difference:
    """Compare two runs; a question got better when it passes a larger share of its checks."""
    before = {outcome.digest: outcome for outcome in then}
    pairs = [(before[new.digest], new) for new in now if new.digest in before]
    return Difference(
        changes=tuple(_change(definition, pairs) for definition in DEFINITIONS),
        better=tuple(pair for pair in pairs if pair[1].score > pair[0].score),
        worse=tuple(pair for pair in pairs if pair[1].score < pair[0].score),
        common=len(pairs),
        only_then=len(then) - len(pairs),
        only_now=len(now) - len(pairs),
        latency_then=latency([old for old, _ in pairs]),
        latency_now=latency([new for _, new in pairs]),
    )


def _change(definition: Definition, pairs: Sequence[Pair]) -> Change:
    then = measure(definition, [old for old, _ in pairs])
    now = measure(definition, [new for _, new in pairs])
    if not definition.paired:
        return Change(then, now, None, None, None)
    rose = fell = 0
    for old, new in pairs:
        before, after = definition.values(old), definition.values(new)
        if len(before) == len(after):
            rose += sum(b > a for a, b in zip(before, after, strict=True))
            fell += sum(b < a for a, b in zip(before, after, strict=True))
    better, worse = (rose, fell) if definition.rising else (fell, rose)
    return Change(then, now, better, worse, sign_test(better, worse))
