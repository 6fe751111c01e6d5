"""What in a question may be a name: by its form, by a capital, or as words that others join."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from paperchat.retrieval.english_words import english_words
from paperchat.text.frame_words import FRAME_WORDS
from paperchat.text.names import capitalised_names, distinctive_names
from paperchat.text.terms import Term, terms

_GREEK = re.compile(
    r"\$?\\(alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|"
    r"tau|upsilon|phi|chi|psi|omega)(?![A-Za-z])\s?\$?"
)
_EVERYDAY = 30_000_000
"""Uses in the English word list of the 2,500 commonest words: "life", "dream", "flash"."""

_PAIR_GAP = re.compile(r"[ \u00a0]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be a name. ``joined`` says that they were typed as several words."""

    text: str
    start: int
    joined: bool = False

    @property
    def end(self) -> int:
        """Where the words end."""
        return self.start + len(self.text)


def without_formulas(text: str) -> str:
    r"""Return ``text`` with Greek letters of formulas as words: "$\alpha$-DPO" is "alpha-DPO"."""
    return _GREEK.sub(r"\1", text)


def candidate_names(text: str) -> list[Candidate]:
    """Return what may be a name, in order of place, longer words first.

    Names are often typed without their capitals and hyphens; whether one is meant, the papers tell.
    """
    found = {
        name.start: Candidate(name.text, name.start)
        for name in (*distinctive_names(text), *capitalised_names(text))
    }
    whole = [term for term in terms(text) if not term.is_part]
    for term in whole:
        if not (_is_plain(term) or _is_everyday(term)) and len(term.surface) > 3:
            found.setdefault(term.start, Candidate(term.surface, term.start))
    pairs = [
        Candidate(text[first.start : second.end], first.start, joined=True)
        for first, second in pairwise(whole)
        if _PAIR_GAP.fullmatch(text[first.end : second.start]) and _may_join(first, second)
    ]
    # Of what begins at one place the pair comes first: "PPO max" before "PPO".
    return sorted((*pairs, *found.values()), key=lambda name: (name.start, not name.joined))


def _is_everyday(term: Term) -> bool:
    """Tell whether a word is so common in English that only capitals make a name of it."""
    return english_words().counts.get(term.surface, 0) >= _EVERYDAY


def _is_plain(term: Term) -> bool:
    return term.is_stop or term.surface.lower() in FRAME_WORDS


def _may_join(first: Term, second: Term) -> bool:
    """Tell whether two words may be one name: no function words, but a single letter may be."""
    letter = len(first.surface) == 1 and first.surface.isupper()
    return (letter or not _is_plain(first)) and not _is_plain(second)
