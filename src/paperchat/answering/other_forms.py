"""Words said in another form: "branching factor" asked for, "BF" written, or the reverse."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paperchat.answering.likeness import QuestionWords
from paperchat.library.lexical import LexicalIndex
from paperchat.retrieval.plain_forms import definitions_in
from paperchat.retrieval.token_likeness import Floats
from paperchat.types import Paper

_SAID = 0.9
"""Likeness of a word to the other form of it: as good as said, though it is not the word."""


@dataclass(frozen=True, slots=True)
class OtherForms:
    """The acronyms a paper defines that concern a question.

    ``forms`` holds index terms that, where all of them stand in a sentence, say the words of the
    question at those places.
    """

    forms: tuple[tuple[frozenset[str], tuple[int, ...]], ...]
    lexical: LexicalIndex
    count: int

    @classmethod
    def of(cls, words: QuestionWords, paper: Paper, lexical: LexicalIndex) -> OtherForms:
        """Find which words of a question ``paper`` writes in another form as well."""
        forms = []
        for definition in definitions_in(paper.text):
            short, long = (
                frozenset(lexical.tokens(t)) for t in (definition.short, definition.long)
            )
            for asked, said in ((long, short), (short, long)):
                places = tuple(i for i, own in enumerate(words.tokens) if own and own <= asked)
                held = frozenset().union(*(words.tokens[i] for i in places))
                # "Factor" alone is not the branching factor.
                if said and places and held >= asked:
                    forms.append((said, places))
        return cls(tuple(forms), lexical, len(words.surfaces))

    def said_in(self, text: str) -> Floats:
        """Return for each word of the question how far ``text`` says its other form."""
        said = np.zeros(self.count)
        tokens = frozenset(self.lexical.tokens(text)) if self.forms else frozenset()
        for form, places in self.forms:
            if form <= tokens:
                said[list(places)] = _SAID
        return said
