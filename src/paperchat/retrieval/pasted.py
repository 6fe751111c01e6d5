"""A pasted abstract: recognising the paper whose own sentences a text holds."""

from __future__ import annotations

from paperchat.retrieval.lookup import Lookup
from paperchat.text.identity import title_key
from paperchat.types import Paper

_SHORTEST = 200
_READ = 5
_LOOKED_FOR = 1500
_RUN = 8
"""Words in a row that count as copied."""

_COPIED = 0.5


def pasted_paper(text: str, lookup: Lookup) -> Paper | None:
    """Return the paper of which ``text`` holds a good part word by word, or None.

    Runs of eight words are compared: half of the paper's, or half of the text's, have to agree.
    """
    if len(text) < _SHORTEST:
        return None
    runs = _runs(text)
    best, copied = None, _COPIED
    for paper in lookup.holding(text[:_LOOKED_FOR], _READ):
        own = _runs(f"{paper.title} {paper.text}")
        share = len(runs & own) / max(min(len(runs), len(own)), 1)
        if share >= copied:
            best, copied = paper, share
    return best


def _runs(text: str) -> set[tuple[str, ...]]:
    words = title_key(text).split()
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
