"""Sentences that can be quoted, among what a PDF gives as text."""

from __future__ import annotations

import re

from paperchat.text.sentences import split_sentences
from paperchat.types import Span

_SENTENCE = re.compile(
    r"[\"“‘'(\[]?[A-Z0-9].*[.!?][\"”’')\]]*(?:\s?\[[\d,– -]{1,30}\])?", re.DOTALL
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 4
_SPELLED = 0.6
"""Share of a sentence's signs that stand in words; formulas and rows of tables have fewer."""


def quotable(text: str) -> tuple[Span, ...]:
    """Return the spans of the whole sentences of prose in ``text``, of which a line is a paragraph.

    Headings, rows of tables, formulas and pieces of sentences are left out.
    """
    found: list[Span] = []
    start = 0
    for line in text.split("\n"):
        found += [
            Span(start + span.start, start + span.end)
            for span in split_sentences(line)
            if _is_whole(line[span.start : span.end])
        ]
        start += len(line) + 1
    return tuple(found)


def _is_whole(piece: str) -> bool:
    words = _WORD.findall(piece)
    signs = len("".join(piece.split()))
    return (
        len(words) >= _FEWEST_WORDS
        and sum(map(len, words)) >= _SPELLED * signs
        and _SENTENCE.fullmatch(piece) is not None
    )
