"""Naming clusters of papers by the phrases that their titles use more than the others' do."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from paperchat.text.phrases import Phrase, is_common, phrases

_IN_A_NAME = 2
_SHORTEST = 4
"""Letters of a single word that may name a cluster."""

Key = tuple[str, ...]


def name_clusters(titles: Sequence[Sequence[str]]) -> list[str]:
    """Return a name for each cluster, given the titles of its papers, the most central first.

    Where no phrase is used twice, it is called after its most central paper.
    """
    surfaces: dict[Key, Counter[str]] = {}
    used: list[Counter[Key]] = []
    for cluster in titles:
        counts: Counter[Key] = Counter()
        for title in cluster:
            found = {phrase.key: phrase for phrase in phrases(title) if _may_name(phrase)}
            counts.update(found.keys())
            for key, phrase in found.items():
                surfaces.setdefault(key, Counter())[phrase.surface] += 1
        used.append(counts)
    everywhere = sum(used, Counter())
    total = sum(map(len, titles))
    names: list[str] = []
    for cluster, counts in zip(titles, used, strict=True):
        best = _telling(counts, everywhere, len(cluster), total)
        words = [surfaces[key].most_common(1)[0][0] for key in best]
        name = ", ".join(words) or cluster[0]
        names.append(name if name not in names else f"{name} ({cluster[0]})")
    return names


def _may_name(phrase: Phrase) -> bool:
    words = phrase.surface.split()
    if all(is_common(word) for word in words):
        return False
    return len(words) > 1 or len(phrase.surface) >= _SHORTEST


def _telling(counts: Counter[Key], everywhere: Counter[Key], size: int, total: int) -> list[Key]:
    """Return the keys that tell a cluster from the rest; none is a part of another."""

    def weight(key: Key) -> float:
        share, overall = counts[key] / size, everywhere[key] / total
        # A longer phrase says more than a word of it that is as frequent.
        return share * (math.log(share / overall) + 0.1) * (1 + 0.4 * (len(key) - 1))

    chosen: list[Key] = []
    for key in sorted((k for k, n in counts.items() if n > 1), key=lambda k: (-weight(k), k)):
        if weight(key) > 0 and not any(set(key) & set(other) for other in chosen):
            chosen.append(key)
        if len(chosen) == _IN_A_NAME:
            break
    return chosen
