"""How far passages bear out what a sentence says, word by word and as a whole.

Each content word of the sentence is looked for in the passages: it matches fully where they use it
themselves, else as near as the nearest of their tokens comes to it, both seen in their sentences.
Words that carry more of the sentence's meaning weigh more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from paperchat.embedding.port import Reading, Vectors
from paperchat.retrieval.readings import Readings
from paperchat.retrieval.token_likeness import Floats, nearest, states_within
from paperchat.text.frame_words import FRAME_WORDS
from paperchat.text.phrase_words import is_common
from paperchat.text.sentences import split_sentences
from paperchat.text.terms import Term, content_stems, stem, terms

_LONGEST = 2000
"""Characters read of a written sentence: more than the encoder sees at once."""
_MOST_WORDS = 120
_COMMON_WEIGHT = 0.4
_LEAST_COSINE, _FULL_COSINE = 0.2, 0.8
_WORDS_SHARE = 0.8
"""Share of the words in the score; the rest is the likeness of whole sentences."""

_SENTENCES_TOGETHER = 2

_SAID = frozenset(FRAME_WORDS) | {"authors", "show", "shows", "propose", "proposes", "finds"}


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence read: its content words with the pieces of each, and how much they weigh."""

    words: tuple[Term, ...]
    stems: tuple[frozenset[str], ...]
    states: Vectors
    owners: np.ndarray[tuple[int], np.dtype[np.int64]]
    weights: Floats
    vector: Vectors


@dataclass(frozen=True, slots=True)
class Support:
    """How far passages bear a sentence out.

    ``words`` is the weighted share of its content words they have, ``whole`` the cosine of the
    nearest of their sentences; ``score`` combines both, 0 to 1.
    """

    words: float
    whole: float

    @property
    def score(self) -> float:
        """The two, weighed."""
        reach = _FULL_COSINE - _LEAST_COSINE
        whole = min(max((self.whole - _LEAST_COSINE) / reach, 0.0), 1.0)
        return min(_WORDS_SHARE * self.words + (1 - _WORDS_SHARE) * whole, 1.0)


NO_SUPPORT = Support(0.0, 0.0)


@lru_cache(maxsize=4096)
def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of a passage."""
    return tuple(text[span.start : span.end] for span in split_sentences(text))


class SupportReader:
    """Reads sentences, and weighs how far passages bear them out."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings

    def read(self, sentence: str) -> Written:
        """Read a written sentence.

        Raises:
            EmbeddingError: the reader failed.
        """
        sentence = sentence[:_LONGEST]
        reading = self._readings.fresh([sentence])[0]
        words = [term for term in terms(sentence) if not (term.is_stop or term.is_part)]
        words = words[:_MOST_WORDS]
        pieces = [states_within(reading, word.start, word.end) for word in words]
        return Written(
            words=tuple(words),
            stems=tuple(frozenset(_stems(word.surface)) for word in words),
            states=np.concatenate([reading.states[:0], *pieces]).astype(np.float32),
            owners=np.repeat(np.arange(len(words)), [len(own) for own in pieces]),
            weights=np.array([_weight(word.surface) for word in words]),
            vector=reading.vector,
        )

    def support(self, written: Written, passages: Sequence[str], titles: Sequence[str]) -> Support:
        """Weigh how far ``passages`` bear a sentence out; words of the ``titles`` are given.

        Raises:
            EmbeddingError: the reader failed.
        """
        sentences = [sentence for passage in passages for sentence in sentences_of(passage)]
        if not sentences or not len(written.words):
            return NO_SUPPORT
        readings = self._readings.of(sentences)
        given = frozenset().union(*(_known(title) for title in titles))
        shares = np.array(
            [
                _shares(written, reading, _known(sentence) | given)
                for sentence, reading in zip(sentences, readings, strict=True)
            ]
        )
        whole = max(float(written.vector @ reading.vector) for reading in readings)
        return Support(_covered(shares, written.weights), whole)

    def nearest(self, written: Written, passages: Sequence[str]) -> list[float]:
        """Return how near the nearest sentence of each passage comes as a whole.

        Raises:
            EmbeddingError: the reader failed.
        """
        readings = [self._readings.of(sentences_of(passage)) for passage in passages]
        return [
            max((float(written.vector @ reading.vector) for reading in own), default=0.0)
            for own in readings
        ]


def _shares(written: Written, reading: Reading, known: frozenset[str]) -> Floats:
    """Return how far one sentence has each word."""
    literal = np.array([_is_literal(stems, known) for stems in written.stems], dtype=float)
    near = nearest(written.states, written.owners, len(written.words), reading.states)
    found: Floats = np.maximum(literal, near)
    return found


def _covered(shares: Floats, weights: Floats) -> float:
    """Return the share of the words that the few sentences which have most of them have together.

    A sentence says what one or two others say; a whole abstract has a bit of everything.
    """
    best: Floats = np.zeros(len(weights))
    for _ in range(min(_SENTENCES_TOGETHER, len(shares))):
        best = max(
            (np.maximum(best, own) for own in shares), key=lambda both: float(both @ weights)
        )
    return float(best @ weights / weights.sum())


@lru_cache(maxsize=4096)
def _known(text: str) -> frozenset[str]:
    return content_stems(text)


def _stems(surface: str) -> tuple[str, ...]:
    """Return the stem of a word, and behind it those of a compound's parts."""
    parts = [term.stem for term in terms(surface) if term.is_part and not term.is_stop]
    return (stem(surface), *parts)


def _is_literal(stems: frozenset[str], known: frozenset[str]) -> bool:
    return not stems.isdisjoint(known) if len(stems) == 1 else _most(stems, known)


def _most(stems: frozenset[str], known: frozenset[str]) -> bool:
    """A compound is there where itself or all of its parts are."""
    return len(stems & known) >= len(stems) - 1


def _weight(surface: str) -> float:
    lowered = surface.lower()
    return _COMMON_WEIGHT if lowered in _SAID or is_common(lowered) else 1.0
