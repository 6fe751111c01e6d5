"""Papers beside a question: how far each sentence speaks of each of its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from paperchat.answering.attribute import Attribute, of_words
from paperchat.answering.likeness import QuestionWords, WordReader, weighted
from paperchat.answering.merits import asking, tells
from paperchat.answering.other_forms import OtherForms, joined
from paperchat.answering.question import Question
from paperchat.answering.roles import roles as roles_of
from paperchat.embedding.port import Reading
from paperchat.library.library import Library
from paperchat.retrieval.names import Mention
from paperchat.retrieval.readings import Readings
from paperchat.retrieval.token_likeness import Floats
from paperchat.types import Paper, PaperHit, Sentence, SentenceRole

_SPOKEN_OF = 0.5
"""Likeness from which a sentence speaks of the thing whose merits are asked for."""

_TELLS = 0.8
"""Stands for the likeness to a word like "drawbacks" of a sentence that tells one."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One sentence beside the question; ``likeness`` has one entry a word of it.

    ``counted`` is how near what it counts comes to what "how many" asks for, ``valued`` how near
    it comes to the attribute that is asked for beside a number or a name.
    """

    sentence: Sentence
    role: SentenceRole
    cosine: float
    likeness: Floats
    counted: float
    valued: float


@dataclass(frozen=True, slots=True)
class Page:
    """One paper beside the question. The arrays have one entry a word of the question.

    ``title`` and ``text`` are the likeness of the nearest token, ``literal`` tells which words
    stand there themselves.
    """

    hit: PaperHit
    sentences: tuple[Measured, ...]
    title: Floats
    text: Floats
    literal: Floats

    @property
    def cosine(self) -> float:
        """Similarity of the best sentence to the question."""
        return max((item.cosine for item in self.sentences), default=0.0)


class PageReader:
    """Reads papers in the light of a question."""

    def __init__(self, library: Library, readings: Readings) -> None:
        self._library = library
        self._readings = readings
        self._reader = WordReader(library.lexical, readings)

    def words(self, question: Question, mentions: Sequence[Mention]) -> QuestionWords:
        """Read the words of ``question``, without those that only name a paper.

        Raises:
            EmbeddingError: the reader failed.
        """
        return self._reader.words(question.text, mentions, question.frame)

    def pages(
        self,
        question: Question,
        words: QuestionWords,
        hits: Sequence[PaperHit],
        behind: Mapping[str, Sequence[Sentence]] | None = None,
    ) -> list[Page]:
        """Set every sentence of ``hits`` beside the question. Raises as :meth:`words`.

        These are the sentences of their abstracts, or those from ``behind`` them.
        """
        papers = [hit.paper for hit in hits]
        by_paper = behind if behind is not None else self._library.catalogue.sentences_of(papers)
        self._readings.of(
            _texts(papers, [by_paper[paper.id] for paper in papers])
        )  # All at once, so that cores share.
        return [self._page(question, words, hit, by_paper[hit.paper.id]) for hit in hits]

    def _page(
        self,
        question: Question,
        words: QuestionWords,
        hit: PaperHit,
        sentences: Sequence[Sentence],
    ) -> Page:
        counted = question.figure.counted if question.figure else ()
        other_form = OtherForms.of(words, hit.paper, self._library.lexical).said_in
        title, *readings = self._readings.of(_texts([hit.paper], [sentences]))
        measured = tuple(
            Measured(
                sentence,
                role,
                max(float(reading.vector @ words.vector), 0.0),
                self._told(
                    question,
                    words,
                    sentence.text,
                    np.maximum(self._reader.likeness(words, reading), other_form(sentence.text)),
                ),
                self._reader.counted(words, counted, sentence.text, reading),
                self._valued(question.attribute, words, sentence.text, reading),
            )
            for sentence, role, reading in zip(
                sentences, roles_of(sentences), readings, strict=True
            )
        )
        in_title = self._reader.likeness(words, title)
        read = hit.paper.text
        if any(sentence.part == "body" for sentence in sentences):
            read = " ".join(sentence.text for sentence in sentences)
        whole = f"{hit.paper.title} {read}"
        return Page(
            hit,
            measured,
            in_title,
            np.max([in_title, *(item.likeness for item in measured)], axis=0),
            self._reader.literal(words, f"{whole} {joined(whole)}").astype(np.float64),
        )

    def _told(
        self, question: Question, words: QuestionWords, text: str, likeness: Floats
    ) -> Floats:
        """Let a sentence that tells drawbacks (or merits) of a thing speak of the word for them.

        It has to speak of the thing, and to say at least one word of it.
        """
        asked = asking(words.surfaces, question.side) if question.side else []
        rest = [place for place in range(len(words.surfaces)) if place not in asked]
        if not (asked and rest and question.side and tells(text, question.side)):
            return likeness
        if not self._reader.literal(words, text)[rest].any():
            return likeness
        told = likeness.copy()
        if weighted(told[rest], words.importance[rest]) >= _SPOKEN_OF:
            told[asked] = np.maximum(told[asked], _TELLS)
        return told

    def _valued(
        self, attribute: Attribute | None, words: QuestionWords, text: str, reading: Reading
    ) -> float:
        named = of_words(words.surfaces, attribute)
        if attribute is None or not named:
            return 0.0
        return self._reader.valued(words, named[-1], attribute.values(text), reading)


def _texts(papers: Sequence[Paper], sentences: Iterable[Sequence[Sentence]]) -> list[str]:
    return [
        text
        for paper, own in zip(papers, sentences, strict=True)
        for text in (paper.title, *(sentence.text for sentence in own))
    ]
