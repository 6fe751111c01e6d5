"""Spelling: a word that nobody knows is read as the one word that is clearly meant.

A word is left alone if it is English, if any paper of the library holds it, or if its form is that
of a name: capitals inside, digits, a short form. "RPO" is never read as "RPS".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from paperchat.library.library import Library
from paperchat.retrieval.english_words import english_words
from paperchat.retrieval.lookup import Lookup
from paperchat.retrieval.owners import is_name_in
from paperchat.text.folding import fold
from paperchat.text.frame_words import FRAME_WORDS
from paperchat.text.stopwords import STOP_WORDS
from paperchat.text.terms import stem

_LONGEST_TEXT = 400
"""Longer texts are pasted, not typed."""

_WORD = re.compile(r"(?<![\w\\$@#./'’-])[^\W\d_]{4,24}(?![\w@$]|['’]t\b|\.\w)")
_PLACEHOLDERS = re.compile(r"\$[^$]{0,200}\$|\S+://\S+|www\.\S+|[\"“][^\"”]*[\"”]")

_ACRONYM = re.compile(r"(?<![\w\\$@#./'’-])[A-Z]{4,8}(?![\w@$-])")
_TWO_WRONG_FROM = 10
"""Letters from which a word may have two wrong ones, and only if a common word is meant."""

_JARGON_FROM = 5
_COMMON = 1_000_000
"""Uses in the English word list from which a word may be meant though no paper holds it."""

_RARE = 250_000
"""Words used less are not what is meant: most are obsolete or slips themselves."""

_HALF = 5_000_000
_VERY_COMMON = 50_000_000
_CLEARLY = 4
"""How much more likely the best word has to be than the second."""

_VOWEL = re.compile("[aeiouy]")
_CLOSE = 0.25
_MOST_CANDIDATES = 24
_PAPERS_READ = 3


@dataclass(frozen=True, slots=True)
class _Guess:
    word: str
    cost: float
    weight: float


class Speller:
    """Corrects the words of questions over one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lookup = Lookup(library)

    def correct(self, text: str) -> str:
        """Return ``text`` with misspelt words corrected; the same text if nothing is clear.

        Where most of the words are unknown, all of them have to be clear, and some word known:
        otherwise it is another language or none.
        What is quoted, formulas and addresses stay as they are.
        """
        if len(text) > _LONGEST_TEXT:
            return text
        kept = [match.span() for match in _PLACEHOLDERS.finditer(text)]
        words = [
            match
            for match in _WORD.finditer(text)
            if not any(start <= match.start() < end for start, end in kept)
        ]
        unknown = [match for match in words if not self._known(match[0])]
        total = len(re.findall(r"\w+", text))
        if not unknown:
            return self._with_acronyms(text)
        meant = [self._meant(match[0], named=_looks_named(text, match)) for match in unknown]
        if len(unknown) * 2 > total and (None in meant or len(unknown) == total):
            return text
        for match, better in reversed(list(zip(unknown, meant, strict=True))):
            if better is not None:
                text = f"{text[: match.start()]}{better}{text[match.end() :]}"
        return self._with_acronyms(text)

    def _with_acronyms(self, text: str) -> str:
        return _ACRONYM.sub(lambda match: self._swapped_back(match[0]), text)

    def _swapped_back(self, acronym: str) -> str:
        """Return the acronym of the papers that ``acronym`` is with two letters swapped, if any."""
        plain = acronym.lower()
        if self._held(acronym):
            return acronym
        near = [
            term
            for term in self._library.lexical.vocabulary(plain[0])
            if len(term) == len(plain)
            and sorted(term) == sorted(plain)
            and OSA.distance(term, plain) == 1
        ]
        written = [term.upper() for term in near if self._writes(term.upper())]
        return written[0] if len(written) == 1 else acronym

    def _writes(self, form: str) -> bool:
        ids = self._library.lexical.search(self._library.lexical.tokens(form), _PAPERS_READ)
        papers = self._library.catalogue.papers_by_id(ids).values()
        return any(form in f"{paper.title} {paper.text}" for paper in papers)

    def _known(self, word: str) -> bool:
        if any(char.isupper() for char in word[1:]):
            return True  # The form of a name, not of a word.
        plain = fold(word)
        return (
            plain in english_words().counts
            or self._library.lexical.holders(word) > 0
            or _is_compound(plain)
            or self._is_joined_name(word)
            or (plain.endswith("s") and plain[:-1] in english_words().counts)
        )

    def _is_joined_name(self, word: str) -> bool:
        """Tell whether a word is a name of the papers without its hyphen ("isheep")."""
        _, users = self._lookup.users(word, _PAPERS_READ)
        return any(is_name_in(word, paper) for paper in users)

    def _meant(self, word: str, *, named: bool) -> str | None:
        plain = fold(word)
        guesses = [*self._english(plain), *self._jargon(plain)]
        if named:
            guesses = [guess for guess in guesses if guess.cost < 1 and self._is_name(guess.word)]
        best = _clear(guesses)
        if best is None:
            return None
        return best.capitalize() if word[0].isupper() else best

    def _english(self, plain: str) -> Iterator[_Guess]:
        english = english_words()
        limit = 2 if len(plain) >= _TWO_WRONG_FROM else 1
        least = _COMMON if len(plain) > 4 else _VERY_COMMON
        for word, distance in _nearest(plain, english.like(plain, limit), limit):
            count = english.counts[word]
            held = self._held(word)
            if count >= least or (held and distance == 1 and len(plain) > 4 and count >= _RARE):
                framing = word in STOP_WORDS or word in FRAME_WORDS
                weight = count * (10 if held or framing else 1)
                yield _Guess(word, _cost(plain, word, distance), weight)

    def _jargon(self, plain: str) -> Iterator[_Guess]:
        """Find words of the papers that no word list has, by the stems of the index."""
        if len(plain) < _JARGON_FROM or not plain.isascii():
            return
        wanted = stem(plain)
        stems = self._library.lexical.vocabulary(plain[0])
        for near, _ in _nearest(wanted, [s for s in stems if s.isalpha()], 1):
            for word in self._surfaces(near):
                distance = OSA.distance(plain, word)
                if distance == 1 and word not in english_words().counts:
                    yield _Guess(word, _cost(plain, word, 1), _COMMON)

    def _surfaces(self, index_term: str) -> set[str]:
        """Return the words of papers that the index keeps as ``index_term``."""
        ids = self._library.lexical.search([index_term], _PAPERS_READ)
        papers = self._library.catalogue.papers_by_id(ids).values()
        words = {
            fold(word)
            for paper in papers
            for word in re.findall(r"[^\W\d_]+", f"{paper.title} {paper.text}")
        }
        prefix = index_term[:3]
        near = [word for word in words if word.startswith(prefix)]
        return {word for word in near if self._library.lexical.tokens(word) == [index_term]}

    def _is_name(self, word: str) -> bool:
        """Tell whether the papers write a word with a capital inside a sentence or a title."""
        ids = self._library.lexical.search(self._library.lexical.tokens(word), _PAPERS_READ)
        capital = re.compile(rf"(?<=[\w,(] ){word.capitalize()}\b|\A{word.capitalize()}\b")
        papers = self._library.catalogue.papers_by_id(ids).values()
        return any(capital.search(f"{paper.title}\n{paper.text}") for paper in papers)

    def _held(self, word: str) -> bool:
        return self._library.lexical.holders(word) > 0


def _nearest(word: str, words: list[str], limit: int) -> list[tuple[str, int]]:
    distance: Callable[..., int] = OSA.distance
    found = process.extract(
        word, words, scorer=distance, score_cutoff=limit, limit=_MOST_CANDIDATES
    )
    return [(near, int(score)) for near, score, _ in found]


def _looks_named(text: str, word: re.Match[str]) -> bool:
    """Tell whether a word has a capital of its own: not the first, nor one of a capitalised run.

    A name may only turn out to be another name, with one small slip.
    """
    if not word[0][0].isupper() or not text[: word.start()].strip(" \"'“‘(¿¡"):
        return False
    before = re.search(r"([^\W\d_]+) $", text[: word.start()])
    after = re.match(r" ([^\W\d_]+)", text[word.end() :])
    neighbours = [match[1] for match in (before, after) if match and match.start(1) > 0]
    return not any(near[0].isupper() and len(near) > 3 for near in neighbours)


def _cost(typed: str, word: str, distance: int) -> float:
    """Return how unlikely a slip is: swapped letters come first, then doubled, left out, vowels."""
    if re.sub(r"(.)\1", r"\1", typed) == re.sub(r"(.)\1", r"\1", word):
        cost = 0.5
    elif sorted(typed) == sorted(word):  # Swapped: the commonest slip of all.
        cost = distance - 0.6
    elif len(typed) != len(word) or _VOWEL.sub("a", typed) == _VOWEL.sub("a", word):
        cost = distance - 0.3
    else:
        cost = float(distance)
    return cost + (0.5 if typed[0] != word[0] else 0.0)


def _clear(guesses: list[_Guess]) -> str | None:
    """Return the word that is clearly meant, if one is."""
    if not guesses:
        return None
    least = min(guess.cost for guess in guesses)
    close = [guess for guess in guesses if guess.cost <= least + _CLOSE]
    best = max(close, key=lambda guess: guess.weight)
    others = [g for g in close if stem(g.word) != stem(best.word)]
    if any(best.weight < _CLEARLY * other.weight for other in others):
        return None
    return best.word


def _is_compound(plain: str) -> bool:
    """Tell whether a word is two common words in one ("finetuning"), or has a known prefix."""
    counts = english_words().counts
    for at in range(3, len(plain) - 3):
        left, right = plain[:at], plain[at:]
        if left in _PREFIXES and counts.get(right, 0) >= _COMMON:
            return True
        if at > 3 and min(counts.get(left, 0), counts.get(right, 0)) >= _HALF:
            return True
    return plain[:2] in ("re", "un") and counts.get(plain[2:], 0) >= _COMMON and len(plain) > 6


_PREFIXES = frozenset(
    """
    anti auto bio cross cyber eco electro geo hetero hyper immuno infra inter intra macro meta micro
    mis mono multi nano neo neuro non omni out over para photo phyto poly post pre proto pseudo
    psycho quasi semi socio spatio sub super supra techno tele thermo trans tri ultra under uni
    """.split()  # noqa: SIM905  # shorter than a list
)
