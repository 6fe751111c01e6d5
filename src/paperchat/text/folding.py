"""Folding: one spelling for letters that differ only in form, so that texts can be compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ACCENTED = re.compile(r"([A-Za-z\u0370-\u03ff])[\u0300-\u036f]+")
_GREEK = re.compile(r"[\u0370-\u03ff]")


@lru_cache(maxsize=256)
def _greek_name(letter: str) -> str:
    """Return the English name of a Greek letter, or the letter itself when it has none."""
    name = unicodedata.name(letter, "")
    if " LETTER " not in name:
        return letter
    word = name.partition(" WITH ")[0].rpartition(" ")[2].lower()
    return "lambda" if word == "lamda" else word  # Unicode spells it "LAMDA"


def fold(text: str) -> str:
    """Return ``text`` case-folded, in NFKC, with Greek letters spelled out ("β" as "beta").

    Latin and Greek letters lose their accents; other scripts keep theirs, where they make another
    letter. The result may differ in length from ``text``: never use its offsets on the original.
    """
    if text.isascii():
        return text.lower()
    plain = _without_accents(_without_accents(text).casefold())
    named = _GREEK.sub(lambda match: _greek_name(match[0]), plain)
    return unicodedata.normalize("NFKC", named)


def _without_accents(text: str) -> str:
    return _ACCENTED.sub(r"\1", unicodedata.normalize("NFKD", text))
