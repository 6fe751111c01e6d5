"""Every paper that uses a word or a phrase, in whatever form its text writes it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from paperchat.library.lexical import LexicalIndex
from paperchat.library.library import Library
from paperchat.retrieval.wording import Wording, wording
from paperchat.text.acronyms import acronym_definitions
from paperchat.text.names import normalise_name
from paperchat.types import Paper

_FIRST_REACH = 2_000
_SHORTEST_PART = 3
_SHORTEST_ACRONYM = 2
_MOST_READ = 5_000
"""Papers read to learn what an acronym stands for."""

_NOWHERE = "\x00"
"""A term that no text holds, to learn how rare such a term is."""

_LAST_WORDS = re.compile(r"(?:[\w-]+\s+){1,2}\Z")

_SHARE = 0.5
"""Share of the papers that spell an acronym out which have to agree on what it stands for."""


class MentionFinder:
    """Finds the papers of a library that mention something, completely and exactly."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def papers_with(self, phrase: str, *, literally: bool = False) -> dict[str, Paper]:
        """Return the papers that use ``phrase``, keyed by id.

        Unless ``literally``, its long or short form counts too, if texts of the library define it:
        "RLHF" finds what only speaks of "reinforcement learning from human feedback".
        """
        forms = self.forms(phrase, literally=literally)
        found: dict[str, Paper] = {}
        for place, form in enumerate(forms):
            for key, paper in self._using(form).items():
                if place and _means_another(paper, phrase, form):
                    continue
                found.setdefault(key, paper)
        return found

    def papers_speaking_of(self, phrase: str) -> dict[str, Paper]:
        """Return the papers that speak of ``phrase`` at all, by whatever name, keyed by id.

        Those that use it, and those that use the acronym of a longer name that holds it: who writes
        of LLMs, large language models, speaks of language models.
        """
        forms = self.forms(phrase)
        found = self.papers_with(phrase)
        for short in self._shorts_of_longer(list(found.values())[:_MOST_READ], forms):
            form = wording(short)
            for key, paper in self._using(form).items():
                if not _means_all_else(paper, form, forms):
                    found.setdefault(key, paper)
        return found

    def _shorts_of_longer(self, users: Iterable[Paper], forms: Sequence[Wording]) -> set[str]:
        """Return the acronyms that ``users`` define for names with one of ``forms`` in them."""
        return {
            short
            for paper in users
            for short, long in _definitions(paper)
            if len(short) >= _SHORTEST_ACRONYM and any(form.find(long) for form in forms)
        }

    def forms(self, phrase: str, *, literally: bool = False) -> tuple[Wording, ...]:
        """Return what finds ``phrase``, and what finds its short or long form."""
        own = self._spellings(phrase)
        if literally:
            return own
        others = [form for other in self._equivalents(own) for form in self._spellings(other)]
        return (*own, *others)

    def _spellings(self, phrase: str) -> tuple[Wording, ...]:
        """Return a phrase as it stands, and a compound ("finetuning") taken apart."""
        apart = _in_two(phrase, self._library.lexical) if phrase.isalpha() else []
        if not apart:
            return (wording(phrase),)
        # "Jailbreak" may be a verb as well: "jail-breaking".
        return tuple(wording(form, inflected=True) for form in (phrase, *apart))

    def _using(self, form: Wording) -> dict[str, Paper]:
        found = {}
        for tokens in self._readings(form.phrase):
            for key, paper in self._holding(tokens).items():
                if key not in found and form.find(f"{paper.title}\n{paper.text}"):
                    found[key] = paper
        return found

    def _readings(self, phrase: str) -> Iterable[list[str]]:
        """Yield the index terms of a phrase as it stands, and with two of its words joined.

        The plural of an acronym is another term, which no stem joins: "LLMs" has no vowel.
        """
        words = re.findall(r"\w+", phrase)
        yield self._library.lexical.tokens(phrase)
        if phrase.removesuffix("s").isupper():
            yield self._library.lexical.tokens(
                phrase[:-1] if phrase.endswith("s") else f"{phrase}s"
            )
        for at in range(len(words) - 1):
            joined = [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]
            yield self._library.lexical.tokens(" ".join(joined))

    def _holding(self, tokens: Sequence[str]) -> dict[str, Paper]:
        """Return all papers that hold every one of ``tokens``."""
        if not tokens:
            return {}
        weights = self._library.lexical.inverse_frequencies(tokens)
        ids: set[str] | None = None
        for token in sorted(weights, key=lambda key: -weights[key]):
            found = self._with_token(token)
            ids = found if ids is None else ids & found
            if not ids:
                return {}
        return self._library.catalogue.papers_by_id(ids or ())

    def _with_token(self, token: str) -> set[str]:
        reach = _FIRST_REACH
        while True:
            found = self._library.lexical.search([token], reach)
            if len(found) < reach:
                return set(found)
            reach *= 8

    def _equivalents(self, own: Sequence[Wording]) -> list[str]:
        """Return what the library's texts give as long or short form of a phrase."""
        wanted = normalise_name(own[0].phrase)
        if len(wanted) < 2:
            return []
        given: Counter[str] = Counter()
        spelt: dict[str, str] = {}
        users = {key: paper for form in own for key, paper in self._using(form).items()}
        for paper in list(users.values())[:_MOST_READ]:
            for short, long in _definitions(paper):
                for form, other in ((short, long), (long, short)):
                    key = normalise_name(other)
                    if normalise_name(form) == wanted and key and key != wanted:
                        given[key] += 1
                        spelt.setdefault(key, other)
        total = sum(given.values())
        return [spelt[key] for key, count in given.items() if count >= _SHARE * total]


def _definitions(paper: Paper) -> list[tuple[str, str]]:
    """Return the short forms a paper defines, with long forms that hold all their words.

    The reader of definitions may take "Policy Optimization" for "PPO"; the word before it tells.
    """
    text = f"{paper.title}. {paper.text}"
    found = []
    for short, long, span in acronym_definitions(text):
        before = _LAST_WORDS.search(text[max(0, span.start - 60) : span.start])
        words = before[0].split() if before else []
        whole = long
        if text.startswith(long, span.start) and not _spells(short, long):
            longer = [" ".join([*words[at:], long]) for at in range(len(words) - 1, -1, -1)]
            whole = next((form for form in longer if _spells(short, form)), long)
        found.append((short, whole))
    return found


def _spells(short: str, long: str) -> bool:
    """Tell whether the letters of ``short`` are first letters of words of ``long``, in order."""
    letters = [char for char in short.lower().removesuffix("s") if char.isalpha()]
    initials = iter(word[0].lower() for word in re.findall(r"[^\W_]+", long))
    begins = bool(letters) and long[:1].lower() == letters[0]
    return begins and all(letter in initials for letter in letters)


def _means_another(paper: Paper, phrase: str, form: Wording) -> bool:
    """Tell whether ``paper`` uses a short form for something other than ``phrase``."""
    short, wanted = normalise_name(form.phrase), normalise_name(phrase)
    meant = {
        normalise_name(long) for name, long in _definitions(paper) if normalise_name(name) == short
    }
    return bool(meant) and wanted not in meant


def _means_all_else(paper: Paper, short: Wording, forms: Sequence[Wording]) -> bool:
    """Tell whether ``paper`` spells a short form out, and never with one of ``forms`` in it."""
    name = normalise_name(short.phrase)
    meant = [long for own, long in _definitions(paper) if normalise_name(own) == name]
    return bool(meant) and not any(form.find(long) for form in forms for long in meant)


def _in_two(word: str, index: LexicalIndex) -> list[str]:
    """Return the ways to take a compound apart whose parts both stand in texts."""
    places = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    halves = {f"{word[:at]} {word[at:]}": index.tokens(f"{word[:at]} {word[at:]}") for at in places}
    weights = index.inverse_frequencies({_NOWHERE, *(t for pair in halves.values() for t in pair)})
    rarest = weights.get(_NOWHERE, 0.0)
    return [
        apart
        for apart, pair in halves.items()
        if len(pair) == 2 and all(weights[token] < rarest for token in pair)
    ]
