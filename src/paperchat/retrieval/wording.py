"""The forms in which texts write a word or a phrase: plurals, hyphens, capitals, run together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paperchat.text.folding import fold

_SPLIT = re.compile(r"[\s\-‐‑–/_]+")
_GAP = r"[\s\-‐‑–/_]*"
_LETTERS = re.compile(r"[^\W\d_]+")
_SHORTEST_PLURAL = 3
_SHORTEST_VERB = 4
_NO_PLURALS = frozenset(("news", "lens", "bias", "series", "species", "diabetes", "atlas", "gas"))
_MAKES = re.compile(
    r"\b(?:propos|introduc|present|releas|develop|creat|build|built|construct|curat|publish)\w*",
    re.IGNORECASE,
)
_REACH = 120
"""Characters of a sentence after "we propose" in which that which is proposed is named."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase, and the patterns that find it."""

    phrase: str
    pattern: re.Pattern[str]
    has_capitals: bool
    """Whether it is written like a name ("CLIP"), so that a plain word ("clip") is not meant."""

    def count(self, text: str) -> int:
        """Return how often ``text`` uses the phrase."""
        return len(self.find(text))

    def find(self, text: str) -> list[str]:
        """Return the phrase as ``text`` writes it, each time it does."""
        found = [match[0] for match in self.pattern.finditer(text)]
        if self.has_capitals:
            found = [form for form in found if form != form.lower()]
        return found

    def is_made_in(self, text: str) -> bool:
        """Tell whether a sentence of ``text`` says that it proposes or releases the thing."""
        places = (text[cue.end() : cue.end() + _REACH] for cue in _MAKES.finditer(text))
        return any(self.find(re.split(r"[.;]\s", place)[0]) for place in places)


def wording(phrase: str, *, inflected: bool = False) -> Wording:
    """Return what finds ``phrase`` in a text.

    Words may be joined by spaces, hyphens or nothing ("pre-training", "pretraining"), each may
    stand in the plural or the singular, and a name may carry a version ("Llama 3", "LLaMA2").
    ``inflected`` finds the forms of its last word as a verb, too.
    """
    words = [word for word in _SPLIT.split(phrase.strip(" \t\n\"'“”‘’.,;:?!()")) if word]
    parts = [_forms(word) for word in words] or ["(?!)"]
    if inflected and words:
        parts[-1] = _verb_forms(words[-1])
    version = r"(?:\d[\w.]*)?" if words and words[-1][-1:].isalpha() else ""
    pattern = rf"(?<![^\W_]){_GAP.join(parts)}{version}(?![^\W_]|\.\d)"
    capitals = sum(map(str.isupper, phrase)) > 1 and len(words) == 1
    return Wording(phrase, re.compile(pattern, re.IGNORECASE), capitals)


def _forms(word: str) -> str:
    """Return a pattern for a word in the singular and in the plural."""
    plain = re.escape(word)
    lowered = fold(word)
    if not _LETTERS.fullmatch(word) or len(word) < _SHORTEST_PLURAL:
        return plain
    stem = word
    if lowered.endswith("ies") and len(word) > 4 and lowered not in _NO_PLURALS:
        return rf"{re.escape(word[:-3])}(?:ies|y)"
    if lowered.endswith("y") and lowered[-2] not in "aeiou":
        return rf"{re.escape(word[:-1])}(?:ies|y)"
    if lowered.endswith(("sses", "xes", "ches", "shes", "zes")):
        stem = word[:-2]
    elif lowered.endswith("s") and not (
        lowered.endswith(("ss", "us", "is", "ics")) or lowered in _NO_PLURALS
    ):
        stem = word[:-1]
    return rf"{re.escape(stem)}(?:s|es|['’]s)?"


def _verb_forms(word: str) -> str:
    """Return a pattern for the forms of a word, be it a noun or a verb: "breaks", "breaking"."""
    root = word[:-1] if len(word) > _SHORTEST_VERB and word[-1] in "es" else word
    if word.endswith("ing"):
        root = word[:-3]
    return rf"{re.escape(root)}(?:e|es|s|ed|er|ers|ing|ings)?"
