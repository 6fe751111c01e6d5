"""Papers beyond those that there are: sentences of real ones mixed, vectors near real ones.

Both are made by rule from what a library holds, so that every run makes the same. Only the embedder
is left out of the way that a paper goes: its texts are read, cut, catalogued and indexed as any.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence

import numpy as np

from paperchat.embedding.port import Embedder, Vectors
from paperchat.library.library import Library
from paperchat.types import Paper, text_hash

_SOURCES = 4
"""Papers whose sentences one mixed paper is made of."""
_NOISE = 0.5
"""Length of what is added to a unit vector: what comes out has a cosine of about 0.9 to it."""
_PAGE = 20_000


class NearbyEmbedder:
    """Gives each text a vector near that of a real one; questions are embedded as they are."""

    def __init__(self, library: Library, questions: Embedder) -> None:
        self._questions = questions
        self._real = _all_vectors(library)

    @property
    def fingerprint(self) -> str:
        """That of the embedder of questions, whose vectors these pass for."""
        return self._questions.fingerprint

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._questions.dimension

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """Return a unit row for each text, the same one each time."""
        rows = np.stack([self._near(int(text_hash(text)[:15], 16)) for text in texts])
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def embed_query(self, text: str) -> Vectors:
        """Embed one question."""
        return self._questions.embed_query(text)

    def _near(self, seed: int) -> Vectors:
        noise = np.random.default_rng(seed).standard_normal(self.dimension, np.float32)
        real: Vectors = self._real[seed % len(self._real)]
        return real + np.float32(_NOISE / np.sqrt(self.dimension)) * noise


def mixed_lines(library: Library, first: int, count: int) -> Iterator[str]:
    """Yield ``count`` mixed papers as JSON lines, from the one of number ``first`` on.

    The n-th has the length, the date, the authors and the link to code of a real paper, and
    sentences of four.
    """
    real = [paper for batch in library.catalogue.all_papers() for paper in batch]
    sentences = _Sentences(library)
    for number in range(first, first + count):
        drawn = random.Random(number)
        papers = drawn.choices(real, k=_SOURCES)
        texts = [text for paper in papers for text in sentences.of(paper)]
        own = len(sentences.of(papers[0]))
        row = {
            "_id": f"mixed-{number:07}",
            "title": f"{_half(papers[0].title, 0)} {_half(papers[1].title, 1)}",
            "text": " ".join(drawn.sample(texts, own)),
            "metadata": {
                "published": str(papers[0].published or ""),
                "authors": ";".join(papers[0].authors),
                "code_url": papers[0].code_url or "",
            },
        }
        yield json.dumps(row) + "\n"


class _Sentences:
    """The sentences of papers, each paper's read once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, paper: Paper) -> tuple[str, ...]:
        if paper.id not in self._known:
            found = self._library.catalogue.sentences_of([paper])[paper.id]
            self._known[paper.id] = tuple(sentence.text for sentence in found)
        return self._known[paper.id]


def _half(title: str, which: int) -> str:
    words = title.split()
    middle = (len(words) + 1) // 2
    return " ".join(words[middle:] if which else words[:middle])


def _all_vectors(library: Library) -> Vectors:
    pages: list[Vectors] = []
    after = ""
    while True:
        ids, vectors = library.vector_cache.newer_than(-1, after=after, limit=_PAGE)
        if not ids:
            return np.concatenate(pages)
        pages.append(vectors)
        after = ids[-1]
