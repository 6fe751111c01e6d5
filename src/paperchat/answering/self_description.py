"""Sentences in which a paper says what it holds, rather than what it found.

"This survey reviews DPO and discusses open challenges" shares its words with many a question on
DPO, and answers none of them but those about the survey itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_ITSELF = (
    r"(?:\b(?:this|the|our|their)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:surveys?|reviews?|papers?|articles?|stud(?:y|ies)|work|reports?|tutorial|overview|chapter|"
    r"monograph|part|section)\b|\bwe\b|\bthe authors\b|^\s*it\b|\band (?:it )?)"
)
_REVIEWS = (
    r"(?:(?:also|then|first|finally|further|thus|systematically|comprehensively|critically|"
    r"briefly|lastly|additionally)\s+)*"
    r"(?:surveys?|reviews?|discuss(?:es)?|outlines?|summari[sz]es?|categori[sz]es?|cover(?:s)?|"
    r"classif(?:y|ies)|overviews?|catalogu?es?|recaps?|conclud(?:e|es) (?:with|by)|"
    r"(?:sorts?|organi[sz]es?|examines?|groups?) (?:[\w-]+ )?(?:earlier|existing|prior|recent|"
    r"previous|related|current) (?:work|works|methods|approaches|research|studies|literature)|"
    r"(?:aims?|seeks?|hopes?|intends?) to (?:provide|offer|give|serve|inspire|guide|shed|help)|"
    r"(?:gives?|provides?|offers?|presents?) (?:an? |the |our )?(?:[\w-]+ ){0,3}?"
    r"(?:overview|survey|review|summary|taxonomy|roadmap|introduction|guide|discussion))\b"
)
_DESCRIBES = re.compile(rf"{_ITSELF}\s+{_REVIEWS}", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:future (?:directions|research|work)|open (?:challenges|problems|questions|issues)|"
    r"comprehensive (?:overview|survey|review|understanding)|(?:offer|provide)\w* guidance)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:reviewe?d?|overviews?|discuss\w*|cover\w*|outlin\w+|taxonom\w+|categor\w+|"
    r"classif\w+|organi[sz]\w+|contribut\w+|directions?|future|guidance|aims?|goals?|purpose|"
    r"sections?|parts?|summari\w+|roadmap|github|code)",
    re.IGNORECASE,
)


def describes_itself(text: str) -> bool:
    """Tell whether a sentence of an abstract chiefly says what the paper goes through."""
    return bool(_DESCRIBES.search(text) or _AHEAD.search(text))


def asks_for_description(words: Sequence[str]) -> bool:
    """Tell whether a question of these content words may be about what a paper goes through."""
    return not words or any(map(_ASKED.fullmatch, words))
