"""``python -m bench.gate``: fit the gate's weights, and see how they do on other libraries.

Each question that is asked alone, and asks for an answer from texts, gives the signals that the
assistant would weigh; whether an answer exists is known. Questions that other libraries answer
count as near ones that this one does not, at a small weight, since some of them it may. Weights are
fitted by ridge logistic regression. What is printed per library is measured with weights fitted on
the other libraries, and with the bars that are in force.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bench.question_sets import (
    BIOMEDICINE,
    DEVELOPMENT,
    EVERYDAY,
    EVERYDAY_NATURE,
    OFF_TOPIC,
    OFF_TOPIC_KEPT,
    OFF_TOPIC_KINDS,
    QuestionedLibrary,
)
from paperchat.answering.context import Context
from paperchat.answering.from_evidence import answer_from_evidence
from paperchat.answering.gate import BEARS, TELLS, Model
from paperchat.answering.reply import Reply
from paperchat.answering.signals import Signals
from paperchat.answering.trace import Trace, Weighing
from paperchat.answering.understanding import Understanding, Understood
from paperchat.embedding.factory import create_reader
from paperchat.evaluation.question_set import select
from paperchat.types import Conversation

Floats = npt.NDArray[np.float64]

_RIDGE = 3.0
"""Penalty on the squares of the weights of signals scaled to unit deviation."""
_STEPS = 50
ANSWERABLE = "answerable"
ELSEWHERE = "elsewhere"
"""Answerable by another library."""
OF_EVERYDAY = "everyday"
"""Of everyday life: many, asked of each library alike, so that each counts less."""
OF_KINDS = "off kinds"
"""Of other sciences and of the world, as many."""
KEPT = "kept"
"""The same, but only reported on: no weight is fitted on them."""
_WEIGHTS: Mapping[str, float] = {ELSEWHERE: 0.15, OF_EVERYDAY: 0.4, OF_KINDS: 0.4}
_OF_ATTRIBUTES = (ANSWERABLE, "detail")
_EVERY = 3
"""Of the questions of each other library, one in so many is asked."""


@dataclass(frozen=True, slots=True)
class Example:
    """The signals of one question and its sort: answerable, or the reason to refuse it."""

    signals: Signals
    sort: str


@dataclass(frozen=True, slots=True)
class Gate:
    """Both models, with weights of their own."""

    bears: Model
    tells: Model

    def opens(self, signals: Signals) -> bool:
        """Tell whether a question would be answered."""
        told = not signals.attribute or self.tells.confidence(signals) >= self.tells.bar
        return told and self.bears.confidence(signals) >= self.bears.bar


def examples_of(library: QuestionedLibrary, others: Sequence[tuple[str, str]]) -> list[Example]:
    """Return the examples that the questions of ``library`` give, and ``others`` with sorts."""
    with library.opened() as workspace:
        selection = select(library.questions, workspace.library.catalogue)
        asked = [exchange.turns[0] for exchange in selection.exchanges if len(exchange.turns) == 1]
        reader = create_reader(workspace.settings, workspace.embedder)
        context = Context.of(workspace.library, workspace.embedder, reader)
        understanding = Understanding(workspace.library, context.names)
        sorts = [
            (item.question, item.refusal or ANSWERABLE)
            for item in asked
            if item.refusal or item.kind == "ask"
        ]
        return [
            Example(_signals(context, understanding.of(question, Conversation())), sort)
            for question, sort in [*sorts, *others]
        ]


def _others(
    library: QuestionedLibrary, libraries: Sequence[QuestionedLibrary]
) -> list[tuple[str, str]]:
    """Return questions that ``library`` should refuse: off its field, or for other papers."""
    found = []
    for other in libraries:
        if other is not library and BIOMEDICINE not in (other.corpus, library.corpus):
            found += [(question, ELSEWHERE) for question in _answerable(other)[::_EVERY]]
    found += [(question, OF_EVERYDAY) for question in EVERYDAY]
    if library.corpus != BIOMEDICINE:
        found += [(question, OF_EVERYDAY) for question in EVERYDAY_NATURE]
        found += [(question, "off_topic") for question in OFF_TOPIC]
        found += [(question, OF_KINDS) for question in OFF_TOPIC_KINDS]
        found += [(question, KEPT) for question in OFF_TOPIC_KEPT]
    return found


def _answerable(library: QuestionedLibrary) -> list[str]:
    alone = [item.turns[0] for item in library.questions.exchanges if len(item.turns) == 1]
    return [item.question for item in alone if item.kind == "ask" and not item.refusal]


def _signals(context: Context, understood: Understood) -> Signals:
    trace = Trace()
    reply = Reply(understood.read.text, "ask", trace=trace)
    answer_from_evidence(context, reply, understood.read, understood.mentions)
    if not isinstance(trace.step, Weighing):
        raise TypeError(f"nothing was weighed for {understood.read.text!r}")
    return trace.step.weighed.signals


def fit(examples: Sequence[Example]) -> Gate:
    """Fit both models: on all questions, and on those for an attribute that a paper may tell."""
    asked = [one for one in examples if one.signals.attribute and one.sort in _OF_ATTRIBUTES]
    fitted = [one for one in examples if one.sort != KEPT]
    return Gate(_fitted(BEARS, fitted), _fitted(TELLS, asked))


def _fitted(model: Model, examples: Sequence[Example]) -> Model:
    """Fit the weights of ``model`` anew, by Newton's method."""
    signals = np.array([[term.value for term in model.terms(one.signals)] for one in examples])
    answerable = np.array([one.sort == ANSWERABLE for one in examples], dtype=np.float64)
    counts = np.array([_WEIGHTS.get(one.sort, 1.0) for one in examples])
    mean, spread = signals.mean(0), signals.std(0) + 1e-9
    scaled = np.column_stack([np.ones(len(signals)), (signals - mean) / spread])
    penalty = np.diag([0.0] + [_RIDGE] * signals.shape[1])
    weights = np.zeros(scaled.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-(scaled @ weights)))
        gradient = scaled.T @ (counts * (likely - answerable)) + penalty @ weights
        curvature = (scaled.T * (counts * likely * (1 - likely))) @ scaled + penalty
        weights -= np.linalg.solve(curvature, gradient)
    own: Floats = weights[1:] / spread
    names = (name for name, _ in model.weights)
    bias = float(weights[0] - own @ mean)
    return replace(model, bias=bias, weights=tuple(zip(names, own.tolist(), strict=True)))


def report(name: str, gate: Gate, examples: Sequence[Example]) -> Iterator[str]:
    """Yield how often each sort of question of one library is answered."""
    for sort in dict.fromkeys(one.sort for one in examples):
        opened = [gate.opens(one.signals) for one in examples if one.sort == sort]
        share = sum(opened) / len(opened)
        yield f"{name:18} {sort:11} answered {sum(opened):3} of {len(opened):3} ({share:.0%})"


def _written(model: Model) -> str:
    weights = ", ".join(f"{name} {weight:.2f}" for name, weight in model.weights)
    return f"bias {model.bias:.2f}, {weights}"


def main() -> int:
    """Print the error rates across libraries, and the weights fitted on all."""
    libraries = [item for item in DEVELOPMENT if item.is_here]
    examples = {item.name: examples_of(item, _others(item, libraries)) for item in libraries}
    for name, mine in examples.items():
        rest = [one for other, found in examples.items() if other != name for one in found]
        if rest:
            print("\n".join(report(name, fit(rest), mine)))
    gate = fit([one for found in examples.values() for one in found])
    print(f"BEARS: {_written(gate.bears)}\nTELLS: {_written(gate.tells)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
