"""Folding: one spelling for letters that differ only in form, so that texts can be compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ACCENTED_LATIN = re.compile(r"([A-Za-z])[\u0300-\u036f]+")
_GREEK = re.compile(r"[\u0370-\u03ff]")


@lru_cache(maxsize=256)
def _greek_name(letter: str) -> str:
    """Return the English name of a Greek letter, or the letter itself when it has none."""
    name = unicodedata.name(letter, "")
    if " LETTER " not in name:
        return letter
    word = name.partition(" WITH ")[0].rpartition(" ")[2].lower()
    return "lambda" if word == "lamda" else word  # Unicode spells it "LAMDA"


def strip_accents(text: str) -> str:
    """Return ``text`` in NFKC without the accents of Latin letters; other scripts keep theirs."""
    if text.isascii():
        return text
    return unicodedata.normalize(
        "NFKC", _ACCENTED_LATIN.sub(r"\1", unicodedata.normalize("NFKD", text))
    )


def fold(text: str) -> str:
    """Return ``text`` case-folded, without accents, Greek letters spelled out ("β" as "beta").

    The result may differ in length from ``text``: never use its offsets on the original.
    """
    if text.isascii():
        return text.lower()
    plain = strip_accents(text).casefold()
    return _GREEK.sub(lambda match: _greek_name(match[0]), plain)
