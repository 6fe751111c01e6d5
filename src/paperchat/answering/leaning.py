"""Whether a sentence of an abstract leans on the one before it: "Such methods are slow."."""

from __future__ import annotations

import re

_ITSELF = (
    r"(?:paper|work|study|article|survey|review|report|thesis|letter|research|end|day|is why|"
    r"year|decade|century)"
)
"""With "this" the paper itself, or nothing that was said before."""
_POINTS = re.compile(
    r"\b(?:these|those(?! (?:of|that|who|which|with|from|in|for|to|by|on|without)\b)|"
    rf"such(?! (?:as|that|an?)\b)|this(?!\s+(?:\w+\s+)?{_ITSELF}\b)|"
    r"the (?:former|latter))\b",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:It(?! (?:is|was|remains)\b)|They|Its|Their|Both(?! the\b))\b")
"""A sentence that begins so speaks of what another has named."""
_BEFORE = 5
"""Words before such a word, at most; behind more, the sentence itself may say what is meant."""


def leans(text: str) -> bool:
    """Tell whether what a sentence begins with was named in the one before it."""
    if _OPENS.match(text):
        return True
    found = _POINTS.search(text)
    return found is not None and len(text[: found.start()].split()) <= _BEFORE
