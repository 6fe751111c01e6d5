"""A library whose vectors are on a Chroma server: shared, dead, back again, and written by two."""

from __future__ import annotations

import logging
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chroma_process import ChromaProcess, free_port, ids_on_server
from token_proxy import TokenProxy

from paperchat.embedding.port import Embedder
from paperchat.errors import StoreUnavailable
from paperchat.library import vectors
from paperchat.library.chroma_address import ChromaAddress
from paperchat.library.library import Library
from paperchat.types import Record

Essay = Callable[..., Record]
Put = Callable[..., list[str]]
Agree = Callable[[Path], None]

QUERY = "the kettle near the harbour"


@pytest.fixture
def vectors_at(chroma: ChromaProcess) -> ChromaAddress:
    """The vectors of ``library`` are on the server."""
    return ChromaAddress(chroma.url)


@pytest.fixture
def opened(words: Embedder) -> Iterator[Callable[[Path, str], Library]]:
    """Open a home with a server; closed at the end of the test."""
    libraries: list[Library] = []

    def open_it(home: Path, url: str, headers: tuple[tuple[str, str], ...] = ()) -> Library:
        libraries.append(Library(home, ChromaAddress(url, headers)))
        libraries[-1].require(words)
        return libraries[-1]

    yield open_it
    for library in libraries:
        library.close()


Opened = Callable[..., Library]


def _scores(library: Library, words: Embedder, limit: int = 10) -> list[float]:
    return [hit.score for hit in library.vectors.search(words.embed_query(QUERY), limit)]


def _found(library: Library, words: Embedder, limit: int = 500) -> set[str]:
    return {hit.paper_id for hit in library.vectors.search(words.embed_query(QUERY), limit)}


def test_an_update_goes_into_the_same_collection(
    library: Library, put: Put, essay: Essay, words: Embedder, stores_agree: Agree, home: Path
) -> None:
    put(library, [essay(number) for number in range(50)])
    first = library.vector_builds.published()
    put(library, [essay(number, variant=1) for number in range(40, 60)])
    second = library.vector_builds.published()
    assert first is not None
    assert second is not None
    assert first.name == second.name
    assert first.generation < second.generation
    assert _found(library, words) == {f"e{number}" for number in range(60)}
    assert not (home / "vectors").exists()
    stores_agree(home)


def test_a_rebuild_leaves_one_collection(
    library: Library, put: Put, essay: Essay, stores_agree: Agree, home: Path
) -> None:
    put(library, [essay(number) for number in range(30)])
    before = library.vector_builds.published()
    library.rebuild()
    assert library.vector_builds.published() != before
    stores_agree(home)


def test_two_libraries_on_one_server_do_not_mix(
    opened: Opened, chroma: ChromaProcess, put: Put, essay: Essay, words: Embedder, tmp_path: Path
) -> None:
    left, right = (opened(tmp_path / name, chroma.url) for name in ("left", "right"))
    put(left, [essay(number) for number in range(20)])
    put(right, [essay(number) for number in range(15, 40)])
    assert _found(left, words) == {f"e{number}" for number in range(20)}
    assert _found(right, words) == {f"e{number}" for number in range(15, 40)}
    with left.writing():
        left.catalogue.remove([f"e{number}" for number in range(20)])
        left.publish_vectors()
    left.rebuild()
    assert _found(left, words) == set()
    assert len(_found(right, words)) == 25
    assert right.health().sound


def test_a_server_that_was_emptied_is_filled_again(
    opened: Opened, own_chroma: ChromaProcess, put: Put, essay: Essay, words: Embedder, home: Path
) -> None:
    library = opened(home, own_chroma.url)
    put(library, [essay(number) for number in range(30)])
    before = _scores(library, words)
    own_chroma.kill()
    shutil.rmtree(own_chroma.folder)
    own_chroma.start()
    assert _scores(library, words) == pytest.approx(before, abs=1e-5)
    again = opened(home, own_chroma.url)
    assert not again.health().sound
    again.reconcile()
    assert again.health().sound
    assert _scores(again, words) == pytest.approx(before, abs=1e-5)
    assert library.vectors.count() == 30


def test_files_that_the_server_lost_are_noticed_and_written_anew(
    opened: Opened, own_chroma: ChromaProcess, put: Put, essay: Essay, words: Embedder, home: Path
) -> None:
    library = opened(home, own_chroma.url)
    put(library, [essay(number) for number in range(1500)])
    before = _scores(library, words)
    own_chroma.kill()
    folders = [path for path in own_chroma.folder.iterdir() if path.is_dir()]
    assert folders, "the server has not written any index to its disk"
    for folder in folders:
        shutil.rmtree(folder)
    own_chroma.start()
    again = opened(home, own_chroma.url)
    again.reconcile()
    assert again.health().sound
    assert _scores(again, words) == pytest.approx(before, abs=1e-4)


@pytest.mark.parametrize("name", ["header.bin", "index_metadata.pickle", "data_level0.bin"])
def test_files_that_the_server_cannot_read_are_written_anew(
    name: str, opened: Opened, own_chroma: ChromaProcess, put: Put, essay: Essay, words: Embedder,
    home: Path,
) -> None:  # fmt: skip
    library = opened(home, own_chroma.url)
    put(library, [essay(number) for number in range(1500)])
    before = _scores(library, words)
    own_chroma.kill()
    files = list(own_chroma.folder.glob(f"*/{name}"))
    assert files, "the server has not written any index to its disk"
    for path in files:
        path.write_bytes(bytes([7]) * path.stat().st_size)
    own_chroma.start()
    again = opened(home, own_chroma.url)
    assert not again.health().vectors_sound
    again.reconcile()
    assert again.health().sound
    assert _scores(again, words) == pytest.approx(before, abs=1e-4)
    assert len(ids_on_server(own_chroma.url, "paperchat-")) == 1


def test_a_dead_server_is_told_once_and_everything_is_found(
    opened: Opened,
    own_chroma: ChromaProcess,
    put: Put,
    essay: Essay,
    words: Embedder,
    home: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    library = opened(home, own_chroma.url)
    put(library, [essay(number) for number in range(40)])
    before = _scores(library, words)
    own_chroma.kill()
    with caplog.at_level(logging.WARNING, logger="paperchat"):
        for _ in range(3):
            assert _scores(library, words) == pytest.approx(before, abs=1e-5)
        # What comes now waits, and is found.
        assert put(library, [essay(number) for number in range(40, 50)]) == ["new"] * 10
        assert len(_found(library, words)) == 50
        with library.writing():
            library.catalogue.remove(["e1"])
            library.publish_vectors()
        assert "e1" not in _found(library, words)
    assert [record.getMessage() for record in caplog.records] == [library.outage.sentence]
    assert library.outage.sentence.startswith(
        f"The Chroma server at {own_chroma.url} cannot be reached"
    )
    health = library.health()
    assert (health.vectors, health.vectors_waiting, health.sound) == (0, 49, False)
    # A new process starts as well.
    late = opened(home, own_chroma.url)
    late.reconcile()
    assert len(_found(late, words)) == 49
    with pytest.raises(StoreUnavailable):
        late.rebuild()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask a server that was away again at once."""
    monkeypatch.setattr(vectors, "_SHORTEST_PAUSE_S", 0.0)
    monkeypatch.setattr(vectors, "_PAUSE_A_SECOND_LOST", 0.0)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("how", ["next ingest", "next start", "repair"])
def test_what_waited_is_caught_up_when_the_server_is_back(
    opened: Opened,
    own_chroma: ChromaProcess,
    put: Put,
    essay: Essay,
    words: Embedder,
    home: Path,
    how: str,
) -> None:
    library = opened(home, own_chroma.url)
    put(library, [essay(number) for number in range(20)])
    own_chroma.kill()
    put(library, [essay(number, variant=1) for number in range(15, 30)])
    assert len(_found(library, words)) == 30
    assert library.outage.sentence
    own_chroma.start()
    # The reader that saw it go uses it again by itself, together with what waits.
    assert len(_found(library, words)) == 30
    assert library.outage.sentence == ""
    assert (library.vectors.count(), library.vectors.waiting()) == (20, 15)
    if how == "next ingest":
        put(library, [essay(40)])
    elif how == "next start":
        opened(home, own_chroma.url).reconcile()
    else:
        library.rebuild()
    count = 31 if how == "next ingest" else 30
    assert (library.vectors.count(), library.vectors.waiting()) == (count, 0)
    assert len(_found(library, words)) == count
    assert library.health().sound
    stored = ids_on_server(own_chroma.url, "paperchat-")
    assert [len(ids) for ids in stored.values()] == [count]


def test_a_server_that_hangs_holds_up_one_question_only(
    opened: Opened, own_chroma: ChromaProcess, put: Put, essay: Essay, words: Embedder, home: Path
) -> None:
    filled = opened(home, own_chroma.url)
    put(filled, [essay(number) for number in range(20)])
    filled.close()
    own_chroma.kill()
    with socket.create_server(("127.0.0.1", own_chroma.port)):
        library = opened(home, own_chroma.url)
        took = []
        for _ in range(5):
            began = time.monotonic()
            assert len(_found(library, words)) == 20
            took.append(time.monotonic() - began)
        assert took[0] < 15
        assert max(took[1:]) < 1
        assert "does not answer in time" in library.outage.sentence


def test_a_proxy_that_lets_no_write_pass_loses_nothing(
    opened: Opened, own_chroma: ChromaProcess, put: Put, essay: Essay, words: Embedder, home: Path
) -> None:
    with TokenProxy(own_chroma.port, "Authorization", "Bearer abc-secret-1") as proxy:
        library = opened(home, proxy.url, (("Authorization", "Bearer abc-secret-1"),))
        put(library, [essay(number) for number in range(20)])
        assert library.health().sound
        proxy.largest = 3000
        put(library, [essay(number) for number in range(20, 60)])
        assert "status 413" in library.outage.sentence
        assert len(_found(library, words)) == 60
        proxy.largest = 1_000_000
        library.reconcile()
        assert library.health().sound
        assert library.outage.sentence == ""
    # What the failed attempts had begun is gone.
    assert [len(ids) for ids in ids_on_server(own_chroma.url, "paperchat-").values()] == [60]


def test_a_wrong_token_is_one_sentence_without_it(
    opened: Opened, chroma: ChromaProcess, put: Put, essay: Essay, words: Embedder, home: Path
) -> None:
    with TokenProxy(chroma.port) as proxy:
        library = opened(home, proxy.url, (("X-Chroma-Token", "wrong-secret-9"),))
        put(library, [essay(1), essay(2)])
        assert len(_found(library, words)) == 2
        assert "refuses the token (status 401)" in library.outage.sentence
        assert "wrong-secret-9" not in library.outage.sentence


def test_a_copied_library_makes_its_own_collection(
    opened: Opened, chroma: ChromaProcess, put: Put, essay: Essay, words: Embedder, tmp_path: Path
) -> None:
    original = opened(tmp_path / "original", chroma.url)
    put(original, [essay(number) for number in range(20)])
    shutil.copytree(tmp_path / "original", tmp_path / "copy")
    put(original, [essay(number) for number in range(20, 30)])
    copy = opened(tmp_path / "copy", chroma.url)
    assert len(_found(copy, words)) == 20
    put(copy, [essay(number) for number in range(50, 55)])
    assert _found(copy, words) == {f"e{n}" for n in (*range(20), *range(50, 55))}
    assert copy.health().sound
    # Whoever finds his collection gone makes another one, and from then on they are apart.
    assert len(_found(original, words)) == 30
    for _ in range(2):
        for library in (original, copy):
            library.reconcile()
            assert library.health().sound
    names = {library.vector_builds.published() for library in (original, copy)}
    assert len(names) == 2
    assert len(_found(original, words)) == 30
    assert len(_found(copy, words)) == 25


def test_a_catalogue_from_a_backup_does_not_trust_what_came_later(
    opened: Opened, chroma: ChromaProcess, put: Put, essay: Essay, words: Embedder, tmp_path: Path
) -> None:
    library = opened(tmp_path / "home", chroma.url)
    put(library, [essay(number) for number in range(20)])
    library.close()
    shutil.copytree(tmp_path / "home", tmp_path / "backup")
    library = opened(tmp_path / "home", chroma.url)
    put(library, [essay(number, variant=2) for number in range(10, 40)])
    library.close()
    shutil.rmtree(tmp_path / "home")
    shutil.copytree(tmp_path / "backup", tmp_path / "home")
    restored = opened(tmp_path / "home", chroma.url)
    assert _found(restored, words) == {f"e{number}" for number in range(20)}
    restored.reconcile()
    assert restored.health().sound
    assert _found(restored, words) == {f"e{number}" for number in range(20)}


def test_the_folder_is_used_again_without_the_server(
    opened: Opened, chroma: ChromaProcess, put: Put, essay: Essay, words: Embedder, home: Path
) -> None:
    put(opened(home, chroma.url), [essay(number) for number in range(20)])
    alone = Library(home)
    alone.require(words)
    alone.reconcile()
    assert alone.health().sound
    assert len(_found(alone, words)) == 20
    put(alone, [essay(20)])
    alone.close()
    shared = opened(home, chroma.url)
    assert len(_found(shared, words)) == 21
    shared.reconcile()
    assert shared.health().sound


def test_a_collection_that_fails_its_check_is_made_anew(
    library: Library,
    put: Put,
    essay: Essay,
    stores_agree: Agree,
    home: Path,
    vectors_at: ChromaAddress,
) -> None:
    put(library, [essay(number) for number in range(20)])
    build = library.vector_builds.published()
    assert build is not None
    collection = library.vector_builds.open(build, library.catalogue.fact("embedder") or "")
    assert collection is not None
    collection.delete([library.catalogue.changes(-1).added[0].id])  # type: ignore[attr-defined]
    assert not library.health().sound
    library.reconcile()
    assert library.vector_builds.published() != build
    stores_agree(home)


def test_an_address_where_nothing_ever_was(
    opened: Opened, put: Put, essay: Essay, words: Embedder, home: Path
) -> None:
    library = opened(home, f"http://127.0.0.1:{free_port()}")
    put(library, [essay(number) for number in range(5)])
    assert len(_found(library, words)) == 5
    assert library.vector_builds.published() is None
    assert library.vectors.waiting() == 5


def test_a_read_only_home_is_searched_on_the_server(
    library: Library, put: Put, essay: Essay, words: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(library, [essay(number) for number in range(10)])
    monkeypatch.setattr(type(library.catalogue), "read_only", property(lambda _: True))
    assert (library.vectors.count(), library.vectors.waiting()) == (10, 0)
    assert len(_found(library, words)) == 10
