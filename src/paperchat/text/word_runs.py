"""Runs of words that may belong to one phrase: what stands between verbs and words of no subject.

Verbs are told from nouns by lists, endings and neighbours, not by a grammar.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from paperchat.text.frame_words import FRAME_WORDS
from paperchat.text.phrase_words import NOUNS_IN_ING, REPORTING_WORDS, VERBS, is_common
from paperchat.text.terms import Term, terms
from paperchat.text.verb_words import (
    IRREGULAR_PASTS,
    MORE_VERBS,
    NOUNS_OR_VERBS,
    VERBS_IN_S,
)

_NEVER = re.compile(r"[/_&+]|['’]s?$|^\W*\d|^[^A-Z]$")
_ADVERB = re.compile(r"[^-]{3,}ly$")
_PARTICIPLE = re.compile(r"[^-]{2,}[^-e]ed$")
_GERUND = re.compile(r"[^-]{2,}ing$")
_NOMINAL = re.compile(r"(?:tion|ment|ness|it(?:y|ie)|or(?:y|ie)|ance|ence|ism|ship)s?$")
_PLURAL_ACRONYM = re.compile(r"[A-Z]{2,}s$")
_TELLING = FRAME_WORDS | VERBS | MORE_VERBS | IRREGULAR_PASTS | VERBS_IN_S


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_BEFORE_VERBS = _words(
    "we they it i you who can could may might will would should must cannot not do does did"
)
_BEFORE_PARTICIPLES = _words("have has had having")
_AFTER_VERBS = _words("the a an its their our this these those how whether")
_NOT_INFINITIVE = _words("""
    due compared according leads lead led leading respect applied robust prior similar addition
    access relative related attention close sensitive resistance resistant exposure exposed response
    generalize transfer belong contribute comparable equivalent applicable
""")
"""Behind these words, "to" is seldom followed by a verb."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a run, and where it stands in the text."""

    surface: str
    start: int
    end: int

    @property
    def lowered(self) -> str:
        """The word in lower case."""
        return self.surface.lower()

    @property
    def is_name(self) -> bool:
        """Whether it holds an inner capital or a digit."""
        return any(char.isupper() or char.isdigit() for char in self.surface[1:])


def word_runs(text: str) -> list[list[Word]]:
    """Return the runs of words of ``text`` that may belong together."""
    found: list[list[Word]] = [[]]
    sentence = _Sentence(text)
    last: Term | None = None
    for place, term in enumerate(sentence.words):
        behind = place > 0 and sentence.joined(place - 1)
        before = sentence.words[place - 1] if place else None
        if before is None or not behind or _is_plural(before):
            found.append([])
        first = not found[-1]
        of_plural = behind and before is last and before is not None and _is_plural(before)
        if not _belongs(term, first=first) or (
            sentence.is_verb(place)
            or sentence.is_predicate(place, first=first, behind_plural=of_plural)
        ):
            found.append([])
        else:
            found[-1].append(Word(term.surface, term.start, term.end))
            last = term
    return [run for run in found if run]


def _is_plural(term: Term) -> bool:
    """Tell whether a word is a plural: only the last word of a phrase is one."""
    word = term.surface
    plain = word.islower() and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics"))
    return plain or _PLURAL_ACRONYM.match(word) is not None


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


def _is_known_noun(word: str) -> bool:
    return is_common(word) and word not in NOUNS_OR_VERBS


class _Sentence:
    """The words of a text, asked for verbs by what stands beside them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.words = [term for term in terms(text) if not term.is_part]

    def joined(self, place: int) -> bool:
        """Tell whether only space stands between a word and the next, which there is."""
        if place + 1 == len(self.words):
            return False
        return not self._text[self.words[place].end : self.words[place + 1].start].strip()

    def is_verb(self, place: int) -> bool:
        """Tell by its neighbours whether a word is a verb: "we X", "to X", "X the"."""
        word = self.words[place].surface
        if _is_known_noun(word):
            return False
        before = self.words[place - 1].surface.lower() if place else ""
        after = self.words[place + 1] if self.joined(place) else None
        if before in _BEFORE_VERBS and word.islower():
            return True
        if before == "to" and after is not None and word.islower():
            earlier = self.words[place - 2].surface.lower() if place > 1 else ""
            if earlier not in _NOT_INFINITIVE and not word.endswith("s"):
                return not after.is_stop
        if word in NOUNS_OR_VERBS or _NOMINAL.search(word):
            return False  # "the trajectories the model holds"
        return after is not None and after.surface.lower() in _AFTER_VERBS

    def is_predicate(self, place: int, *, first: bool, behind_plural: bool) -> bool:
        """Tell whether a word says something of what stands before it: "have Xed", "models X".

        ``first`` tells that no word of a phrase stands before, ``behind_plural`` that the end of
        one does.
        """
        word = self.words[place].surface
        if not word.islower():
            return False
        if _PARTICIPLE.match(word):
            return behind_plural or self._before_adverbs(place) in _BEFORE_PARTICIPLES
        if word.endswith("s"):
            either = {word[:-1], word.removesuffix("es")} & NOUNS_OR_VERBS
            return bool(either) and not first and self._begins_after(place)
        plain = "-" not in word and not _NOMINAL.search(word)
        return behind_plural and plain and not _is_known_noun(word)

    def _before_adverbs(self, place: int) -> str:
        at = place - 1
        while at > 0 and _ADVERB.match(self.words[at].surface):
            at -= 1
        return self.words[at].surface if at >= 0 else ""

    def _begins_after(self, place: int) -> bool:
        """Tell whether another phrase begins right behind a word, which then is a verb."""
        if not self.joined(place):
            return False
        after = self.words[place + 1]
        begins = _belongs(after, first=True) or _NOMINAL.search(after.surface) is not None
        return after.surface[0].isdigit() or (begins and not _PARTICIPLE.match(after.surface))
