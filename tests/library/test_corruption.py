"""Whatever happens to the folders of the indexes, opening the library brings them back.

A crash of Chroma's native code on damaged files would end the test run itself.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from paperchat.embedding.port import Embedder
from paperchat.library.library import Library
from paperchat.types import Record

Essay = Callable[..., Record]
Put = Callable[[Library, Sequence[Record]], object]

QUERIES = ("the kettle near the harbour", "essay number 7", "copper violin")
HNSW = ("data_level0.bin", "header.bin", "length.bin", "link_lists.bin", "index_metadata.pickle")
TANTIVY = (".term", ".idx", ".pos", ".store", ".fieldnorm", ".fast")


@dataclass(frozen=True, slots=True)
class _Found:
    """What both indexes answer, with scores."""

    dense: list[dict[str, float]]
    lexical: list[dict[str, float]]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the sound library is kept, from which each test takes a copy."""
    return tmp_path_factory.mktemp("original") / "library"


@pytest.fixture
def damaged(original: Path, home: Path, words: Embedder, put: Put, essay: Essay) -> Path:
    """The home of a library of 150 papers, some of them updated, for the test to damage."""
    if not original.exists():
        library = Library(original)
        library.require(words)
        put(library, [essay(number) for number in range(150)])
        put(library, [essay(number, variant=1) for number in range(0, 150, 10)])
        library.close()
    shutil.copytree(original, home)
    return home


def _ask(library: Library, words: Embedder) -> _Found:
    return _Found(
        [
            {h.chunk_id: h.score for h in library.vectors.search(words.embed_query(q), 10)}
            for q in QUERIES
        ],
        [library.lexical.search(library.lexical.tokens(q), 10) for q in QUERIES],
    )


def _assert_heals(home: Path, original: Path, words: Embedder) -> None:
    """Open the library as any command does; it answers as before, and is sound again."""
    sound = Library(original)
    expected = _ask(sound, words)
    sound.close()
    library = Library(home)
    try:
        library.require(words)
        library.reconcile()
        found = _ask(library, words)
        for name in ("dense", "lexical"):
            for before, after in zip(getattr(expected, name), getattr(found, name), strict=True):
                # A rebuilt index may order equals differently, and rounds differently.
                assert sorted(after.values()) == pytest.approx(sorted(before.values()), abs=1e-4)
                assert len(after.keys() & before.keys()) >= len(before) - 1
        assert library.health().sound, library.health()
    finally:
        library.close()


def _overwrite(path: Path, rng: random.Random, count: int = 64) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(count):
        data[rng.randrange(len(data))] ^= rng.randrange(1, 256)
    path.write_bytes(data)


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("how", ["delete", "truncate", "empty", "overwrite"])
@pytest.mark.parametrize("name", [*HNSW, "chroma.sqlite3", "meta.json", ".managed.json", *TANTIVY])
def test_one_file(damaged: Path, original: Path, words: Embedder, name: str, how: str) -> None:
    if name.startswith(".") and name in TANTIVY:
        paths = [path for path in (damaged / "lexical").rglob("*") if path.suffix == name]
    else:
        paths = list(damaged.rglob(name))
    assert paths, f"there is no {name} any more"
    for path in paths:
        if how == "delete":
            path.unlink()
        elif how == "truncate":
            _truncate(path)
        elif how == "empty":
            path.write_bytes(b"")
        else:
            _overwrite(path, random.Random(name))
    _assert_heals(damaged, original, words)


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_anywhere(damaged: Path, original: Path, words: Embedder, seed: int) -> None:
    rng = random.Random(seed)
    files = [
        path
        for kind in ("vectors", "lexical")
        for path in sorted((damaged / kind).rglob("*"))
        if path.is_file() and path.stat().st_size
    ]
    for path in rng.sample(files, rng.randrange(1, 4)):
        _overwrite(path, rng, count=rng.choice([1, 50, 5000]))
    _assert_heals(damaged, original, words)


@pytest.mark.parametrize(
    "gone",
    ["vectors", "lexical", "vectors/*", "lexical/*", "vectors/*/part-*", "vectors/*/*/*-*", "*"],
)
def test_whole_folders(damaged: Path, original: Path, words: Embedder, gone: str) -> None:
    for path in [path for path in damaged.glob(gone) if path.is_dir()]:
        shutil.rmtree(path)
    _assert_heals(damaged, original, words)


def test_a_file_in_the_place_of_a_folder(damaged: Path, original: Path, words: Embedder) -> None:
    for folder in [*(damaged / "vectors").iterdir(), *(damaged / "lexical").iterdir()]:
        shutil.rmtree(folder)
        folder.write_text("not a folder")
    _assert_heals(damaged, original, words)


def test_folders_of_another_library(
    damaged: Path, original: Path, words: Embedder, put: Put, essay: Essay, tmp_path: Path
) -> None:
    other = Library(tmp_path / "other")
    other.require(words)
    put(other, [essay(number) for number in range(900, 920)])
    other.close()
    for kind in ("vectors", "lexical"):
        [mine], [theirs] = (list((h / kind).iterdir()) for h in (damaged, other.home))
        shutil.rmtree(mine)
        shutil.copytree(theirs, mine)
    _assert_heals(damaged, original, words)


def test_stray_folders_are_swept(damaged: Path, original: Path, words: Embedder) -> None:
    for kind in ("vectors", "lexical"):
        [folder] = (damaged / kind).iterdir()
        shutil.copytree(folder, folder.with_name("0123456789ab"))
        (damaged / kind / "half").mkdir()
        (damaged / kind / "half" / "chroma.sqlite3").write_bytes(b"")
    _assert_heals(damaged, original, words)
    for kind in ("vectors", "lexical"):
        assert len(list((damaged / kind).iterdir())) == 1


def test_a_running_reader_gets_over_a_deleted_index(
    damaged: Path, original: Path, words: Embedder
) -> None:
    library = Library(damaged)
    library.require(words)
    library.reconcile()
    expected = _ask(library, words)
    for kind in ("vectors", "lexical"):
        shutil.rmtree(damaged / kind)
    library.catalogue.record_facts({"generation": str(library.catalogue.generation() + 1)})
    library.close()  # as if it had opened nothing yet
    found = _ask(library, words)
    assert [sorted(x) for x in found.lexical] == [sorted(x) for x in expected.lexical]
    assert [sorted(x) for x in found.dense] == [sorted(x) for x in expected.dense]
    library.close()
    _assert_heals(damaged, original, words)


def test_nothing_is_embedded_to_heal(
    damaged: Path, words: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(texts: Sequence[str]) -> None:
        raise AssertionError("a text was embedded")

    monkeypatch.setattr(words, "embed_texts", never)
    for kind in ("vectors", "lexical"):
        shutil.rmtree(damaged / kind)
    library = Library(damaged)
    library.require(words)
    told: list[str] = []
    library.reconcile(told.append)
    assert library.health().sound
    assert len(told) == 2
    library.rebuild()
    assert library.health().sound
    library.close()
