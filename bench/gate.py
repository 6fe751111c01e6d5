"""``python -m bench.gate``: fit the gate's weights, and see how they do on other libraries.

Each question that is asked alone, and asks for an answer from texts, gives the signals that the
assistant would weigh; whether an answer exists is known. Weights are fitted by ridge logistic
regression. What is printed per library is measured with weights fitted on the other libraries.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.question_sets import BIOMEDICINE, DEVELOPMENT, OFF_TOPIC, QuestionedLibrary
from paperchat.answering.context import Context
from paperchat.answering.from_evidence import answer_from_evidence
from paperchat.answering.gate import terms
from paperchat.answering.reply import Reply
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


@dataclass(frozen=True, slots=True)
class Example:
    """The signals of one question and its sort: answerable, or the reason to refuse it."""

    signals: tuple[float, ...]
    sort: str


@dataclass(frozen=True, slots=True)
class Fit:
    """Log-odds of an answer are ``bias + signals @ weights``."""

    bias: float
    weights: Floats

    def opens(self, examples: Sequence[Example]) -> npt.NDArray[np.bool_]:
        """Tell which questions would be answered."""
        opened: npt.NDArray[np.bool_] = self.bias + _matrix(examples) @ self.weights >= 0
        return opened


def examples_of(library: QuestionedLibrary, also_off_topic: Sequence[str] = ()) -> list[Example]:
    """Return the examples that the questions of ``library`` give."""
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
        sorts += [(question, "off_topic") for question in also_off_topic]
        return [
            Example(_signals(context, understanding.of(question, Conversation())), sort)
            for question, sort in sorts
        ]


def _signals(context: Context, understood: Understood) -> tuple[float, ...]:
    trace = Trace()
    reply = Reply(understood.read.text, "ask", trace=trace)
    answer_from_evidence(context, reply, understood.read, understood.mentions)
    if not isinstance(trace.step, Weighing):
        raise TypeError(f"nothing was weighed for {understood.read.text!r}")
    return tuple(term.value for term in terms(trace.step.weighed.signals))


def fit(examples: Sequence[Example]) -> Fit:
    """Fit weights by Newton's method."""
    signals = _matrix(examples)
    answerable = np.array([example.sort == ANSWERABLE for example in examples], dtype=np.float64)
    mean, spread = signals.mean(0), signals.std(0) + 1e-9
    scaled = np.column_stack([np.ones(len(signals)), (signals - mean) / spread])
    penalty = np.diag([0.0] + [_RIDGE] * signals.shape[1])
    weights = np.zeros(scaled.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-(scaled @ weights)))
        gradient = scaled.T @ (likely - answerable) + penalty @ weights
        curvature = (scaled.T * (likely * (1 - likely))) @ scaled + penalty
        weights -= np.linalg.solve(curvature, gradient)
    own = weights[1:] / spread
    return Fit(float(weights[0] - own @ mean), own)


def _matrix(examples: Sequence[Example]) -> Floats:
    return np.array([example.signals for example in examples])


def report(name: str, fitted: Fit, examples: Sequence[Example]) -> Iterator[str]:
    """Yield how often each sort of question of one library is answered."""
    opened = fitted.opens(examples)
    for sort in dict.fromkeys(example.sort for example in examples):
        mine = opened[np.array([example.sort == sort for example in examples])]
        yield f"{name:18} {sort:11} answered {mine.sum():3} of {len(mine):3} ({mine.mean():.0%})"


def main() -> int:
    """Print the error rates across libraries, and the weights fitted on all."""
    libraries = [item for item in DEVELOPMENT if item.is_here]
    general = [item for item in libraries if item.corpus != BIOMEDICINE]
    examples = {
        item.name: examples_of(
            item, OFF_TOPIC[general.index(item) :: len(general)] if item in general else ()
        )
        for item in libraries
    }
    for name, mine in examples.items():
        others = [one for other, found in examples.items() if other != name for one in found]
        if others:
            print("\n".join(report(name, fit(others), mine)))
    everything = fit([one for found in examples.values() for one in found])
    print(f"bias {everything.bias:.2f}, weights {np.round(everything.weights, 2).tolist()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
