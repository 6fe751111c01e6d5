"""Warm answers: whole ``Assistant.ask`` calls in an open library, each question asked once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from statistics import median

from bench.measurement import Measurement, Side
from bench.plain import PlainPipeline
from bench.stores import Stores
from paperchat.answering.evidence import EvidenceScorer
from paperchat.answering.understanding import Understanding
from paperchat.assistant import Assistant
from paperchat.embedding.llama import PaperchatEmbedding
from paperchat.embedding.port import Embedder, Reader
from paperchat.library.library import Library
from paperchat.retrieval.hybrid import HybridRetriever

TOP = 5
"""Chunks asked of the plain retriever: what a pipeline would hand to a language model."""

WARM_UP = 20
"""Questions asked before the clock runs, none of which is measured."""

_STEPS: tuple[tuple[str, type, str], ...] = (
    ("understanding the question", Understanding, "of"),
    ("ranking papers", HybridRetriever, "rank"),
    ("weighing sentences", EvidenceScorer, "weigh"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of which corpus, and what is asked before the clock runs."""

    corpus: str
    questions: tuple[str, ...]
    warm_up: tuple[str, ...]

    @classmethod
    def of(cls, corpus: str, questions: tuple[str, ...], count: int) -> Asked:
        """Take up to ``count`` questions, after some to warm up (a fifth of them at most)."""
        cut = min(WARM_UP, len(questions) // 5)
        return cls(corpus, questions[cut:][:count], questions[:cut])


@dataclass(slots=True)
class _Taken:
    """Milliseconds a question: by the clock, of the processor, in each step, of the plain side."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    steps: dict[str, list[float]] = field(default_factory=lambda: {s[0]: [] for s in _STEPS})
    statuses: Counter[str] = field(default_factory=Counter)


def measure_warm(asked: Asked, stores: Stores, embedder: Embedder, reader: Reader) -> Measurement:
    """Ask each question once, of both sides in turns, after those to warm up.

    Raises:
        ValueError: a question would be asked twice.
    """
    if len({*asked.questions, *asked.warm_up}) != len(asked.questions) + len(asked.warm_up):
        raise ValueError("a question that is asked twice finds its papers in memory")
    library = Library(stores.home)
    library.require(embedder)
    plain = PlainPipeline(stores.plain, PaperchatEmbedding(embedder))
    try:
        retrieve = plain.retriever(TOP).texts
        assistant = Assistant(library, embedder, reader)
        for question in asked.warm_up:
            assistant.ask(question)
            retrieve(question)
        return _measurement(asked.corpus, _ask(assistant, retrieve, asked.questions))
    finally:
        plain.close()
        library.close()


def _ask(
    assistant: Assistant, retrieve: Callable[[str], list[str]], questions: Sequence[str]
) -> _Taken:
    taken = _Taken()
    with ExitStack() as stack:
        spent = {name: stack.enter_context(_timed(of, call)) for name, of, call in _STEPS}
        for number, question in enumerate(questions):
            for side in (0, 1) if number % 2 == 0 else (1, 0):
                start, busy = time.perf_counter(), time.process_time()
                if side:
                    retrieve(question)
                    taken.plain.append((time.perf_counter() - start) * 1000)
                    continue
                answer = assistant.ask(question)
                taken.wall.append((time.perf_counter() - start) * 1000)
                taken.processor.append((time.process_time() - busy) * 1000)
                taken.statuses[answer.status] += 1
                for name, times in spent.items():
                    taken.steps[name].append(sum(times))
                    times.clear()
    return taken


@contextmanager
def _timed(owner: type, name: str) -> Iterator[list[float]]:
    """Note the milliseconds that each call of a method takes while the block runs."""
    method: Callable[..., object] = getattr(owner, name)
    times: list[float] = []

    def timed(*arguments: object, **named: object) -> object:
        start = time.perf_counter()
        try:
            return method(*arguments, **named)
        finally:
            times.append((time.perf_counter() - start) * 1000)

    setattr(owner, name, timed)
    try:
        yield times
    finally:
        setattr(owner, name, method)


def _measurement(name: str, taken: _Taken) -> Measurement:
    known = zip(*taken.steps.values(), strict=True)
    rest = [whole - sum(steps) for whole, steps in zip(taken.wall, known, strict=True)]
    parts = {**taken.steps, "the rest": rest}
    statuses = ", ".join(f"{number} {status}" for status, number in taken.statuses.most_common())
    return Measurement(
        title=f"Warm answer, {name} abstracts",
        unit="ms",
        ours=Side("Paperchat, the whole answer", tuple(taken.wall)),
        parts=tuple(Side(f"of this, {part}", tuple(times)) for part, times in parts.items()),
        others=(Side(f"plain, {TOP} chunks retrieved", tuple(taken.plain)),),
        notes=(
            "Everything between the call and the answer, whatever kind of question it is; each "
            f"question was asked once. Results: {statuses}.",
            f"Processor time of an answer (median): {median(taken.processor):.0f} ms.",
        ),
    )
