"""Words that are still being typed, and the index terms they may become."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from paperchat.text.stopwords import STOP_WORDS

_LAST = re.compile(r"\w+$")
_SHORTEST = 2
"""Letters from which on a beginning is looked up; of one letter nearly everything begins."""
_ENDING = 4
"""Letters that stemming may have cut off: "preferenc" is on its way to "prefer"."""
_ENDINGS = (
    "able", "ability", "al", "ally", "ance", "ant", "ary", "ate", "ating", "ation", "ative", "ed",
    "ely", "ence", "encing", "ent", "ential", "er", "es", "ful", "ible", "ibility", "ic", "ical",
    "ies", "ily", "ing", "ion", "ism", "ist", "istic", "ity", "ive", "ivity", "ization", "ize",
    "ly", "ment", "ness", "or", "ors", "ous", "ously", "s", "y",
)  # fmt: skip
"""What stemming may have cut off, in the full words of which it has."""
_KEPT = 3
"""Letters of a beginning that are never taken for an ending."""
_MOST = 200


def last_apart(words: str) -> tuple[str, str]:
    """Return ``words`` without the last one, and that; it is empty where a space follows it."""
    last = _LAST.search(words)
    return (words, "") if last is None else (words[: last.start()], last[0])


def completions(beginning: str, vocabulary: Callable[[str], Iterable[str]]) -> list[str]:
    """Return the terms of ``vocabulary`` that the word ``beginning`` may become, 200 at most."""
    if len(beginning) < _SHORTEST:
        return []
    stem = beginning[: max(len(beginning) - _ENDING, _KEPT)] if beginning.isalpha() else beginning

    def is_its_stem(term: str) -> bool:
        """Tell whether ``term`` is a stem of it; "for" is none of "form", nor "jail" of "jailb"."""
        cut = beginning[len(term) :]
        doubled = cut[1:] if cut[:1] == term[-1:] else cut  # "plan", which becomes "planning"
        begun = any(ending.startswith((cut, doubled)) for ending in _ENDINGS)
        return (
            beginning.startswith(term)
            and len(term) >= len(stem)
            and begun
            and term not in STOP_WORDS
        )

    near = vocabulary(stem)
    return [term for term in near if term.startswith(beginning) or is_its_stem(term)][:_MOST]
