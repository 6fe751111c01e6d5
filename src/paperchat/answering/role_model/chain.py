"""The role model: a linear-chain conditional random field over the sentences of an abstract.

A sentence's label depends on its features and on the labels of its neighbours (Lafferty, McCallum
and Pereira, 2001). Weights are small whole numbers in a text file that can be read and compared;
``scripts/train_roles.py`` writes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from paperchat.answering.role_model.features import features_of

Label = Literal["background", "objective", "method", "result", "other"]
LABELS: tuple[Label, ...] = get_args(Label)
WEIGHTS_FILE = "weights.tsv"

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_TRANSITION = "after "
"""Marks the lines of the file that say how one label follows another."""


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What a chain makes of ``B`` abstracts of ``T`` sentences.

    ``log_partition`` has shape ``(B,)``. ``labels`` are the probabilities of each label of each
    sentence, ``(B, T, 5)``; ``pairs`` those of each two labels in a row, ``(B, T - 1, 5, 5)``.
    """

    log_partition: Floats
    labels: Floats
    pairs: Floats


def sum_product(scores: Floats, transitions: Floats) -> Beliefs:
    """Run the forward-backward algorithm.

    Args:
        scores: how well each label fits each sentence by its features, ``(B, T, 5)``, T >= 1.
        transitions: how well the label of a column follows that of a row, ``(5, 5)``.
    """
    peak = scores.max(axis=2, keepdims=True)
    fits, follows = np.exp(scores - peak), np.exp(transitions)
    length = scores.shape[1]
    forward, backward, scale = np.empty_like(fits), np.ones_like(fits), np.empty_like(peak)
    for place in range(length):
        here = fits[:, place]
        if place:
            here = here * (forward[:, place - 1] @ follows)
        scale[:, place] = here.sum(axis=1, keepdims=True)
        forward[:, place] = here / scale[:, place]
    for place in range(length - 2, -1, -1):
        ahead = (fits[:, place + 1] * backward[:, place + 1]) @ follows.T
        backward[:, place] = ahead / scale[:, place + 1]
    ahead = fits[:, 1:] * backward[:, 1:] / scale[:, 1:]
    pairs = forward[:, :-1, :, None] * follows * ahead[:, :, None, :]
    log_partition = (np.log(scale) + peak).sum(axis=(1, 2))
    return Beliefs(log_partition, forward * backward, pairs)


@dataclass(frozen=True, slots=True)
class Chain:
    """A trained model: the row of each feature, weights ``(F, 5)`` and transitions ``(5, 5)``.

    Both are whole numbers, in steps of ``step``, so that a sum has one value on every machine.
    """

    rows: Mapping[str, int]
    weights: Integers
    transitions: Integers
    step: float

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Return the probability of each label of each sentence of one abstract, ``(n, 5)``.

        ``texts`` are the sentences of the abstract, in order.
        """
        if not texts:
            return np.zeros((0, len(LABELS)))
        scores = np.empty((1, len(texts), len(LABELS)))
        for place, names in enumerate(features_of(texts)):
            known = [row for row in map(self.rows.get, names) if row is not None]
            scores[0, place] = self.weights[known].sum(axis=0)
        transitions = self.transitions.astype(np.float64) * self.step
        labels: Floats = sum_product(scores * self.step, transitions).labels[0]
        return labels

    def to_text(self, *remarks: str) -> str:
        """Write the model as tab-separated lines below ``remarks``, features sorted by name."""
        lines = [f"# {remark}" for remark in remarks]
        lines += ["\t".join(("step", f"{self.step:g}")), "\t".join(("label", *LABELS))]
        for label, row in zip(LABELS, self.transitions.tolist(), strict=True):
            lines.append("\t".join((_TRANSITION + label, *map(str, row))))
        for name in sorted(self.rows):
            row = self.weights[self.rows[name]].tolist()
            lines.append("\t".join((name, *map(str, row))))
        return "\n".join(lines) + "\n"

    @classmethod
    def from_text(cls, text: str) -> Chain:
        """Read what :meth:`to_text` wrote.

        Raises:
            ValueError: it is no such file.
        """
        lines = [line.split("\t") for line in text.splitlines() if not line.startswith("# ")]
        head = 2 + len(LABELS)
        if len(lines) <= head or lines[0][0] != "step" or lines[1] != ["label", *LABELS]:
            raise ValueError("these are no weights of sentence roles, or weights of other labels")
        numbers = np.array([line[1:] for line in lines[2:]], dtype=np.int64)
        rows = {line[0]: row for row, line in enumerate(lines[head:])}
        return cls(rows, numbers[len(LABELS) :], numbers[: len(LABELS)], float(lines[0][1]))


@cache
def shipped_chain() -> Chain:
    """Return the model that ships with the package; it is read once."""
    file = files("paperchat.answering.role_model") / WEIGHTS_FILE
    return Chain.from_text(file.read_text("utf-8"))
