"""``python -m bench.roles``: how well the roles of sentences are told apart.

Cross-validated over abstracts on the train and dev parts of CSAbstruct (Cohan et al., 2019),
beside logistic regression on TF-IDF and position, and beside cue words alone. The part that the
authors of the data keep for tests holds the abstracts on which annotators agreed most; so the
tenth of ours on which they agreed most is counted once more.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from bench.corpora import SHARED
from bench.role_baselines import Labels, by_former_cues, by_tf_idf
from paperchat.answering.role_model.chain import LABELS
from paperchat.answering.role_model.training import (
    LabelledAbstract,
    Regimen,
    read_abstracts,
    train,
)
from paperchat.answering.roles import role_scores, roles
from paperchat.types import Sentence, SentenceRole

SENTENCES = SHARED / "bench" / "csabstruct-dev" / "sentences.jsonl"
FOLDS = 5

_QUICK = Regimen(tolerance=0.2)
"""What ships is trained further, which moves its weights by no more than a step."""

Predict = Callable[[Sequence[LabelledAbstract], Sequence[LabelledAbstract]], list[Labels]]
"""Learns from the first abstracts; gives the labels of the sentences of each of the second."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Micro- and macro-averaged F1, over all labels that are in the truth."""

    micro: float
    macro: float


def agreement(truth: Sequence[str], found: Sequence[str]) -> Agreement:
    """Compare labels; each sentence has one, so micro-F1 is the share that is right."""
    right = Counter(a for a, b in zip(truth, found, strict=True) if a == b)
    given, told = Counter(truth), Counter(found)
    scores = [2 * right[label] / (given[label] + told[label]) for label in given]
    return Agreement(right.total() / len(truth), sum(scores) / len(scores))


def cross_validate(
    abstracts: Sequence[LabelledAbstract], predict: Predict, seed: int
) -> list[Labels]:
    """Return the labels of every abstract, each found by what was learnt from other folds."""
    fold = (np.random.default_rng(seed).permutation(len(abstracts)) % FOLDS).tolist()
    found: list[Labels] = [[] for _ in abstracts]
    for number in range(FOLDS):
        known = [item for item, its in zip(abstracts, fold, strict=True) if its != number]
        asked = [place for place, its in enumerate(fold) if its == number]
        told = predict(known, [abstracts[place] for place in asked])
        for place, labels in zip(asked, told, strict=True):
            found[place] = labels
    return found


def by_chain(known: Sequence[LabelledAbstract], asked: Sequence[LabelledAbstract]) -> list[Labels]:
    """What ships, trained in the same way."""
    chain = train(known, _QUICK)
    return [[LABELS[k] for k in chain.probabilities(item.texts).argmax(axis=1)] for item in asked]


def by_chain_coarsely(
    known: Sequence[LabelledAbstract], asked: Sequence[LabelledAbstract]
) -> list[Labels]:
    """The model alone, an objective counted as background: both are the problem."""
    return [
        ["background" if label == "objective" else label for label in labels]
        for labels in by_chain(known, asked)
    ]


_COARSE: dict[SentenceRole, str] = {"problem": "background", "data": "method", "limit": "result"}


def by_roles(known: Sequence[LabelledAbstract], asked: Sequence[LabelledAbstract]) -> list[Labels]:
    """The six roles that ship, cues and all, as background, method and result."""
    chain = train(known, _QUICK)
    return [[_COARSE.get(role, role) for role in roles(_sentences(item), chain)] for item in asked]


def _sentences(item: LabelledAbstract) -> list[Sentence]:
    """Offsets do not matter to roles."""
    return [Sentence("", place, 0, len(t), t) for place, t in enumerate(item.texts)]


_ROWS: tuple[tuple[str, Predict], ...] = (
    ("cue words and place, as before", by_former_cues),
    ("TF-IDF + position, logistic regression", by_tf_idf),
    ("the model that ships", by_chain),
)
_COARSE_ROWS: tuple[tuple[str, Predict], ...] = (
    ("cue words and place, as before", by_former_cues),
    ("the model alone", by_chain_coarsely),
    ("the six roles (model and cues)", by_roles),
)
_CLEAR = ("background", "method", "result")


def report(abstracts: Sequence[LabelledAbstract], seed: int) -> Iterator[str]:
    """Yield the lines of the tables: micro- / macro-F1 over all, and over the agreed tenth."""
    sure = np.array([np.mean(item.agreement) for item in abstracts])
    agreed = set(np.argsort(-sure, kind="stable")[: len(abstracts) // 10].tolist())
    for title, rows, kept in (
        ("five labels", _ROWS, LABELS),
        ("background, method, result", _COARSE_ROWS, _CLEAR),
    ):
        yield f"| {title} | all | agreed |"
        yield "|---|---|---|"
        for name, predict in rows:
            found = cross_validate(abstracts, predict, seed)
            cells = [
                _score(abstracts, found, places, kept) for places in (range(len(abstracts)), agreed)
            ]
            yield f"| {name} | {' | '.join(cells)} |"


def _score(
    abstracts: Sequence[LabelledAbstract],
    found: Sequence[Labels],
    places: range | set[int],
    kept: Sequence[str],
) -> str:
    pairs = [
        pair
        for place in places
        for pair in zip(abstracts[place].labels, found[place], strict=True)
        if pair[0] in kept
    ]
    score = agreement([truth for truth, _ in pairs], [told for _, told in pairs])
    return f"{score.micro:.3f} / {score.macro:.3f}"


def main() -> int:
    """Print the tables and the time an abstract takes; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.roles", description=__doc__)
    parser.add_argument("sentences", nargs="?", type=Path, default=SENTENCES)
    parser.add_argument("--seed", type=int, default=1, help="of the folds (1)")
    options = parser.parse_args()
    if not options.sentences.is_file():
        print(f"Nothing was measured: {options.sentences.name} is not there.", file=sys.stderr)
        return 0
    abstracts = read_abstracts(options.sentences)
    for line in report(abstracts, options.seed):
        print(line, flush=True)
    times = []
    for item in abstracts:
        sentences = _sentences(item)
        start = perf_counter()
        role_scores(sentences)
        times.append(1000 * (perf_counter() - start))
    print(f"an abstract takes {np.median(times):.2f} ms (95 %: {np.quantile(times, 0.95):.2f} ms)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
