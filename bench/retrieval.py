"""Retrieval: milliseconds from a question to its ten best papers, in an open index."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from bench.corpora import Corpus, Question
from bench.measurement import Measurement, Side
from bench.plain import TOP, PlainPipeline
from bench.stores import Stores
from paperchat.embedding.llama import PaperchatEmbedding
from paperchat.embedding.port import Embedder
from paperchat.library.library import Library
from paperchat.retrieval.hybrid import HybridRetriever

Search = Callable[[str], list[str]]

_WARM_UP = 10


def measure_retrieval(
    corpus: Corpus, stores: Stores, embedder: Embedder, count: int
) -> Measurement:
    """Search up to ``count`` questions with both sides in turns, in changing order."""
    library = Library(stores.home)
    plain = PlainPipeline(stores.plain, PaperchatEmbedding(embedder))
    hybrid = HybridRetriever(library, embedder)
    searches: dict[str, Search] = {
        "Paperchat": lambda text: [hit.paper.id for hit in hybrid.search_texts(text, TOP)],
        "plain": plain.retriever().search,
    }
    questions = corpus.questions[:count]
    try:
        return _measure(corpus, searches, questions, embedder)
    finally:
        plain.close()
        library.close()


def _measure(
    corpus: Corpus, searches: dict[str, Search], questions: Sequence[Question], embedder: Embedder
) -> Measurement:
    for question in questions[:_WARM_UP]:
        for search in searches.values():
            search(question.text)
    times: dict[str, list[float]] = {name: [] for name in (*searches, "embedding")}
    right = dict.fromkeys(searches, 0)
    for number, question in enumerate(questions):
        names = list(searches) if number % 2 == 0 else list(searches)[::-1]
        for name in names:
            start = time.perf_counter()
            found = searches[name](question.text)
            times[name].append((time.perf_counter() - start) * 1000)
            right[name] += question.document in found
        start = time.perf_counter()
        embedder.embed_query(question.text)
        times["embedding"].append((time.perf_counter() - start) * 1000)
    return Measurement(
        title=f"Retrieval, {corpus.name} abstracts",
        unit="ms",
        ours=Side("Paperchat, words and vectors", tuple(times["Paperchat"])),
        parts=(Side("of this, embedding the question", tuple(times["embedding"])),),
        others=(Side("plain, vectors only", tuple(times["plain"])),),
        notes=(
            f"The {TOP} best from an open index. Both sides hold the same chunks and vectors and "
            "embed the question in the measured time.",
            *_found(questions, right),
        ),
    )


def _found(questions: Sequence[Question], right: dict[str, int]) -> tuple[str, ...]:
    judged = sum(question.document is not None for question in questions)
    if not judged:
        return ()
    shares = " and ".join(f"{name} {right[name] / judged:.1%}" for name in right)
    return (
        f"Of {judged} questions, each a summary of one paper, that paper was among what was "
        f"returned in: {shares}.",
    )
