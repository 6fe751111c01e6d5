"""Measures over graded answers. Each is a share or a mean of values that outcomes give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from paperchat.evaluation.grading import Outcome
from paperchat.evaluation.intervals import bootstrap_mean, wilson
from paperchat.evaluation.measures import percentile
from paperchat.evaluation.question_set import KINDS, REFUSALS, Refusal
from paperchat.types import QuestionKind

Values = Callable[[Outcome], Sequence[float]]
"""What one outcome contributes to a measure: nothing, a value, or several."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A measure: its name in JSON (a dot makes a level), its label, and where it comes from.

    ``share`` tells a proportion of zeros and ones from a mean. ``rising`` tells that more is
    better. ``paired`` tells that the values of two runs on one question belong together.
    """

    name: str
    label: str
    values: Values
    share: bool = True
    rising: bool = True
    paired: bool = True


@dataclass(frozen=True, slots=True)
class Measure:
    """The value of a measure with its 95% interval. ``count`` is null for a mean.

    ``value`` and the interval are null when there was nothing to measure (``total`` is 0).
    """

    definition: Definition
    value: float | None
    count: int | None
    total: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds an answer took, from the question to the whole answer."""

    p50: float
    p95: float


def measure(definition: Definition, outcomes: Iterable[Outcome]) -> Measure:
    """Return one measure over ``outcomes``."""
    values = [value for outcome in outcomes for value in definition.values(outcome)]
    total = len(values)
    if not values:
        return Measure(definition, None, 0 if definition.share else None, 0, None, None)
    value = sum(values) / total
    if definition.share:
        count = round(sum(values))
        return Measure(definition, value, count, total, *wilson(count, total))
    return Measure(definition, value, None, total, *bootstrap_mean(values))


def measure_all(outcomes: Sequence[Outcome]) -> tuple[Measure, ...]:
    """Return every measure over ``outcomes``, in the order they are shown."""
    return tuple(measure(definition, outcomes) for definition in DEFINITIONS)


def latency(outcomes: Sequence[Outcome]) -> Latency:
    """Return how long the answers took."""
    times = [outcome.ms for outcome in outcomes]
    return Latency(percentile(times, 0.5), percentile(times, 0.95))


def _optional(value: float | None) -> Sequence[float]:
    return () if value is None else (value,)


def _false_answer(refusal: Refusal | None) -> Values:
    return lambda outcome: (
        (float(outcome.answered),)
        if outcome.refusal is not None and refusal in (None, outcome.refusal)
        else ()
    )


def _false_refusal(kind: QuestionKind | None) -> Values:
    return lambda outcome: (
        (float(not outcome.answered),)
        if outcome.refusal is None and kind in (None, outcome.kind)
        else ()
    )


DEFINITIONS = (
    Definition("as_expected", "wholly as expected", lambda item: (float(item.score == 1),)),
    Definition("right_paper", "right paper cited", lambda item: _optional(item.right_paper)),
    Definition(
        "citation_precision", "citation precision (mean)", lambda item: _optional(item.precision),
        share=False,
    ),
    Definition("facts_found", "facts found", lambda item: tuple(map(float, item.facts))),
    Definition(
        "kind_right", "kind right",
        lambda item: (float(item.kind == item.answered_kind),) if item.scored else (),
    ),
    Definition("false_answers.all", "false answers", _false_answer(None), rising=False),
    *(
        Definition(f"false_answers.{sort}", f"  {sort}", _false_answer(sort), rising=False)
        for sort in REFUSALS
    ),
    Definition("false_refusals.all", "false refusals", _false_refusal(None), rising=False),
    *(
        Definition(f"false_refusals.{kind}", f"  {kind}", _false_refusal(kind), rising=False)
        for kind in KINDS
    ),
    Definition(
        "comparison_balance", "comparison balance (mean)", lambda item: _optional(item.balance),
        share=False,
    ),
    Definition(
        "quote_exactness", "quotes exact",
        lambda item: (1.0,) * item.exact_quotes + (0.0,) * (item.quotes - item.exact_quotes),
        paired=False,
    ),
)  # fmt: skip
