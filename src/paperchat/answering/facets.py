"""One paper seen facet by facet: problem, approach, data, results, limits, resources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from paperchat.answering.leaning import leans
from paperchat.answering.role_model import cues
from paperchat.answering.roles import ROLES, role_scores
from paperchat.types import Sentence, SentenceRole

FACETS: dict[SentenceRole, str] = {
    "problem": "Problem",
    "method": "Approach",
    "data": "Evidence and data",
    "result": "Results",
    "limit": "Limits",
    "resource": "Resources",
}

_MOST: dict[SentenceRole, int] = {
    "problem": 2, "method": 3, "data": 1, "result": 3, "limit": 1, "resource": 1,
}  # fmt: skip
_NEEDED: tuple[SentenceRole, ...] = ("problem", "method", "result")
_SHARED: tuple[SentenceRole, ...] = ("data", "limit", "resource")
_SHARED_AT = 0.3
"""Score at which a sentence of another facet also speaks for one that has none of its own."""

_MEASURED = 2.0
"""What a result with a figure is worth beside one without, which is mostly a conclusion."""

_LACKING = 1.5
"""What a problem that says what is missing is worth beside one that tells of the field alone."""

_LEANING = 0.5
"""What a sentence that leans on the one before it is worth: it is read without that."""

_APART = 2
"""Characters between a sentence and the next, at most."""

_CLEAR = 1.0
"""Score at which a sentence tells of a facet, whatever else it tells of."""

_LEAST = 0.25
"""What scores less says nothing of the paper: a copyright line, an address, a list of keywords."""


@dataclass(frozen=True, slots=True)
class Faceted:
    """The sentences of an abstract that serve each facet, in the order of the text."""

    sentences: dict[SentenceRole, tuple[Sentence, ...]]

    def first(self, role: SentenceRole) -> Sentence | None:
        """Return the sentence that states the facet best, if any does."""
        found = self.sentences[role]
        return found[0] if found else None

    def apart(self) -> dict[SentenceRole, tuple[Sentence, ...]]:
        """Return the sentences of each facet so that none is in two.

        What states a problem, approach or result best stays there; what else tells of data, limits
        or resources as well is told there.
        """
        found = {role: self.sentences[role][:1] for role in _NEEDED}
        told = {sentence for best in found.values() for sentence in best}
        for role in (*_SHARED, *_NEEDED):
            own = tuple(sentence for sentence in self.sentences[role] if sentence not in told)
            found[role] = (*found.get(role, ()), *own)
            told.update(own)
        return found

    def best(self, role: SentenceRole, most: int) -> list[Sentence]:
        """Return the best few of a facet in the order of the text.

        One that leans on the sentence before it comes with that, if it is of the facet as well;
        where both are too many, others go first.
        """
        found = self.sentences[role]
        chosen: list[Sentence] = []
        for sentence in found:
            before = _leant_on(sentence, found) if len(chosen) < most else []
            own = [one for one in (*before, sentence) if one not in chosen]
            if not chosen or len(chosen) + len(own) <= most:
                chosen += own
        rest = (one for one in found if one not in chosen)
        chosen += islice(rest, max(most - len(chosen), 0))
        return sorted(chosen, key=lambda sentence: sentence.start)


def _leant_on(sentence: Sentence, found: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentence just before one that leans on it, if it is among those ``found``."""
    if not leans(sentence.text):
        return []
    return [one for one in found if 0 <= sentence.start - one.end <= _APART]


def facets_of(sentences: Sequence[Sentence]) -> Faceted:
    """Give each sentence to the facet it fits best, the best few of each facet, best first.

    An abstract nearly always has a problem, an approach and a result; where no sentence speaks
    for one of them clearly, the likeliest sentence that is left stands in. Data, limits and
    resources are often told in passing, so they may share a sentence with another facet.
    """
    scores = role_scores(sentences)
    groups = _fill(scores)
    for role in _SHARED:
        if not groups[role]:
            groups[role] = [
                place
                for place, found in enumerate(scores)
                if found[role] >= _SHARED_AT
                and not (role == "limit" and place in groups["problem"])
            ]
    return Faceted(
        {
            role: tuple(sentences[place] for place in _best(members, role, scores, sentences))
            for role, members in groups.items()
        }
    )


def _fill(scores: Sequence[dict[SentenceRole, float]]) -> dict[SentenceRole, list[int]]:
    """Return the places of the sentences of each facet; each sentence is in one."""
    groups: dict[SentenceRole, list[int]] = {role: [] for role in ROLES}
    for place, found in enumerate(scores):
        groups[max(ROLES, key=found.__getitem__)].append(place)
    for role in _NEEDED:
        if groups[role]:
            continue
        spare = [
            place
            for other in ROLES
            for place in groups[other]
            if other in _SHARED or len(groups[other]) > 1
        ]
        if spare:
            taken = max(spare, key=lambda place: _stand_in(place, role, groups, scores))
            for members in groups.values():
                if taken in members:
                    members.remove(taken)
            groups[role].append(taken)
    return groups


def _stand_in(
    place: int,
    role: SentenceRole,
    groups: dict[SentenceRole, list[int]],
    scores: Sequence[dict[SentenceRole, float]],
) -> tuple[bool, float]:
    """Rank what may stand in. A bare link tells nothing else, though it ends as results do."""
    score = scores[place][role]
    return place not in groups["resource"] or score >= _CLEAR, score


def _best(
    members: Sequence[int],
    role: SentenceRole,
    scores: Sequence[dict[SentenceRole, float]],
    sentences: Sequence[Sentence],
) -> list[int]:
    """Return the best few, best first; the first of a facet that must be filled in any case."""
    ranked = sorted(members, key=lambda place: -_worth(place, role, scores, sentences))
    telling = [place for place in ranked if scores[place][role] >= _LEAST]
    if role in _NEEDED and not telling:
        telling = ranked[:1]
    return telling[: _MOST[role]]


def _worth(
    place: int,
    role: SentenceRole,
    scores: Sequence[dict[SentenceRole, float]],
    sentences: Sequence[Sentence],
) -> float:
    """Return how much a sentence is worth for a facet; one that can be read alone is worth more.

    Of results those with figures are worth most, of problems those that say what is missing.
    """
    text, worth = sentences[place].text, scores[place][role]
    if role == "result" and cues.FIGURE.search(text):
        worth *= _MEASURED
    if role == "problem" and (cues.DEFICIT.search(cues.plain(text)) or cues.TURNS.search(text)):
        worth *= _LACKING
    return worth * (_LEANING if role in _NEEDED and leans(text) else 1.0)
