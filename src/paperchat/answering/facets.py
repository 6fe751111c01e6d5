"""One paper seen facet by facet: problem, approach, data, results, limits, resources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
_SHARED_AT = 2.0
"""Score at which a sentence of another facet also speaks for one that has none of its own."""


@dataclass(frozen=True, slots=True)
class Faceted:
    """The sentences of an abstract that serve each facet, in the order of the text."""

    sentences: dict[SentenceRole, tuple[Sentence, ...]]

    def first(self, role: SentenceRole) -> Sentence | None:
        """Return the sentence that states the facet best, if any does."""
        found = self.sentences[role]
        return found[0] if found else None


def facets_of(sentences: Sequence[Sentence]) -> Faceted:
    """Give each sentence to the facet it fits best, the best few of each facet, best first.

    An abstract nearly always has a problem, an approach and a result; where no sentence speaks
    for one of them clearly, the likeliest sentence that is left stands in. Data, limits and
    resources are often told in passing, so they may share a sentence with another facet.
    """
    scores = role_scores(sentences)
    groups: dict[SentenceRole, list[int]] = {role: [] for role in ROLES}
    for place, found in enumerate(scores):
        groups[max(ROLES, key=found.__getitem__)].append(place)
    for role in _NEEDED:
        if not groups[role]:
            spare = [place for other in ROLES for place in groups[other] if len(groups[other]) > 1]
            if spare:
                taken = max(spare, key=lambda place: scores[place][role])
                for members in groups.values():
                    if taken in members:
                        members.remove(taken)
                groups[role].append(taken)
    for role in _SHARED:
        if not groups[role]:
            groups[role] = [p for p, found in enumerate(scores) if found[role] >= _SHARED_AT]
    return Faceted(
        {
            role: tuple(
                sentences[place]
                for place in sorted(members, key=lambda p: -scores[p][role])[: _MOST[role]]
            )
            for role, members in groups.items()
        }
    )
