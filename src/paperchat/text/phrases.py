"""Phrases: the short runs of words by which a text names its matters ("reward model")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from paperchat.text.acronyms import acronym_definitions
from paperchat.text.nouns import may_be_noun
from paperchat.text.phrase_words import is_common
from paperchat.text.terms import stem, terms
from paperchat.text.word_runs import Word, word_runs

LONGEST = 4
"""Words of a phrase at most; the long form of an acronym may have more."""

_PARTS = re.compile(r"[-‐‑/_]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a text: ``text[start:end] == surface``.

    ``key`` is what to compare: its stems, or those of the long form of an acronym. ``whole`` tells
    a phrase that stands for itself from a part of a longer one.
    """

    key: tuple[str, ...]
    surface: str
    start: int
    end: int
    whole: bool


def is_name(surface: str) -> bool:
    """Tell whether something looks like a name or an acronym: it holds an inner capital or digit.

    Of several words, each has to begin with a capital or look so itself.
    """
    words = surface.split()
    if len(words) == 1:
        return any(char.isupper() or char.isdigit() for char in surface[1:])
    return all(word[:1].isupper() for word in words)


def long_forms(texts: Iterable[str]) -> dict[str, str]:
    """Return the long form of each acronym that ``texts`` define, the first text's first."""
    found: dict[str, str] = {}
    for text in texts:
        for definition in acronym_definitions(text):
            if len(definition.long.split()) > 1 or "-" in definition.long:
                found.setdefault(_singular(definition.short), definition.long)
    return found


def phrases(text: str, acronyms: Mapping[str, str] | None = None) -> tuple[Phrase, ...]:
    """Return the phrases of ``text`` in order of their start, and the parts of longer ones.

    A phrase is a run of content words without words that only report or praise, ended by a noun;
    words are told apart by lists and endings, not by a grammar. ``acronyms`` maps short to long
    forms (see :func:`long_forms`); both get the key of the long form.
    """
    acronyms = acronyms or {}
    found = [_spelled_out(match, long) for long in acronyms.values() for match in _find(long, text)]
    for run in word_runs(text):
        found += _of_run(text, run, acronyms)
    return tuple(sorted(found, key=lambda phrase: (phrase.start, -phrase.end)))


@lru_cache(maxsize=4096)
def key_of(text: str) -> tuple[str, ...]:
    """Return the stems of the content words of ``text``, compounds taken apart."""
    words = [term.surface for term in terms(text) if not (term.is_stop or term.is_part)]
    return tuple(stem(part) for word in words for part in _PARTS.split(word) if part)


def _find(long: str, text: str) -> Iterable[re.Match[str]]:
    words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", long) if word)
    return re.finditer(rf"(?<!\w){words}s?(?!\w)", text, re.IGNORECASE)


def _spelled_out(match: re.Match[str], long: str) -> Phrase:
    return Phrase(key_of(long), match[0], match.start(), match.end(), whole=True)


def _singular(short: str) -> str:
    return short[:-1] if len(short) > 2 and short.endswith("s") and short[-2].isupper() else short


# --- phrases of a run ----------------------------------------------------------------------------


def _of_run(text: str, run: list[Word], acronyms: Mapping[str, str]) -> list[Phrase]:
    found = []
    ends = [place for place, word in enumerate(run) if _is_head(word)]
    whole_end = ends[-1] if ends else -1
    whole_start = max(0, whole_end - LONGEST + 1)
    for end in ends:
        for start in range(max(0, end - LONGEST + 1), end + 1):
            words = run[start : end + 1]
            if len(words) == 1 and is_common(words[0].surface):
                continue
            surface = text[words[0].start : words[-1].end]
            key = tuple(
                part
                for word in words
                for part in key_of(acronyms.get(_singular(word.surface), word.surface))
            )
            whole = end == whole_end and start == whole_start
            if key:
                found.append(Phrase(key, surface, words[0].start, words[-1].end, whole))
    return found


def _is_head(word: Word) -> bool:
    return word.is_name or may_be_noun(word.lowered)
