"""Phrases: the short runs of words by which a text names its matters ("reward model")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from paperchat.text.acronyms import acronym_definitions
from paperchat.text.frame_words import FRAME_WORDS
from paperchat.text.nouns import may_be_noun
from paperchat.text.phrase_words import COMMON_WORDS, NOUNS_IN_ING, REPORTING_WORDS, VERBS
from paperchat.text.terms import Term, stem, terms

LONGEST = 4
"""Words of a phrase at most; the long form of an acronym may have more."""

_PARTS = re.compile(r"[-‐‑/_]")
_NEVER = re.compile(r"[/_&+]|['’]s?$|^\W*\d|^[^A-Z]$")
_ADVERB = re.compile(r"[^-]{3,}ly$")
_PARTICIPLE = re.compile(r"[^-]{2,}[^-e]ed$")
_GERUND = re.compile(r"[^-]{2,}ing$")
_TELLING = FRAME_WORDS | VERBS


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_BEFORE_VERBS = _words(
    "we they it i you who can could may might will would should must cannot not do does did"
)
_AFTER_VERBS = _words("the a an its their our this these those how whether")
_NOT_INFINITIVE = _words("""
    due compared according leads lead led leading respect applied robust prior similar addition
    access relative related attention close sensitive resistance resistant exposure exposed response
    generalize transfer belong contribute comparable equivalent applicable
""")
"""Behind these words, "to" is seldom followed by a verb."""


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


@dataclass(frozen=True, slots=True)
class _Word:
    surface: str
    start: int
    end: int

    @property
    def lowered(self) -> str:
        return self.surface.lower()

    @property
    def is_name(self) -> bool:
        return any(char.isupper() or char.isdigit() for char in self.surface[1:])


def is_common(word: str) -> bool:
    """Tell whether a word is of all fields ("model", "human")."""
    lowered = word.lower()
    return lowered in COMMON_WORDS or lowered.removesuffix("s") in COMMON_WORDS


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
    for run in _runs(text):
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


# --- runs of words -------------------------------------------------------------------------------


def _runs(text: str) -> list[list[_Word]]:
    """Return the runs of words that may belong together."""
    found: list[list[_Word]] = [[]]
    plain = [term for term in terms(text) if not term.is_part]
    for place, term in enumerate(plain):
        before = plain[place - 1] if place else None
        if before is None or text[before.end : term.start].strip() or _ends_run(before):
            found.append([])
        if not _belongs(term, first=not found[-1]) or _is_verb_here(text, plain, place):
            found.append([])
        else:
            found[-1].append(_Word(term.surface, term.start, term.end))
    return [run for run in found if run]


def _ends_run(term: Term) -> bool:
    """Tell whether a word is a plain plural: only the last word of a phrase is one."""
    word = term.surface
    return word.islower() and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics"))


def _belongs(term: Term, *, first: bool) -> bool:
    lowered = term.surface.lower()
    if term.is_stop or "://" in term.surface or _NEVER.search(term.surface):
        return False
    if any(char.isupper() for char in term.surface[1:]) or lowered in NOUNS_IN_ING:
        return True
    if is_common(lowered) and lowered not in REPORTING_WORDS:
        return True
    if lowered in REPORTING_WORDS or _is_inflected(lowered, _TELLING) or _ADVERB.match(lowered):
        return False
    if _PARTICIPLE.match(lowered):
        return first  # "supervised learning", but not "models trained"
    return not (first and _GERUND.match(lowered))


def _is_inflected(word: str, known: frozenset[str]) -> bool:
    if word in known:
        return True
    for ending in ("s", "es", "d", "ed", "ing"):
        if word.endswith(ending):
            bare = word.removesuffix(ending)
            if bare in known or (ending in ("ed", "ing") and _undoubled(bare, known)):
                return True
    return (word.endswith("ies") and f"{word[:-3]}y" in known) or (
        word.endswith("ied") and f"{word[:-3]}y" in known
    )


def _undoubled(bare: str, known: frozenset[str]) -> bool:
    return f"{bare}e" in known or (len(bare) > 3 and bare[-1] == bare[-2] and bare[:-1] in known)


def _is_verb_here(text: str, plain: list[Term], place: int) -> bool:
    """Tell by its neighbours whether a word is a verb: "we X", "to X", "X the"."""
    word = plain[place]
    if is_common(word.surface):
        return False
    before = plain[place - 1].surface.lower() if place else ""
    after = plain[place + 1] if place + 1 < len(plain) else None
    joined = after is not None and not text[word.end : after.start].strip()
    if before in _BEFORE_VERBS and word.surface.islower():
        return True
    if before == "to" and joined and word.surface.islower():
        earlier = plain[place - 2].surface.lower() if place > 1 else ""
        if earlier not in _NOT_INFINITIVE and not word.surface.endswith("s"):
            return after is not None and not after.is_stop
    return joined and after is not None and after.surface.lower() in _AFTER_VERBS


# --- phrases of a run ----------------------------------------------------------------------------


def _of_run(text: str, run: list[_Word], acronyms: Mapping[str, str]) -> list[Phrase]:
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


def _is_head(word: _Word) -> bool:
    return word.is_name or may_be_noun(word.lowered)
