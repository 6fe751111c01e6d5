"""How far texts speak of the words of a question, even in other words.

Each content word of the question is compared with each token of a text, both as the encoder sees
them in their sentences, and the best match counts: late interaction (Khattab and Zaharia, 2020,
arXiv:2004.12832) with the token states of the packaged sentence encoder. A word the text uses
itself matches fully.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from paperchat.answering.figures import around_numbers
from paperchat.embedding.port import Reading, Vectors
from paperchat.library.lexical import LexicalIndex
from paperchat.retrieval.names import Mention
from paperchat.retrieval.readings import Readings
from paperchat.retrieval.token_likeness import Floats, nearest, states_within
from paperchat.retrieval.wording import wording
from paperchat.text.irregular import plain_stem
from paperchat.text.terms import Term, terms

_WORDS_LEFT_OUT = 20
"""Words whose importance is measured; a text with more is pasted rather than asked."""

_LEAST_IMPORTANCE = 0.004
_LEAST_RARITY = 0.3

_COLLECTION = re.compile(
    r"\b(?:which|what|do|does|did|has|have|is|are|the|this|that|these|those|any|other|another|"
    r"all|most|recent|such|of|in|by|from|among)\s+"
    r"(?P<word>papers?|abstracts?|articles?|publications?|preprints?|stud(?:y|ies)|library|"
    r"corpus(?=\s+(?:say|tell|hold|contain|know|mention|report|cover)))\b",
    re.IGNORECASE,
)
"""Words that mean what the library holds, rather than what is asked about it."""

_BESIDE = 45
"""Characters between a word and its value, at most."""

_FAR = 10_000

_OPENS_COMPOUND = re.compile(
    r"(?:over|under|off|on|out|up|down|in|non|self|re|un|anti)[-‐‑]\w", re.IGNORECASE
)
"""Optimization is no over-optimization, though "over" stands in nearly every text."""


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The content words of a question; the arrays have one entry a word.

    ``importance`` is how far the question's meaning moves when the word is left out (0 to 1),
    ``rarity`` its inverse frequency in the library. ``tokens`` are its index terms. ``states`` are
    the vectors of the pieces of all words, shape ``(pieces, dimension)``, and ``owners`` the places
    of their words. ``vector`` is of the whole question.
    """

    surfaces: tuple[str, ...]
    tokens: tuple[frozenset[str], ...]
    states: Vectors
    owners: npt.NDArray[np.int64]
    importance: Floats
    rarity: Floats
    vector: Vectors


class WordReader:
    """Reads questions and compares their words with texts."""

    def __init__(self, lexical: LexicalIndex, readings: Readings) -> None:
        self._lexical = lexical
        self._readings = readings

    def words(
        self, question: str, mentions: Sequence[Mention] = (), frame: Collection[str] = ()
    ) -> QuestionWords:
        """Read the content words of ``question``, without those that only name a paper.

        Where a named paper is all that is left beside ``frame`` words, nothing else is asked.

        Raises:
            EmbeddingError: the reader failed.
        """
        found = [
            term
            for term in terms(question)
            if not (term.is_stop or term.is_part or _names_paper(term, mentions))
        ]
        collection = {match.start("word") for match in _COLLECTION.finditer(question)}
        found = [term for term in found if term.start not in collection]
        if mentions and all(term.surface in frame for term in found):
            found = []
        tried = found[:_WORDS_LEFT_OUT]
        without = [question[: term.start] + question[term.end :] for term in tried]
        whole, *lacking = self._readings.fresh([question, *without])
        moved = [1.0 - float(reading.vector @ whole.vector) for reading in lacking]
        moved += [_LEAST_IMPORTANCE] * (len(found) - len(tried))
        pieces = [states_within(whole, term.start, term.end) for term in found]
        tokens = tuple(frozenset(self._lexical.tokens(term.surface)) for term in found)
        rarities = self._lexical.inverse_frequencies({token for own in tokens for token in own})
        return QuestionWords(
            surfaces=tuple(term.surface for term in found),
            tokens=tokens,
            states=np.concatenate([whole.states[:0], *pieces]).astype(np.float32),
            owners=np.repeat(np.arange(len(found)), [len(own) for own in pieces]),
            importance=np.array([max(share, _LEAST_IMPORTANCE) for share in moved]),
            rarity=np.array(
                [max([_LEAST_RARITY, *(rarities.get(t, 0.0) for t in own)]) for own in tokens]
            ),
            vector=whole.vector,
        )

    def likeness(self, words: QuestionWords, reading: Reading) -> Floats:
        """Return how near the nearest token of a text comes to each word, 0 to 1."""
        return _nearest(words, reading.states)

    def counted(
        self, words: QuestionWords, counted: Sequence[str], text: str, reading: Reading
    ) -> float:
        """Return how near what ``text`` counts comes to one of the ``counted`` words, 0 to 1."""
        asked = [place for place, word in enumerate(words.surfaces) if word in counted]
        best = 0.0
        for start, end in around_numbers(text) if asked else ():
            tokens = frozenset(self._lexical.tokens(text[start:end]))
            if any(words.tokens[place] & tokens for place in asked):
                return 1.0
            near = _nearest(words, states_within(reading, start, end))
            best = max(best, float(near[asked].max()))
        return best

    def valued(
        self, words: QuestionWords, place: int, values: Sequence[int], reading: Reading
    ) -> float:
        """Return how near a token beside one of the ``values`` comes to the word at ``place``.

        The values are places in the text, where a number or a name stands.
        """
        own = words.states[words.owners == place]
        starts, ends = reading.spans[:, 0], reading.spans[:, 1]
        beside = np.abs(starts[:, None] - np.array(values, dtype=np.int32)).min(
            axis=1, initial=_FAR
        )
        near = reading.states[(beside < _BESIDE) & (ends > starts)].astype(np.float32)
        if not len(own) or not len(near):
            return 0.0
        return max(float((own @ near.T).mean(axis=0).max()), 0.0)

    def literal(self, words: QuestionWords, text: str) -> npt.NDArray[np.bool_]:
        """Return which words stand themselves in ``text``, up to their endings.

        Of a compound all parts have to stand there; one that begins with a little word means
        something else than its parts, and has to stand there as a whole.
        """
        tokens = set(map(plain_stem, self._lexical.tokens(text)))
        said = [
            bool(own)
            and tokens.issuperset(map(plain_stem, own))
            and (not _OPENS_COMPOUND.match(surface) or bool(wording(surface).find(text)))
            for surface, own in zip(words.surfaces, words.tokens, strict=True)
        ]
        return np.array(said, dtype=np.bool_)


def weighted(values: Floats, weights: Floats) -> float:
    """Return the weighted mean, 0 where nothing weighs anything."""
    total = float(weights.sum())
    return float(values @ weights) / total if total else 0.0


def _nearest(words: QuestionWords, tokens: npt.NDArray[np.float16]) -> Floats:
    return nearest(words.states, words.owners, len(words.surfaces), tokens)


def _names_paper(term: Term, mentions: Sequence[Mention]) -> bool:
    return any(
        mention.surface and mention.start <= term.start < mention.start + len(mention.surface)
        for mention in mentions
    )
