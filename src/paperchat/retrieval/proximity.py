"""How close together a paper says the words that stand together in a query.

BM25 counts words wherever they stand: "graph attention" is as good to it as "attention" in one
sentence and "graph" in another. Only the papers that rank first already are looked at, since their
texts are read for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from paperchat.library.library import Library

LOOKED_AT = 15
"""Papers whose texts are read; reading 30 instead changes nothing on SciFact."""

_REACH = 3
"""Words that two may be apart, in either order: next to each other is 1."""


def proximities(library: Library, tokens: Sequence[str], papers: Iterable[str]) -> dict[str, float]:
    """Return the share (0 to 1) of neighbouring query words that each paper says close together.

    ``tokens`` are the query's distinct index terms, in order; a pair of them counts as much as both
    are rare. A query of fewer than two has no pairs, and the result is empty.
    """
    pairs = list(pairwise(tokens))
    if not pairs:
        return {}
    rarity = library.lexical.inverse_frequencies(tokens)
    weights = {pair: rarity[pair[0]] + rarity[pair[1]] for pair in pairs}
    whole = sum(weights.values()) or 1.0
    wanted = frozenset(tokens)
    found = library.catalogue.papers_by_id(papers)
    return {
        key: _held(weights, _places(library, f"{paper.title}\n{paper.text}", wanted)) / whole
        for key, paper in found.items()
    }


def _places(library: Library, text: str, wanted: frozenset[str]) -> Mapping[str, Sequence[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, token in enumerate(library.lexical.all_tokens(text)):
        if token in wanted:
            places[token].append(place)
    return places


def _held(weights: Mapping[tuple[str, str], float], places: Mapping[str, Sequence[int]]) -> float:
    return sum(
        weight
        for (first, second), weight in weights.items()
        if first in places
        and second in places
        and any(abs(one - other) <= _REACH for one in places[first] for other in places[second])
    )
