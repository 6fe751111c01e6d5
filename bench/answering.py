"""Answers: milliseconds from a question to its whole answer, in an open library."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence

from bench.corpora import Corpus, Question
from bench.measurement import Measurement, Side
from bench.plain import PlainPipeline, PlainRetriever
from bench.stores import Stores
from paperchat.assistant import Assistant
from paperchat.embedding.factory import create_reader
from paperchat.embedding.llama import PaperchatEmbedding
from paperchat.embedding.port import Embedder
from paperchat.library.library import Library
from paperchat.settings import load_settings
from paperchat.types import Answer

_WARM_UP = 3


def measure_answers(
    corpus: Corpus, stores: Stores, embedder: Embedder, count: int
) -> tuple[Measurement, ...]:
    """Ask up to ``count`` questions: each for the first time, of the plain side, and again."""
    library = Library(stores.home)
    plain = PlainPipeline(stores.plain, PaperchatEmbedding(embedder))
    reader = create_reader(load_settings(), embedder)
    questions = corpus.questions[:count]
    try:
        retriever = plain.retriever()
        warm = Assistant(library, embedder, reader)
        for question in questions[-_WARM_UP:]:
            warm.ask(question.text)
            retriever.search(question.text)
        # A new one: what it learned from the first questions is forgotten.
        return _measure(corpus, Assistant(library, embedder, reader), retriever, questions)
    finally:
        plain.close()
        library.close()


def _measure(
    corpus: Corpus, assistant: Assistant, plain: PlainRetriever, questions: Sequence[Question]
) -> tuple[Measurement, ...]:
    first: list[Answer] = []
    again: list[Answer] = []
    retrieved: list[float] = []
    for number, question in enumerate(questions):
        if number % 2 == 0:
            first.append(assistant.ask(question.text))
        start = time.perf_counter()
        plain.search(question.text)
        retrieved.append((time.perf_counter() - start) * 1000)
        if number % 2:
            first.append(assistant.ask(question.text))
        again.append(assistant.ask(question.text))
    searched = [place for place, answer in enumerate(first) if answer.timings_ms.retrieve > 0]
    other = Side("plain, retrieval only", tuple(retrieved[place] for place in searched))
    statuses = Counter(first[place].status for place in searched)
    said = ", ".join(f"{number} {status}" for status, number in statuses.most_common())
    cost = f"Results: {said}. The plain side writes no answer: the ratio is what an answer costs."
    left = len(first) - len(searched)
    left_out = f"Left out, as answered without a search: {left}." if left else ""
    kept = "The same questions; the sentences of the papers found have their vectors in memory."
    of = f"{corpus.name} abstracts"
    once = [first[place] for place in searched]
    twice = [again[place] for place in searched]
    return (
        _measurement(
            f"Answer to a question asked for the first time, {of}", once, other, cost, left_out
        ),
        _measurement(f"Answer to a question asked again, {of}", twice, other, kept),
    )


def _measurement(title: str, answers: list[Answer], plain: Side, *notes: str) -> Measurement:
    timings = [answer.timings_ms for answer in answers]
    return Measurement(
        title=title,
        unit="ms",
        ours=Side("Paperchat", tuple(timing.total for timing in timings)),
        parts=(
            Side("of this, finding papers", tuple(timing.retrieve for timing in timings)),
            Side("of this, composing the answer", tuple(timing.answer for timing in timings)),
        ),
        others=(plain,),
        notes=tuple(filter(None, notes)),
    )
