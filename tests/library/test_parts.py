"""An index of vectors in several parts is written, searched, damaged and mended as one."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from chroma_parts import ids_in_parts  # tests/servers, see "pythonpath" in pyproject.toml

from ingest.chunking import cut
from paperchat.embedding.port import Embedder
from paperchat.library import open_parts, part_checking, part_writing
from paperchat.library.builds import seal
from paperchat.library.chroma import ChromaCollection
from paperchat.library.chroma_files import DATABASE, database_content
from paperchat.library.library import FILE, Library
from paperchat.library.vector_builds import VectorBuilds
from paperchat.library.vectors import VectorIndex
from paperchat.types import Record

Essay = Callable[..., Record]
Put = Callable[..., object]

MOST = 20
KILLS = 6
LONGEST_S = 2.0
QUERIES = ("the kettle near the harbour", "essay 7", "copper", "quarry of feather")


def _opened(home: Path, words: Embedder) -> Library:
    """Open a library whose parts take few vectors."""
    library = Library(home)
    library.vector_builds = VectorBuilds(
        library.catalogue, library.vector_cache, home / "vectors", most=MOST
    )
    library.vectors = VectorIndex(
        library.catalogue, library.vector_cache, library.vector_builds, library.outage
    )
    library.require(words)
    return library


@pytest.fixture
def library(home: Path, words: Embedder) -> Iterator[Library]:
    library = _opened(home, words)
    yield library
    library.close()


def _folder(library: Library) -> Path:
    build = library.vector_builds.published()
    assert build is not None
    return library.home / "vectors" / build.name


def _parts(library: Library) -> dict[str, list[str]]:
    """Return the ids by part, as Chroma tells; together they are those of the catalogue."""
    parts = ids_in_parts(_folder(library))
    held = sorted(name for ids in parts.values() for name in ids)
    assert held == sorted(chunk.id for chunk in library.catalogue.changes(-1).added)
    return parts


def _sizes(library: Library) -> list[int]:
    return [len(ids) for ids in _parts(library).values()]


def _assert_exact(library: Library, words: Embedder) -> None:
    """What is found is what comparing with every chunk finds, in this process and in another."""
    chunks = library.catalogue.changes(-1).added
    rows = words.embed_texts([chunk.embedded_text for chunk in chunks])
    other = _opened(library.home, words)
    try:
        for query in QUERIES:
            scores = rows @ words.embed_query(query)
            of_chunk = {chunk.id: float(s) for chunk, s in zip(chunks, scores, strict=True)}
            for limit in (1, 10, 500):
                best = [float(score) for score in np.sort(scores)[::-1][:limit]]
                for reader in (library, other):
                    hits = reader.vectors.search(words.embed_query(query), limit)
                    assert [hit.score for hit in hits] == pytest.approx(best, abs=1e-5)
                    told = [of_chunk[hit.chunk_id] for hit in hits]
                    assert told == pytest.approx(best, abs=1e-5)
                    assert len({hit.chunk_id for hit in hits}) == len(hits)
        assert other.vector_builds.sound()
    finally:
        other.close()


def test_a_build_is_cut_into_parts_and_searched_as_one(
    library: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(number) for number in range(50)])
    assert _sizes(library) == [20, 20, 10]
    assert (library.vectors.count(), library.vectors.waiting()) == (50, 0)
    _assert_exact(library, words)


def test_only_the_last_part_grows(
    library: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(number) for number in range(50)])
    before = _parts(library)
    put(library, [essay(number) for number in range(50, 55)])
    assert _sizes(library) == [20, 20, 15]
    put(library, [essay(number) for number in range(55, 78)])
    after = _parts(library)
    assert [len(ids) for ids in after.values()] == [20, 20, 20, 18]
    assert all(set(after[name]) >= set(ids) for name, ids in before.items())
    _assert_exact(library, words)


def test_what_fits_one_part_is_one(home: Path, words: Embedder, put: Put, essay: Essay) -> None:
    library = Library(home)
    try:
        library.require(words)
        put(library, [essay(number) for number in range(50)])
        assert _sizes(library) == [50]
    finally:
        library.close()


def test_what_goes_and_changes_does_so_in_its_part(
    library: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(number) for number in range(50)])
    first, second, _ = _parts(library).values()
    gone = [name.partition("~")[0] for name in (*first[:3], *second[:5])]
    with library.writing():
        library.catalogue.remove(gone)
    library.reconcile()
    assert _sizes(library) == [17, 15, 10]
    changed = next(name.partition("~")[0] for name in first[3:])
    put(library, [essay(int(changed[1:]), variant=1)])
    assert _sizes(library) == [16, 15, 11]
    _assert_exact(library, words)


def test_a_text_that_comes_back_is_in_one_part_only(
    library: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(number) for number in range(50)])
    first, *_ = _parts(library).values()
    paper = int(first[0].partition("~")[0][1:])
    with library.writing():
        # The published build holds the text all the while.
        library.catalogue.store([essay(paper, variant=1)], cut)
        library.catalogue.store([essay(paper)], cut)
        library.vector_builds.publish()
    assert _sizes(library) == [19, 20, 11]
    _assert_exact(library, words)


def test_doing_it_again_changes_nothing(
    library: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(number) for number in range(50)])
    library.catalogue.record_facts({"vectors_generation": "0"})  # as if all had come since
    library.vector_builds.publish()
    assert sum(_sizes(library)) == 50
    _assert_exact(library, words)


def test_an_emptied_part_is_gone(library: Library, words: Embedder, put: Put, essay: Essay) -> None:
    put(library, [essay(number) for number in range(50)])
    for emptied, sizes in (("part-0", [20, 10]), ("part-2", [20])):
        papers = [name.partition("~")[0] for name in _parts(library)[emptied]]
        with library.writing():
            library.catalogue.remove(papers)
        library.reconcile()
        assert _sizes(library) == sizes
        _assert_exact(library, words)
    put(library, [essay(number) for number in range(100, 130)])
    assert sum(_sizes(library)) == 50
    with library.writing():
        library.catalogue.remove([paper.id for paper in library.catalogue.papers()])
    library.reconcile()
    assert _sizes(library) == [0]
    assert library.health().sound


def test_what_was_deleted_counts_for_the_size_of_a_part(
    library: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(number) for number in range(6)])
    for variant in (1, 2):
        put(library, [essay(number, variant=variant) for number in range(4)])
    # Chroma keeps deleted vectors in memory, so that a part of four may be full.
    assert _sizes(library) == [4, 2]
    _assert_exact(library, words)


def test_a_writer_has_one_part_open_at_a_time(
    library: Library, put: Put, essay: Essay, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(library, [essay(number) for number in range(50)])
    first, *_ = _parts(library).values()
    now, seen = [0], []

    class Counted(ChromaCollection):
        def __init__(self, folder: Path, *, create_for: str | None = None) -> None:
            super().__init__(folder, create_for=create_for)
            now[0] += 1
            seen.append(now[0])

        def close(self) -> None:
            super().close()
            now[0] -= 1

    library.vectors.close()
    for module in (part_writing, part_checking, open_parts):
        monkeypatch.setattr(module, "ChromaCollection", Counted)
    changed = [essay(int(name.partition("~")[0][1:]), variant=1) for name in first[:5]]
    put(library, [*changed, *(essay(number) for number in range(50, 90))])
    assert (set(seen), now) == ({1}, [0])
    assert len(seen) > len(_parts(library))


@pytest.mark.parametrize("how", ["gone", "hnsw", "database", "no folder"])
def test_a_damaged_part_is_found_and_the_build_written_anew(
    library: Library, words: Embedder, put: Put, essay: Essay, how: str
) -> None:
    put(library, [essay(number) for number in range(50)])
    old = _folder(library)
    part = old / "part-1"
    if how in ("gone", "no folder"):
        shutil.rmtree(part)
    if how == "no folder":
        part.write_text("not a folder")
    if how == "hnsw":
        next(part.rglob("data_level0.bin")).write_bytes(b"\0" * 64)
    if how == "database":
        with closing(sqlite3.connect(part / DATABASE)) as connection, connection:
            connection.execute("UPDATE embeddings SET embedding_id = 'x' WHERE id = 3")
    reader = _opened(library.home, words)
    try:
        assert not reader.vector_builds.sound()
        # Searched exactly, all of it.
        assert (reader.vectors.count(), reader.vectors.waiting()) == (0, 50)
        assert len(reader.vectors.search(words.embed_query("essay"), 100)) == 50
        assert reader.reconcile()
    finally:
        reader.close()
    assert _folder(library) != old
    assert _sizes(library) == [20, 20, 10]
    _assert_exact(library, words)


def test_a_part_swept_away_while_it_is_opened_hides_nothing(
    library: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(number) for number in range(50)])
    assert library.vector_builds.sound()  # the seal is known, and not looked at again
    shutil.rmtree(_folder(library) / "part-2")
    found = library.vectors.search(words.embed_query("essay"), 100)
    assert len(found) == 50


def test_a_build_of_one_folder_is_searched_exactly_and_written_anew(
    library: Library,
    words: Embedder,
    put: Put,
    essay: Essay,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put(library, [essay(number) for number in range(50)])
    _replace_by_former(library)

    def never(_: object) -> None:
        raise AssertionError("a text was embedded")

    monkeypatch.setattr(words, "embed_texts", never)
    reader = _opened(library.home, words)
    try:
        assert not reader.vector_builds.sound()
        assert (reader.vectors.count(), reader.vectors.waiting()) == (0, 50)
        assert len(reader.vectors.search(words.embed_query("essay"), 100)) == 50
    finally:
        reader.close()
    told: list[str] = []
    library.reconcile(told.append)
    monkeypatch.undo()
    assert len(told) == 1
    assert _sizes(library) == [20, 20, 10]
    assert len(list((library.home / "vectors").iterdir())) == 1
    _assert_exact(library, words)


def test_a_build_of_one_folder_is_not_gone_on_with(
    library: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(number) for number in range(20)])
    _replace_by_former(library)
    library.catalogue.store([essay(number) for number in range(20, 25)], cut)
    library.vector_builds.publish()
    assert not (_folder(library) / DATABASE).exists()
    put(library, [])
    assert _sizes(library) == [20, 5]
    _assert_exact(library, words)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_writer_killed_between_parts_loses_nothing(
    library: Library, words: Embedder, put: Put, essay: Essay
) -> None:
    put(library, [essay(number) for number in range(50)])
    rng = random.Random(7)
    for kill in range(KILLS):
        changed = [essay(number, variant=kill) for number in rng.sample(range(50), 12)]
        library.catalogue.store(changed, cut)
        library.catalogue.store([essay(50 + 9 * kill + number) for number in range(9)], cut)
        _embed(library, words)
        command = [sys.executable, "-c", _PUBLISH, str(library.home), str(MOST)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"publishing\n"
            time.sleep(rng.uniform(0, LONGEST_S))
            writer.kill()
        assert library.vector_builds.sound()
        _assert_exact(library, words)
    library.reconcile()
    assert sum(_sizes(library)) == 50 + 9 * KILLS
    assert len(list((library.home / "vectors").iterdir())) == 1


_PUBLISH = """
import sys
from pathlib import Path
from paperchat.library.chroma import ChromaCollection
from paperchat.library.library import Library
from paperchat.library.vector_builds import VectorBuilds

library = Library(Path(sys.argv[1]))
builds = VectorBuilds(
    library.catalogue, library.vector_cache, library.home / "vectors", most=int(sys.argv[2])
)
print("publishing", flush=True)
while True:
    builds.publish()
    builds.publish(anew=True)
"""


def _embed(library: Library, words: Embedder) -> None:
    chunks = library.vector_cache.pending(1_000)
    rows = words.embed_texts([chunk.embedded_text for chunk in chunks])
    by_hash = dict(zip((chunk.text_hash for chunk in chunks), rows, strict=True))
    library.vector_cache.store(by_hash, words.fingerprint)


def _replace_by_former(library: Library) -> None:
    """Put in place of the published build one as there were before parts: one Chroma folder."""
    folder = _folder(library)
    library.vectors.close()
    shutil.rmtree(folder)
    folder.mkdir()
    embedder = library.catalogue.fact("embedder")
    collection = ChromaCollection(folder, create_for=embedder)
    collection.add(*library.vector_cache.newer_than(-1))
    collection.close()
    sealed = f"{embedder} {database_content(folder)} {seal(folder, ignore=(DATABASE,))}"
    with closing(sqlite3.connect(library.home / FILE)) as connection, connection:
        connection.execute("UPDATE facts SET value = ? WHERE key = 'vectors_seal'", [sealed])
