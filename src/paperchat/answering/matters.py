"""What papers speak of: their key phrases, where they stand, and how telling they are."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from paperchat.retrieval.rarity import Rarity
from paperchat.text.phrase_words import is_common
from paperchat.text.phrases import is_name, key_of, long_forms, phrases
from paperchat.text.terms import stem
from paperchat.types import Paper, Sentence

Key = tuple[str, ...]

_COMMON_SHARE = 0.4
_SINGLE_SHARE = 0.55
_RARE = 3.0
"""Rarity beyond which a word tells no more: about 1 paper in 20."""
_DENIED = re.compile(
    r"\b(?:no|without|neither|nor|lack(?:s|ing)?|instead of|rather than|free (?:of|from)|"
    r"avoid(?:s|ing)?)\s+(?:(?:an?|the|any)\s+)?(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
"""Stands before what a sentence says to be absent."""
_VESSELS = frozenset(
    stem(word)
    for word in (
        "framework", "mechanism", "paradigm", "pipeline", "platform", "procedure", "scheme",
        "technique",
    )
)  # fmt: skip
"""Stems of what any way of doing things is called."""
_SHORTEST = 4
"""Letters of a single word that counts, unless it is a name."""


@dataclass(slots=True)
class Matter:
    """One phrase in one paper: the sentences that hold it, each with its wordings there."""

    key: Key
    wordings: dict[Sentence, list[str]] = field(default_factory=dict)
    whole: bool = False

    @property
    def count(self) -> int:
        """How often the paper uses it."""
        return sum(len(found) for found in self.wordings.values())

    @property
    def surface(self) -> str:
        """One wording of it."""
        return next(iter(self.wordings.values()))[0]


@dataclass(frozen=True, slots=True)
class Matters:
    """The phrases of one paper; ``stems`` counts the content words of its title and text."""

    paper: Paper
    found: Mapping[Key, Matter]
    stems: Counter[str]

    def speaks_of(self, key: Key) -> bool:
        """Tell whether the paper may speak of something: it uses all of its words."""
        return key in self.found or all(word in self.stems for word in key)


def matters_of(
    papers: Sequence[Paper], sentences: Mapping[str, Sequence[Sentence]]
) -> list[Matters]:
    """Return the phrases of each paper; acronyms that one of them defines hold for all."""
    texts = {paper.id: f"{paper.title}. {paper.text}" for paper in papers}
    found = []
    for paper in papers:
        others = (text for key, text in texts.items() if key != paper.id)
        acronyms = long_forms([texts[paper.id], *others])
        found.append(_matters(paper, sentences[paper.id], acronyms))
    return found


def _matters(paper: Paper, sentences: Sequence[Sentence], acronyms: Mapping[str, str]) -> Matters:
    found: dict[Key, Matter] = {}
    for sentence in sentences:
        for phrase in phrases(sentence.text, acronyms):
            if _DENIED.search(sentence.text[: phrase.start]):
                continue  # Who needs no reward model does not speak of one as its own.
            matter = found.setdefault(phrase.key, Matter(phrase.key))
            matter.wordings.setdefault(sentence, []).append(phrase.surface)
            matter.whole = matter.whole or phrase.whole
    stems = Counter((*key_of(paper.title) * 2, *key_of(paper.text)))
    for key in found:
        for word in key:
            stems[word] = max(stems[word], 1)  # Words of a long form, where only its letters stand.
    return Matters(paper, found, stems)


class Weigher:
    """Weighs phrases by how much they tell in one library."""

    def __init__(self, rarity: Rarity) -> None:
        self._rarity = rarity
        self._floor = rarity.floor()

    def weigh(self, keys: Iterable[Key], holders: Sequence[Matters]) -> dict[Key, float]:
        """Return the weight of each phrase that tells something; the others are left out.

        A phrase tells more the rarer its words are in the library, the more often the papers that
        hold it use them, and if their titles do.
        """
        used = [key for key in keys if _is_used(key, holders)]
        self._rarity.of([word for key in used for word in _words(key, holders)])  # all at once
        return {key: weight for key in used if (weight := self._weight(key, holders, self._floor))}

    def weigh_widespread(self, keys: Iterable[Key], holders: Sequence[Matters]) -> dict[Key, float]:
        """Weigh phrases of several words, even those that are everywhere in the library."""
        return {
            key: weight
            for key in keys
            if len(key) > 1 and (weight := self._weight(key, holders, 0.0))
        }

    def _weight(self, key: Key, holders: Sequence[Matters], floor: float) -> float:
        words = _words(key, holders)
        if len(words) == 1 and len(words[0]) < _SHORTEST and not is_name(words[0]):
            return 0.0
        telling = [not is_common(word) or is_name(word) for word in words]
        rare = self._rarity.of(words)
        best = max((w for w, tells in zip(rare, telling, strict=True) if tells), default=max(rare))
        if best < floor:
            return 0.0
        weight = 0.0
        for word, tells, weighed in zip(words, telling, rare, strict=True):
            used = sum(_uses(word, one) for one in holders) / len(holders)
            weight += min(weighed, _RARE) * used * (1.0 if tells else _COMMON_SHARE)
        return weight * (_SINGLE_SHARE if len(words) == 1 else 1.0)


def _words(key: Key, holders: Sequence[Matters]) -> list[str]:
    surface = next(one.found[key].surface for one in holders if key in one.found)
    return surface.replace("-", " ").split()


def _uses(word: str, one: Matters) -> float:
    """Return how much a paper uses a word, on a scale that flattens; its title counts twice."""
    stems = key_of(word)
    uses = max((one.stems[stem] for stem in stems), default=0)
    return 1 + math.log(max(uses, 1))


def _is_used(key: Key, holders: Sequence[Matters]) -> bool:
    """Tell whether a single word is used more than once by one of the papers."""
    return len(key) > 1 or any(one.found[key].count > 1 for one in holders if key in one.found)


def without_vessels(key: Key) -> Key:
    """Return a phrase without words for any way of doing things, if something else is left."""
    return tuple(word for word in key if word not in _VESSELS) or key


def telling_words(matter: Matter) -> int:
    """Return of how many words a phrase is, without those for any way of doing things."""
    return sum(stem(word.lower()) not in _VESSELS for word in matter.surface.split())


def without_parts(keys: Iterable[Key], weights: Mapping[Key, float]) -> list[Key]:
    """Return the phrases, best first, without those that share a telling word with a better one."""
    chosen: list[Key] = []
    for key in sorted(keys, key=lambda one: (-weights[one], one)):
        words = {stem for stem in key if not is_common(stem)} or set(key)
        if not any(words & set(other) for other in chosen):
            chosen.append(key)
    return chosen


def plain_wording(matters: Sequence[Matter]) -> str:
    """Return the wording of a phrase that its papers use most, in lower case where one does."""
    used = Counter(w for matter in matters for found in matter.wordings.values() for w in found)
    return max(used, key=lambda wording: (wording == wording.lower(), used[wording], wording))
