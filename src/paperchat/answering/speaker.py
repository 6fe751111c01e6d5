"""Which sentence speaks for a paper in a list: the one on the topic, or what the paper does."""

from __future__ import annotations

from collections.abc import Sequence

from paperchat.answering.catalogue_question import CatalogueQuestion
from paperchat.answering.context import Context
from paperchat.answering.headline import code_released, headline, survey_said
from paperchat.answering.made import made
from paperchat.types import Paper, Sentence

_WORDING = 1.5
"""For a sentence that says the topic itself, in any of its forms."""
_MADE = 3.0
"""For a sentence that says that the thing asked for is made."""
_HEADLINE = 0.15
"""For the sentence that says what the paper does, among those that speak of the topic alike."""


class Speakers:
    """Chooses sentences of the papers of one answer, without embedding anything."""

    def __init__(self, context: Context, asked: CatalogueQuestion, papers: Sequence[Paper]) -> None:
        self._index = context.library.lexical
        self._sentences = context.library.catalogue.sentences_of(papers)
        topics = () if asked.negated else asked.topics
        self._forms = [
            form
            for topic in topics
            for form in context.topics.forms(topic, literally=asked.mode == "word")
        ]
        self._code = any(c.field == "code" for c in asked.conditions)
        self._surveys = asked.surveys
        self._made = [made(context.topics, topic) for topic in topics if asked.mode == "make"]
        tokens = [token for topic in topics for token in context.retriever.query_tokens(topic)]
        self._weights = self._index.inverse_frequencies(tokens)

    def of(self, paper: Paper) -> Sentence | None:
        """Return the sentence of ``paper`` that speaks of the topic, or says what it does."""
        sentences = self._sentences[paper.id]
        main = self._main(sentences)
        if main is None or not self._weights:
            return main
        best = max(sentences, key=lambda sentence: self._score(sentence, main))
        return best if self._score(best, None) > 0 else main

    def _main(self, sentences: Sequence[Sentence]) -> Sentence | None:
        """Return the sentence that bears on what else is asked, or what the paper does."""
        bearing = code_released(sentences) if self._code else None
        if bearing is None and self._surveys:
            bearing = survey_said(sentences)
        return bearing or headline(sentences)

    def _score(self, sentence: Sentence, main: Sentence | None) -> float:
        own = set(self._index.tokens(sentence.text))
        total = sum(self._weights.values()) or 1.0
        share = sum(weight for token, weight in self._weights.items() if token in own) / total
        worded = any(form.find(sentence.text) for form in self._forms)
        made = any(thing.is_made_in(sentence.text) for thing in self._made)
        return share + _WORDING * worded + _MADE * made + _HEADLINE * (sentence == main)
