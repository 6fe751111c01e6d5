"""Training the role model from labelled abstracts. Nothing here is used to answer a question."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from paperchat.answering.role_model.chain import (
    LABELS,
    Chain,
    Floats,
    Integers,
    Label,
    sum_product,
)
from paperchat.answering.role_model.descent import minimise
from paperchat.answering.role_model.features import features_of

_CLASSES = len(LABELS)


@dataclass(frozen=True, slots=True)
class LabelledAbstract:
    """The sentences of an abstract with their labels.

    ``agreement`` (0 to 1) says how sure the annotators were of each.
    """

    texts: tuple[str, ...]
    labels: tuple[Label, ...]
    agreement: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Regimen:
    """How the model is trained; the defaults are those of the model that ships.

    ``least_frequency`` is the number of sentences a feature must stand in; ``ridge`` the L2
    penalty; ``trust`` the power of an abstract's mean agreement (over the average) by which it
    counts; ``step`` the unit to which weights are rounded; features of no weight above ``least``
    are left out.
    """

    least_frequency: int = 20
    ridge: float = 24.0
    trust: float = 3.0
    step: float = 0.02
    least: float = 0.06
    tolerance: float = 1e-6
    steps: int = 500


@dataclass(frozen=True, slots=True)
class Matrix:
    """A sparse matrix, one row a sentence: row ``r`` has ``values[starts[r]:starts[r + 1]]``."""

    starts: Integers
    columns: Integers
    values: Floats
    width: int

    def rows_of(self) -> Integers:
        """Return the row of every value."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))


def read_abstracts(path: Path) -> list[LabelledAbstract]:
    """Read labelled abstracts from JSON lines with the fields doc, i, text, label and conf.

    The sentences of an abstract stand together; abstracts stay in the order of the file.
    """
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    abstracts = []
    for _, group in groupby(rows, key=lambda row: str(row["doc"])):
        members = sorted(group, key=lambda row: int(row["i"]))
        abstracts.append(
            LabelledAbstract(
                tuple(row["text"] for row in members),
                tuple(row["label"] for row in members),
                tuple(row["conf"] for row in members),
            )
        )
    return abstracts


def train(abstracts: Sequence[LabelledAbstract], regimen: Regimen | None = None) -> Chain:
    """Train a model on ``abstracts``; the same abstracts in the same order give the same model."""
    regimen = regimen or Regimen()
    named = [names for item in abstracts for names in features_of(item.texts)]
    counts = Counter(name for names in named for name in names)
    rows = {
        name: row
        for row, name in enumerate(
            sorted(name for name, count in counts.items() if count >= regimen.least_frequency)
        )
    }
    known = [sorted(rows[name] for name in names if name in rows) for names in named]
    sizes = [len(found) for found in known]
    columns = np.array([row for found in known for row in found], dtype=np.int64)
    matrix = Matrix(
        np.concatenate(([0], np.cumsum(sizes))), columns, np.ones(len(columns)), len(rows)
    )
    weights, transitions = fit(matrix, abstracts, regimen)
    return _rounded(rows, weights, transitions, regimen)


def fit(
    matrix: Matrix,
    abstracts: Sequence[LabelledAbstract],
    regimen: Regimen,
    *,
    chained: bool = True,
) -> tuple[Floats, Floats]:
    """Fit weights ``(width, 5)`` and transitions ``(5, 5)`` by penalised maximum likelihood.

    The rows of ``matrix`` are the sentences of ``abstracts``, in order. Where not ``chained``, the
    transitions stay 0: this is logistic regression.
    """
    fitting = _Likelihood(matrix, abstracts, regimen, chained=chained)
    size = (matrix.width + _CLASSES) * _CLASSES
    solution = minimise(
        fitting, np.zeros(size), tolerance=regimen.tolerance, steps=regimen.steps
    ).reshape(-1, _CLASSES)
    return solution[: matrix.width], solution[matrix.width :]


class _Likelihood:
    """The penalised negative log-likelihood of the labels, and its gradient."""

    def __init__(
        self,
        matrix: Matrix,
        abstracts: Sequence[LabelledAbstract],
        regimen: Regimen,
        *,
        chained: bool,
    ) -> None:
        self._matrix, self._ridge, self._chained = matrix, regimen.ridge, chained
        trust = np.array([np.mean(item.agreement) for item in abstracts])
        self._trust = (trust / trust.mean()) ** regimen.trust
        labels = [LABELS.index(label) for item in abstracts for label in item.labels]
        self._given = np.eye(_CLASSES)[labels]
        self._groups = list(_by_length([len(item.texts) for item in abstracts]))
        # The transposed product adds up the values of each column: bring these together once.
        by_column = np.argsort(matrix.columns, kind="stable")
        self._rows = matrix.rows_of()[by_column]
        self._values_by_column = matrix.values[by_column]
        ordered = matrix.columns[by_column]
        self._used, self._firsts = np.unique(ordered, return_index=True)

    def __call__(self, point: Floats) -> tuple[float, Floats]:
        table = point.reshape(-1, _CLASSES)
        weights, transitions = table[: self._matrix.width], table[self._matrix.width :]
        scores = self._scores(weights)
        excess = np.zeros_like(scores)
        slope = self._ridge * table
        value = 0.5 * self._ridge * float((table * table).sum())
        for items, rows in self._groups:
            trust = self._trust[items]
            given = self._given[rows]
            beliefs = sum_product(scores[rows], transitions)
            pairs = given[:, :-1, :, None] * given[:, 1:, None, :]
            reached = (given * scores[rows]).sum(axis=(1, 2))
            reached += (pairs * transitions).sum(axis=(1, 2, 3))
            value += float((trust * (beliefs.log_partition - reached)).sum())
            excess[rows] = trust[:, None, None] * (beliefs.labels - given)
            if self._chained:
                slope[self._matrix.width :] += np.einsum("b,btij->ij", trust, beliefs.pairs - pairs)
        slope[self._used] += self._summed_by_column(excess)
        return value, slope.ravel()

    def _scores(self, weights: Floats) -> Floats:
        matrix = self._matrix
        return _summed(weights, matrix.columns, matrix.values, matrix.starts[:-1])

    def _summed_by_column(self, excess: Floats) -> Floats:
        return _summed(excess, self._rows, self._values_by_column, self._firsts)


def _summed(table: Floats, rows: Integers, values: Floats, starts: Integers) -> Floats:
    """Add up ``values`` times ``rows`` of ``table``, from each of ``starts`` to the next."""
    # One class at a time: numpy adds up what lies together several times as fast.
    return np.stack(
        [
            np.add.reduceat(column[rows] * values, starts)
            for column in np.ascontiguousarray(table.T)
        ],
        axis=1,
    )


def _by_length(lengths: Sequence[int]) -> Iterator[tuple[Integers, Integers]]:
    """Yield abstracts of one length together: their numbers (B,), their sentences' rows (B, T)."""
    sizes = np.array(lengths)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    for length in np.unique(sizes):
        items = np.flatnonzero(sizes == length)
        yield items, starts[items][:, None] + np.arange(length)


def _rounded(rows: dict[str, int], weights: Floats, transitions: Floats, regimen: Regimen) -> Chain:
    whole = np.rint(weights / regimen.step).astype(np.int64)
    kept = [
        name
        for name, row in rows.items()
        if np.abs(whole[row]).max() * regimen.step >= regimen.least
    ]
    return Chain(
        {name: place for place, name in enumerate(kept)},
        whole[[rows[name] for name in kept]],
        np.rint(transitions / regimen.step).astype(np.int64),
        regimen.step,
    )
