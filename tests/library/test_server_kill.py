"""A Chroma server is killed in the middle of writes, again and again, and nothing is lost."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from chroma_process import ChromaProcess, ids_on_server

from ingest.chunking import cut
from paperchat.embedding.port import Embedder
from paperchat.library.chroma_address import ChromaAddress
from paperchat.library.library import Library
from paperchat.types import Record

ROUNDS = 6
PAPERS = 700


def _store(library: Library, words: Embedder, records: list[Record]) -> None:
    """Store and embed papers; their vectors wait to be published."""
    library.catalogue.store(records, cut)
    library.lexical.catch_up()
    library.lexical.finish()
    chunks = library.vector_cache.pending(10_000)
    vectors = words.embed_texts([chunk.embedded_text for chunk in chunks])
    by_hash = {chunk.text_hash: row for chunk, row in zip(chunks, vectors, strict=True)}
    library.vector_cache.store(by_hash, words.fingerprint)


@pytest.mark.timeout(600)
def test_a_server_killed_while_it_is_written_to(
    own_chroma: ChromaProcess, words: Embedder, essay: Callable[..., Record], home: Path
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    rng = random.Random(seed)
    library = Library(home, ChromaAddress(own_chroma.url))
    library.require(words)
    failures: list[Exception] = []
    took, cut_off = 1.0, 0

    def publish() -> None:
        try:
            library.publish_vectors()
        except Exception as error:  # noqa: BLE001  # told by the test's own thread
            failures.append(error)

    with ExitStack() as opened:
        opened.callback(library.close)
        for number in range(ROUNDS):
            # Some papers are new, and some of those before have another text.
            first = number * PAPERS // 2
            records = [essay(n, sentences=1, variant=number) for n in range(first, first + PAPERS)]
            with library.writing():
                _store(library, words, records)
                began = time.monotonic()
                thread = threading.Thread(target=publish)
                thread.start()
                if number:
                    time.sleep(rng.uniform(0.05, took))
                    own_chroma.kill()
                thread.join()
                if not number:
                    took = time.monotonic() - began
            assert failures == [], f"seed {seed}"
            expected = {chunk.id for chunk in library.catalogue.changes(-1).added}
            if number:
                cut_off += bool(library.outage.sentence)
                hits = library.vectors.search(words.embed_query("essay"), 10_000)
                assert {hit.chunk_id for hit in hits} == expected
                own_chroma.start()
            late = Library(home, ChromaAddress(own_chroma.url))
            opened.callback(late.close)
            late.require(words)
            late.reconcile()
            assert late.health().sound, f"seed {seed}, round {number}: {late.outage.sentence}"
            [stored] = ids_on_server(own_chroma.url, "paperchat-").values()
            assert len(stored) == len(set(stored))
            assert set(stored) == expected
            ids, vectors = late.vector_cache.newer_than(-1)
            for row in rng.sample(range(len(ids)), 40):
                assert ids[row] in {hit.chunk_id for hit in late.vectors.search(vectors[row], 3)}
    assert cut_off >= ROUNDS // 3, f"seed {seed}: the writes were over before the server was killed"
