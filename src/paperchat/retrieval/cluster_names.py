"""Naming clusters of papers by phrases of their titles that the other clusters do not use.

How frequent a phrase is, titles and texts tell together: two titles that share a word are chance.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from paperchat.text.phrase_words import is_common
from paperchat.text.phrases import Phrase, is_name, phrases

_IN_A_NAME = 2
_SHORTEST = 4
"""Letters of a single word that may name a cluster."""
_LONGER = 1.2
"""What each further word of a phrase adds to its weight: a word of it is at least as frequent."""
_LARGE = 20
"""Papers of a cluster from which on two of them that share a phrase do not name it."""

OTHERS, ALL = "Other papers", "All papers"
"""What clusters are called that no phrase tells from the rest."""

Key = tuple[str, ...]
Texts = Sequence[tuple[str, str]]
"""Title and text of each paper of a cluster."""


@dataclass(slots=True)
class _Used:
    """What papers use: in how many each phrase stands, and which are titles'."""

    size: int
    counts: Counter[Key] = field(default_factory=Counter)
    titled: Counter[Key] = field(default_factory=Counter)


def name_clusters(clusters: Sequence[Texts]) -> list[str]:
    """Return a name for each cluster, given its papers, the most central first.

    No two begin with the same word. Where no phrase of its titles tells a cluster from the rest,
    one of its texts may; where none does, it holds the other papers.
    """
    surfaces: dict[Key, Counter[str]] = {}
    used = [_read(papers, surfaces) for papers in clusters]
    counts = sum((cluster.counts for cluster in used), Counter())
    everywhere = _Used(sum(cluster.size for cluster in used), counts)
    names: list[str] = []
    leading: set[str] = set()
    for cluster in used:
        written = {key: _written(surfaces[key]) for key in cluster.counts}
        best = next(
            filter(None, (_telling(among, cluster, written, everywhere, leading)
                          for among in (cluster.titled, cluster.counts))), [],
        )  # fmt: skip
        leading |= {key[0] for key in best[:1]}
        name = ", ".join(written[key] for key in best)
        name = f"{name[:1].upper()}{name[1:]}" or (OTHERS if len(clusters) > 1 else ALL)
        again = names.count(name) + sum(known.startswith(f"{name} (") for known in names)
        names.append(f"{name} ({again + 1})" if again else name)
    return names


def _read(papers: Texts, surfaces: dict[Key, Counter[str]]) -> _Used:
    used = _Used(len(papers))
    for title, text in papers:
        in_title = {phrase.key: phrase for phrase in phrases(title) if may_name(phrase)}
        in_text = {phrase.key: phrase for phrase in phrases(text) if may_name(phrase)}
        used.titled.update(in_title.keys())
        used.counts.update({**in_title, **in_text}.keys())
        for key, phrase in in_title.items():
            surfaces.setdefault(key, Counter())[without_capitals(phrase.surface)] += 1
        for key, phrase in in_text.items():
            # A text has capitals where they belong, but for the beginning of a sentence.
            surfaces.setdefault(key, Counter())[phrase.surface] += 2
    return used


def may_name(phrase: Phrase) -> bool:
    """Tell whether a phrase says enough to call papers by."""
    words = phrase.surface.split()
    if all(is_common(word) for word in words):
        return False
    return len(words) > 1 or len(phrase.surface) >= _SHORTEST


def without_capitals(surface: str) -> str:
    """Return a phrase of a title without capitals, but for those of names."""
    return " ".join(word if is_name(word) else word.lower() for word in surface.split())


def _written(surfaces: Counter[str]) -> str:
    """Return a phrase as it is written most."""
    return max(surfaces, key=lambda form: (surfaces[form], form))


def _telling(
    among: Collection[Key],
    used: _Used,
    written: Mapping[Key, str],
    everywhere: _Used,
    leading: Collection[str],
) -> list[Key]:
    """Return the keys of ``among`` that tell a cluster from the rest; none shares a word.

    The first begins with none of the words in ``leading``; a single word is never the second.
    """
    words = {key: len(surface.split()) for key, surface in written.items()}
    size, others = used.size, everywhere.size - used.size

    def weight(key: Key) -> float:
        inside = used.counts[key]
        titled = (inside + used.titled[key]) / (2 * size)
        outside = everywhere.counts[key] - inside
        rarer = math.log((inside + 0.5) / (size + 1)) - math.log((outside + 0.5) / (others + 1))
        return math.sqrt(titled) * rarer * (1 + _LONGER * (words[key] - 1))

    least = 2 if size < _LARGE else 3
    frequent = [key for key in among if used.counts[key] >= least]
    chosen: list[Key] = []
    for key in sorted(frequent, key=lambda key: (-weight(key), key)):
        if chosen:
            taken = words[key] == 1 or any(set(key) & set(other) for other in chosen)
        else:
            taken = key[0] in leading
        if weight(key) > 0 and not taken:
            chosen.append(key)
        if len(chosen) == _IN_A_NAME:
            break
    return chosen
