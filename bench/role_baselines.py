"""What the role model is measured against: regression on TF-IDF, and cue words alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from paperchat.answering.role_model.chain import LABELS
from paperchat.answering.role_model.training import LabelledAbstract, Matrix, Regimen, fit

Labels = list[str]

_AS_USUAL = Regimen(ridge=1 / 3, trust=0.0, tolerance=0.5)
"""Plain logistic regression with C = 3: every sentence counts the same."""


def by_tf_idf(known: Sequence[LabelledAbstract], asked: Sequence[LabelledAbstract]) -> list[Labels]:
    """Logistic regression on the TF-IDF of words and pairs of words, and on the position."""
    vectors = _TfIdf(known)
    weights, _ = fit(vectors.matrix(known), known, _AS_USUAL, chained=False)
    found = []
    for item in asked:
        matrix = vectors.matrix([item])
        products = weights[matrix.columns] * matrix.values[:, None]
        scores = np.add.reduceat(products, matrix.starts[:-1], axis=0)
        found.append([LABELS[k] for k in scores.argmax(axis=1)])
    return found


class _TfIdf:
    """Words and pairs of words that stand in two sentences at least, with sublinear counts."""

    def __init__(self, abstracts: Sequence[LabelledAbstract]) -> None:
        texts = [text for item in abstracts for text in item.texts]
        counts = Counter(term for text in texts for term in set(_terms(text)))
        kept = sorted(term for term, count in counts.items() if count > 1)
        self._columns = {term: column for column, term in enumerate(kept)}
        self._rarity = {t: 1 + np.log((1 + len(texts)) / (1 + counts[t])) for t in kept}

    def matrix(self, abstracts: Sequence[LabelledAbstract]) -> Matrix:
        rows = [
            {**self._weights(text), **self._position(place, len(item.texts))}
            for item in abstracts
            for place, text in enumerate(item.texts)
        ]
        columns = np.array([column for row in rows for column in row], dtype=np.int64)
        values = np.array([value for row in rows for value in row.values()], dtype=np.float64)
        starts = np.concatenate(([0], np.cumsum([len(row) for row in rows])))
        return Matrix(starts, columns, values, len(self._columns) + 6)

    def _weights(self, text: str) -> dict[int, float]:
        found = {
            self._columns[term]: (1 + np.log(count)) * self._rarity[term]
            for term, count in Counter(_terms(text)).items()
            if term in self._columns
        }
        norm = float(np.sqrt(sum(value * value for value in found.values()))) or 1.0
        return {column: value / norm for column, value in found.items()}

    def _position(self, place: int, count: int) -> dict[int, float]:
        last = count - 1
        told = (place / max(last, 1), place / 10, (last - place) / 10, place == 0, place == last, 1)
        return {len(self._columns) + column: float(value) for column, value in enumerate(told)}


def _terms(text: str) -> list[str]:
    words = re.findall(r"\w\w+", text.lower())
    return words + [f"{a} {b}" for a, b in pairwise(words)]


_FORMER: dict[str, tuple[float, str]] = {
    "background": (2.0, r"however\b|yet\b|lack(?:s|ed|ing)?\b|challeng\w+|remains?\b|neglect\w*|"
     r"fail(?:s|ed)?\b|falls? short|suffer\w*|limited by|gap\b|overlook\w*|unclear|problem\b|"
     r"bottleneck|hinder\w*|costly|expensive|difficult\w*|risks?\b|concerns?\b|so far\b|despite\b|"
     r"(?:existing|previous) (?:methods?|approaches|work|models)"),
    "method": (2.5, r"we (?:propose|introduce|present|develop|design|formali[sz]e|describe|build|"
     r"train|extend|identify|categori[sz]e|review|survey|define)\b|(?:is|are) (?:proposed|"
     r"introduced)\b|(?:this|the) (?:paper|work|study|survey|report|article|authors?) (?:proposes?|"
     r"introduces?|presents?|develops?|reviews?|surveys?|describes?|provides|examines|studies)|"
     r"novel\b|framework (?:that|which|consists|for)|our (?:method|approach|model)\b|consists? of|"
     r"works? (?:by|in)\b|called\b|first,|then,? |finally,|data ?sets?\b|benchmarks?\b|corpora\b|"
     r"corpus\b|evaluat\w+ (?:on|over|across|with)|samples\b|participants\b|patients\b|annotat\w+"),
    "result": (2.5, r"results?\b|outperform\w*|improv(?:es?|ed|ing|ements?)\b|achiev\w+|reach\w*\b|"
     r"demonstrat\w+|experiments? (?:show|indicate|confirm)|we (?:show|find|found|prove|observe)\b|"
     r"surpass\w*|state[- ]of[- ]the[- ]art|superior\b|better than\b|reduc(?:es?|ed|ing|tions?)\b|"
     r"increas(?:es?|ed)\b|gains?\b|findings?\b|accuracy\b|significant(?:ly)?\b|conclude|\d ?%|"
     r"limitations?\b|future (?:work|research)|drawbacks?\b"),
    "other": (4.0, r"https?://|github\b|(?:released?|publicly available)\b|project page"),
}  # fmt: skip
_BY_PLACE = {"background": 2.0, "method": 1.2, "result": 1.2, "other": -1.0}


def by_former_cues(
    _: Sequence[LabelledAbstract], asked: Sequence[LabelledAbstract]
) -> list[Labels]:
    """The cue words and places that told roles apart before there was a model."""
    return [
        [
            _by_cue(text, place / max(len(item.texts) - 1, 1))
            for place, text in enumerate(item.texts)
        ]
        for item in asked
    ]


def _by_cue(text: str, place: float) -> str:
    shapes = {"background": (1 - place) ** 2, "method": 1 - abs(place - 0.45) * 2, "result": place}
    scores = {}
    for label, (weight, pattern) in _FORMER.items():
        hits = len(set(re.findall(rf"\b(?:{pattern})", text.lower())))
        scores[label] = weight * min(hits, 2) / (1 + 0.5 * max(hits - 1, 0))
        scores[label] += _BY_PLACE[label] * shapes.get(label, 1.0)
    return max(scores, key=scores.__getitem__)
