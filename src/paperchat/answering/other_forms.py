"""Words said in another form, and the reverse.

"Branching factor" is asked for and "BF" written, or "jailbreaks" and "jail-breaking".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from paperchat.answering.likeness import QuestionWords
from paperchat.library.lexical import LexicalIndex
from paperchat.retrieval.plain_forms import definitions_in
from paperchat.retrieval.token_likeness import Floats
from paperchat.types import Paper

_HYPHEN = re.compile(r"(?<=\w)[-‐‑](?=\w)")
_COMPOUND = re.compile(r"\w+(?:[-‐‑]\w+)+")
_SAID = 0.9
"""Likeness of a word to the other form of it: as good as said, though it is not the word."""


@dataclass(frozen=True, slots=True)
class OtherForms:
    """The acronyms a paper defines, and its compounds, that concern a question.

    ``forms`` holds index terms that, where all of them stand in a sentence, say the words of the
    question at those places.
    """

    forms: tuple[tuple[frozenset[str], tuple[int, ...]], ...]
    lexical: LexicalIndex
    count: int

    @classmethod
    def of(cls, words: QuestionWords, paper: Paper, lexical: LexicalIndex) -> OtherForms:
        """Find which words of a question ``paper`` writes in another form as well."""
        forms = list(_compounds(words, paper.text, lexical))
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


def joined(text: str) -> str:
    """Return ``text`` with its compounds in one word: "jail-breaking" as "jailbreaking"."""
    return _HYPHEN.sub("", text)


def _compounds(
    words: QuestionWords, text: str, lexical: LexicalIndex
) -> Iterator[tuple[frozenset[str], tuple[int, ...]]]:
    """Yield the index terms that say a compound of the question in two words, or in one."""
    for place, surface in enumerate(words.surfaces):
        if _HYPHEN.search(surface):
            yield frozenset(lexical.tokens(joined(surface))), (place,)
    for written in set(_COMPOUND.findall(text)):
        whole = frozenset(lexical.tokens(joined(written)))
        places = tuple(place for place, own in enumerate(words.tokens) if own == whole)
        if places:
            yield frozenset(lexical.tokens(written)), places
