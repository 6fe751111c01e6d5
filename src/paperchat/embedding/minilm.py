"""all-MiniLM-L6-v2 on ONNX Runtime: the default embedder, which needs no network.

Each text is one run of the graph on one thread, and as many texts run at once as there are
threads. The 8-bit graph scales its activations per run, so a text embedded together with others
would get a slightly different vector in each company (cosine down to 0.993); alone it always gets
the same one. Measured, this is also faster than batches (docs/decisions/0002-embedder.md).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from paperchat.embedding.graph_cache import GRAPH_VERSION, CachedGraph, ensure_graph, locate_graph
from paperchat.embedding.port import Reading, Vectors
from paperchat.embedding.valid_text import valid_text
from paperchat.errors import EmbeddingError

DIMENSION = 384
WINDOW = 256
"""Tokens in one run of the graph, [CLS] and [SEP] included: what the model was trained for."""
GROUP = 64
"""Texts tokenized at once; bounds the memory that a long list of texts takes."""
CLS, SEP = 101, 102

Tokens = npt.NDArray[np.int64]
_In = TypeVar("_In")
_Out = TypeVar("_Out")


class _Tokenizer(Protocol):
    def encode(self, sequence: str, *, add_special_tokens: bool) -> _Encoding: ...


class _Encoding(Protocol):
    @property
    def ids(self) -> list[int]: ...

    @property
    def offsets(self) -> list[tuple[int, int]]: ...


class _Session(Protocol):
    def run(self, outputs: list[str], inputs: dict[str, Tokens]) -> list[Vectors]: ...


@dataclass(frozen=True, slots=True)
class _Engine:
    tokenizer: _Tokenizer
    session: _Session


class MiniLMEmbedder:
    """The packaged MiniLM encoder; may be used by many threads at once.

    Creating it is cheap: the graph is built (once, about 3 s) and loaded at the first text.

    Args:
        cache: folder that keeps the graph between starts.
        threads: texts embedded at the same time; 0 means one per core this process may use.

    Raises:
        ConfigurationError: neither the graph nor the weights to build it from are there.
    """

    def __init__(self, cache: Path, threads: int = 0) -> None:
        self._cached = locate_graph(cache)
        self._threads = threads or _usable_cores()
        self._engine: _Engine | None = None
        self._asked: tuple[str, Reading] | None = None
        self._lock = Lock()

    @property
    def fingerprint(self) -> str:
        """Weights, graph, window and pooling."""
        return f"minilm-l6-v2:{self._cached.digest}:{GRAPH_VERSION}:window-{WINDOW}:mean"

    @property
    def dimension(self) -> int:
        """384."""
        return DIMENSION

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """Embed passages, in the order given.

        A text longer than the window is split into equal windows; its vector is the unit mean of
        theirs, weighted by their tokens.

        Returns:
            Unit rows, shape ``(len(texts), 384)``.

        Raises:
            ConfigurationError: the graph cannot be built.
            EmbeddingError: ONNX Runtime failed.
        """
        vectors = np.empty((len(texts), DIMENSION), np.float32)
        for start in range(0, len(texts), GROUP):
            group = texts[start : start + GROUP]
            vectors[start : start + len(group)] = self._embed_group(group)
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """Embed one question; a unit vector of shape ``(384,)``. Raises as ``embed_texts``.

        Who searches for it mostly reads it next, and one run of the graph gives both.
        """
        if len(_windows(self._ready().tokenizer, text)) > 1:
            vector: Vectors = self._embed_group([text])[0]
            return vector
        reading = self.read([text])[0]
        self._asked = text, reading
        return reading.vector

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Read texts token by token, each to the end of its first window.

        The question that was embedded last has been read already.

        Raises:
            ConfigurationError: the graph cannot be built.
            EmbeddingError: ONNX Runtime failed.
        """
        engine = self._ready()
        asked, known = self._asked or ("", None)

        def read(text: str) -> Reading:
            return known if known is not None and text == asked else _read(engine, text)

        try:
            return self._in_parallel(read, texts)
        except Exception as error:
            raise EmbeddingError(f"The embedder minilm failed: {_first_line(error)}.") from error

    def _embed_group(self, texts: Sequence[str]) -> Vectors:
        engine = self._ready()
        windows = [_windows(engine.tokenizer, text) for text in texts]
        flat = [window for text_windows in windows for window in text_windows]
        try:
            rows = self._in_parallel(lambda window: _run(engine.session, window), flat)
        except Exception as error:
            raise EmbeddingError(f"The embedder minilm failed: {_first_line(error)}.") from error
        vectors = np.empty((len(texts), DIMENSION), np.float32)
        position = 0
        for index, text_windows in enumerate(windows):
            count = len(text_windows)
            vectors[index] = _weighted_mean(rows[position : position + count], text_windows)
            position += count
        return vectors

    def _in_parallel(self, work: Callable[[_In], _Out], items: Sequence[_In]) -> list[_Out]:
        workers = min(self._threads, len(items))
        if workers <= 1:
            return [work(item) for item in items]
        with ThreadPoolExecutor(workers, thread_name_prefix="minilm") as pool:
            return list(pool.map(work, items))

    def _ready(self) -> _Engine:
        if self._engine is None:
            with self._lock:
                if self._engine is None:
                    self._engine = _start(self._cached)
        return self._engine


def _start(cached: CachedGraph) -> _Engine:
    ensure_graph(cached)
    try:
        return _load(cached)
    except Exception:  # noqa: BLE001  # whatever is wrong with it, a new graph is the remedy
        ensure_graph(cached, rebuild=True)
    try:
        return _load(cached)
    except Exception as error:
        raise EmbeddingError(
            f"The embedder minilm cannot be loaded: {_first_line(error)}."
        ) from error


def _load(cached: CachedGraph) -> _Engine:
    import onnxruntime  # type: ignore[import-untyped]  # ships no types
    from tokenizers import Tokenizer

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The arena keeps the memory of the longest text for good, and is no faster here.
    options.enable_cpu_mem_arena = False
    # On x64 processors without VNNI the fast 8-bit product saturates; this asks for the exact one.
    options.add_session_config_entry("session.x64quantprecision", "1")
    session = onnxruntime.InferenceSession(
        cached.graph, options, providers=["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_file(str(cached.tokenizer))
    # The file asks for both at 128 tokens; windows are cut here instead, and nothing is padded.
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return _Engine(tokenizer, session)


def _windows(tokenizer: _Tokenizer, text: str) -> list[Tokens]:
    """Split a text into windows of nearly equal length, each framed by [CLS] and [SEP]."""
    tokens = np.array(tokenizer.encode(valid_text(text), add_special_tokens=False).ids, np.int64)
    parts = max(1, -(-len(tokens) // (WINDOW - 2)))
    return [np.concatenate(([CLS], part, [SEP])) for part in np.array_split(tokens, parts)]


def _run(session: _Session, window: Tokens) -> Vectors:
    ids = window[np.newaxis, :]
    vector: Vectors = session.run(
        ["embedding"], {"input_ids": ids, "attention_mask": np.ones_like(ids)}
    )[0][0]
    return vector


def _read(engine: _Engine, text: str) -> Reading:
    encoded = engine.tokenizer.encode(valid_text(text), add_special_tokens=False)
    count = min(len(encoded.ids), WINDOW - 2)
    ids = np.array([[CLS, *encoded.ids[:count], SEP]], np.int64)
    vector, states = engine.session.run(
        ["embedding", "states"], {"input_ids": ids, "attention_mask": np.ones_like(ids)}
    )
    return Reading(
        vector[0],
        states[0, 1:-1].astype(np.float16),
        np.array(encoded.offsets[:count], np.int32).reshape(-1, 2),
    )


def _weighted_mean(rows: Sequence[Vectors], windows: Sequence[Tokens]) -> Vectors:
    if len(rows) == 1:
        return rows[0]
    mean = np.average(rows, axis=0, weights=[len(window) - 2 for window in windows])
    unit: Vectors = (mean / np.linalg.norm(mean)).astype(np.float32)
    return unit


def _usable_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines() or [type(error).__name__]
    return lines[0].rstrip(".")
