"""Which names of a written sentence the cited passages and the titles of their papers lack."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from paperchat.text.acronyms import acronym_definitions
from paperchat.text.folding import fold
from paperchat.text.names import (
    NameMention,
    capitalised_names,
    distinctive_names,
    normalise_name,
)
from paperchat.text.stopwords import STOP_WORDS


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_LONGEST = 4000
_LONGEST_RUN = 6
"""Words that may be written as one name: "Chain of Thought" for "chain-of-thought"."""
_SAME_START = 5
"""Letters in which capitalised words have to agree: "European" and "Europe"."""

_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r"[-‐‑–_/&+.\s]+")
_JOINED = re.compile(r"[^\W_]+(?:[-‐‑–_/+.&][^\W_]+)+")
_CLAUSE = re.compile(r"[.,;:()]\s")
_SIGNS = re.compile(r"[*`]|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

_GREEK = str.maketrans("αβγδεκλμσ", "abgdeklms")

_SPELT = range(3, 9)
"""Letters of a short form that are looked for as the first letters of words: two would be found
anywhere."""
_PLURAL = re.compile(r"(?<=[A-Z])s$|['’]s$")

_FIELD = {
    "llm": "language model", "lm": "language model", "rl": "reinforcement learning",
    "ai": "artificial intelligence", "ml": "machine learning", "dl": "deep learning",
    "kg": "knowledge graph", "nn": "neural network", "mt": "machine translation",
    "gp": "gaussian process", "ui": "user interface", "qa": "question answering",
}  # fmt: skip
"""Short forms of a field that papers use without saying what they stand for."""

_NO_NAMES = _words("""
    table figure section abstract title paper authors author source passage english january february
    march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday internet web type
""")


@dataclass(frozen=True, slots=True)
class PassageNames:
    """What a passage offers to back a name.

    ``keys`` are its words and runs of words in the form of :func:`normalise_name`, ``starts`` the
    beginnings of its words, ``initials`` the first letters of runs of its words, and ``short`` its
    words in capitals.
    """

    keys: frozenset[str]
    starts: frozenset[str]
    initials: str
    plain: str
    short: frozenset[str]


@lru_cache(maxsize=4096)
def passage_names(text: str) -> PassageNames:
    """Read what may back a name in a passage or a title."""
    text = _SIGNS.sub("", text[:_LONGEST])
    words = _WORD.findall(text)
    runs = {
        normalise_name("".join(run[start : start + length]))
        for run in ((words, [word.translate(_GREEK) for word in words]))
        for start in range(len(words))
        for length in range(1, _LONGEST_RUN + 1)
    }
    folded = [fold(word) for word in words]
    return PassageNames(
        keys=frozenset(runs | {normalise_name(match[0]) for match in _JOINED.finditer(text)}),
        starts=frozenset(word[:_SAME_START] for word in folded),
        initials=" ".join(_initials(part) for part in _CLAUSE.split(text)),
        plain=" ".join(folded),
        short=frozenset(
            normalise_name(word) for word in words if sum(char.isupper() for char in word) > 1
        ),
    )


def _initials(clause: str) -> str:
    """Return the first letters of the words of a clause, a space before those of function words."""
    words = [fold(word) for word in _WORD.findall(clause)]
    return "".join(word[0] if word not in STOP_WORDS else f" {word[0]}" for word in words)


def unbacked_names(
    written: str, passages: Sequence[str], issued: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the names of ``written`` that none of the passages or titles has, in order.

    A short form counts where its long form is there, and the other way round, as ``written`` itself
    or any text ``issued`` defines them.
    """
    written = _SIGNS.sub("", written[:_LONGEST])
    sources = [passage_names(passage) for passage in passages]
    glossary = [
        definition for text in (written, *passages, *issued) for definition in _definitions(text)
    ]
    found = [
        name.text
        for name in distinctive_names(written)
        if not _is_backed(name.text, sources)
        and not any(_stands(long, sources) for short, long in glossary if short == name.key)
    ]
    found += [
        name.text
        for name in _capitalised(written)
        if not _is_backed_as_word(name.text, sources)
        and not any(
            _stands(short, sources) for short, long in glossary if normalise_name(long) == name.key
        )
    ]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def _definitions(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (normalise_name(found.short), found.long) for found in acronym_definitions(text[:_LONGEST])
    )


def is_named(name: str, passages: Sequence[str]) -> bool:
    """Tell whether passages have a name as it stands."""
    return _stands(name, [passage_names(passage) for passage in passages])


def _capitalised(written: str) -> list[NameMention]:
    return [
        name
        for name in capitalised_names(written)
        if not (" " not in name.text and fold(name.text) in _NO_NAMES)
    ]


def _is_backed(name: str, sources: Sequence[PassageNames]) -> bool:
    if _stands(name, sources):
        return True
    parts = _parts(name)
    if len(parts) > 1:
        return all(_part_is_backed(part, sources) for part in parts)
    return _is_short_for(name, sources)


def _parts(name: str) -> list[str]:
    """Return the parts of a compound; a number stays with what it numbers, as in "GPT-4"."""
    parts: list[str] = []
    for part in _PART.split(name):
        if part[:1].isdigit() and parts:
            parts[-1] += part
        elif part:
            parts.append(part)
    return parts


def _part_is_backed(part: str, sources: Sequence[PassageNames]) -> bool:
    """A part of a compound has to be there, unless it is a plain word as "based" is."""
    if (
        (len(part) == 1 and part.isalpha())
        or (part.islower() and part.isalpha())
        or _stands(part, sources)
    ):
        return True
    if part[1:].islower():
        return any(fold(part)[:_SAME_START] in source.starts for source in sources)
    return _is_short_for(part, sources)


def _is_short_for(name: str, sources: Sequence[PassageNames]) -> bool:
    """Tell whether words of a source begin with the letters of an acronym, in their order."""
    letters = fold(_PLURAL.sub("", name))
    known = _FIELD.get(letters)
    if known:
        return any(known in source.plain for source in sources)
    if not letters.isalpha() or len(letters) not in _SPELT or sum(map(str.isupper, name)) < 2:
        return False
    pattern = re.compile(r"(?: \w)*".join(re.escape(letter) for letter in letters))
    return any(pattern.search(source.initials) for source in sources)


def _is_backed_as_word(name: str, sources: Sequence[PassageNames]) -> bool:
    """Look for a capitalised name: whole, word by word, or as an acronym of its words."""
    if _stands(name, sources):
        return True
    words = [fold(word) for word in _WORD.findall(name)]
    if all(any(word[:_SAME_START] in source.starts for source in sources) for word in words):
        return True
    short = "".join(word[0] for word in words)
    return len(short) > 1 and any(short in source.short for source in sources)


def _stands(name: str, sources: Sequence[PassageNames]) -> bool:
    bare = name.rstrip("+")
    keys = {normalise_name(form) for form in (name, bare, bare.translate(_GREEK))}
    return any(not keys.isdisjoint(source.keys) for source in sources)
