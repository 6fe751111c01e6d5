"""One side over one library, in a process of its own: it searches, and tells its memory.

Run by ``bench.size_pairs`` as ``python -m bench.size_worker SIDE FOLDER``. Reads a line of JSON for
each search (``query``, ``conditions`` and, for the plain side, ``only``), and answers with one.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.machine import memory_mib
from bench.plain import TOP, PlainPipeline, PlainRetriever
from paperchat.embedding.factory import create_embedder
from paperchat.embedding.llama import PaperchatEmbedding
from paperchat.library.filters import parse_condition
from paperchat.library.library import Library
from paperchat.retrieval.hybrid import HybridRetriever
from paperchat.settings import load_settings

Search = Callable[[str, list[str], str | None], list[str]]


def main(side: str, folder: str) -> None:
    """Open ``folder``, search until the input ends."""
    search = _ours(Path(folder)) if side == "ours" else _plain(Path(folder))
    for line in sys.stdin:
        asked = json.loads(line)
        began = time.perf_counter()
        found = search(asked["query"], asked["conditions"], asked["only"])
        taken = (time.perf_counter() - began) * 1000
        now, peak = memory_mib()
        print(json.dumps({"ms": taken, "found": found, "mib": now, "peak_mib": peak}), flush=True)


def _ours(home: Path) -> Search:
    embedder = create_embedder(load_settings())
    library = Library(home)
    library.require(embedder)
    hybrid = HybridRetriever(library, embedder)

    def search(query: str, conditions: list[str], _only: str | None) -> list[str]:
        asked = tuple(parse_condition(text) for text in conditions)
        return [hit.paper.id for hit in hybrid.search(query, TOP, asked)]

    return search


def _plain(folder: Path) -> Search:
    pipeline = PlainPipeline(folder, PaperchatEmbedding(create_embedder(load_settings())))
    retrievers: dict[str | None, PlainRetriever] = {}

    def search(query: str, _conditions: list[str], only: str | None) -> list[str]:
        if only not in retrievers:
            retrievers[only] = pipeline.retriever(TOP, only)
        return retrievers[only].search(query)

    return search


if __name__ == "__main__":
    main(*sys.argv[1:])
