"""How near a paper comes to each word of a query, every word read in its sentence.

Late interaction (Khattab and Zaharia 2020, arXiv:2004.12832): each token of the query counts by the
token of a text that is most like it. That tells what one vector cannot, how much of a query a text
speaks of, and what words cannot, that it says so otherwise. Reading takes time, so only the papers
that rank first are read, and of each the title and the few sentences that hold most of the query;
what was read is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from paperchat.library.lexical import LexicalIndex
from paperchat.library.library import Library
from paperchat.retrieval.readings import Readings
from paperchat.types import Paper

States = npt.NDArray[np.float16]
"""Unit rows, one for each token."""

READ = 10
"""Papers that are read."""

_SENTENCES = 3
"""Sentences that are read of each; all of them rank no better on SciFact."""


def closeness(
    library: Library,
    readings: Readings,
    query: str,
    tokens: Sequence[str],
    papers: Iterable[str],
) -> dict[str, float]:
    """Return how near each paper comes to the words of ``query``, on the mean over its tokens.

    ``tokens`` are the index terms of the query's content words, by which sentences are chosen.

    Raises:
        EmbeddingError: the reader failed.
    """
    found = library.catalogue.papers_by_id(papers)
    chosen = _chosen(library, tokens, found.values())
    asked = readings.fresh([query])[0].states
    texts = [text for own in chosen.values() for text in own]
    if not texts or not len(asked):
        return {}
    states = [reading.states for reading in readings.of(texts)]
    owners = np.repeat(np.arange(len(chosen)), [len(own) for own in chosen.values()])
    near = _nearness(asked, states, owners)
    return dict(zip(chosen, near.tolist(), strict=True))


def _chosen(
    library: Library, tokens: Sequence[str], papers: Iterable[Paper]
) -> dict[str, list[str]]:
    """Return each paper's title and the sentences of it that hold most of ``tokens``, by rarity."""
    papers = list(papers)
    sentences = library.catalogue.sentences_of(papers)
    rarity = library.lexical.inverse_frequencies(tokens)
    return {
        paper.id: [
            paper.title,
            *sorted(
                (sentence.text for sentence in sentences[paper.id]),
                key=lambda text: -_held(library.lexical, rarity, text),
            )[:_SENTENCES],
        ]
        for paper in papers
    }


def _held(lexical: LexicalIndex, rarity: Mapping[str, float], text: str) -> float:
    return sum(rarity.get(token, 0.0) for token in lexical.tokens(text))


def _nearness(
    asked: States, states: Sequence[States], owners: npt.NDArray[np.int64]
) -> npt.NDArray[np.float32]:
    """Return how near each owner's texts come to the tokens ``asked``; 0 for what has no tokens.

    ``owners`` are, in order, the places of those whom ``states`` belong to, from 0.
    """
    told = np.concatenate(states).astype(np.float32)
    likeness = asked.astype(np.float32) @ told.T
    whose = np.repeat(owners, [len(own) for own in states])
    near = np.zeros(owners[-1] + 1, np.float32)
    present, starts = np.unique(whose, return_index=True)
    if len(starts):
        near[present] = np.maximum.reduceat(likeness, starts, axis=1).mean(axis=0)
    return near
