"""Opening a catalogue: new, damaged, of the future, read-only, in odd places, by many at once."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.chunking import cut
from paperchat.embedding.port import Embedder
from paperchat.errors import LibraryDamaged, LibraryError
from paperchat.library.library import FILE, Library
from paperchat.types import Record

Essay = Callable[..., Record]
Put = Callable[..., object]


def test_a_library_of_a_newer_version_is_refused_and_left_alone(library: Library) -> None:
    library.catalogue.record_facts({"schema_version": "999"})
    library.close()
    before = (library.home / FILE).read_bytes()
    with pytest.raises(LibraryError, match=r"newer Paperchat.*update Paperchat") as caught:
        Library(library.home)
    assert not isinstance(caught.value, LibraryDamaged)
    assert (library.home / FILE).read_bytes() == before


@pytest.mark.parametrize("junk", [b"this is no database" * 100, bytes(5000), b"SQLite format 3\0x"])
def test_a_file_that_is_no_database_is_said_to_be_damaged(home: Path, junk: bytes) -> None:
    home.mkdir()
    (home / FILE).write_bytes(junk)
    with pytest.raises(LibraryDamaged, match="is damaged") as caught:
        Library(home)
    assert "backup" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert (home / FILE).read_bytes() == junk


def test_pages_overwritten_in_the_middle_are_damage(
    library: Library, put: Put, essay: Essay
) -> None:
    put(library, [essay(number) for number in range(300)])
    library.close()
    path = library.home / FILE
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    path.write_bytes(data)
    with pytest.raises(LibraryDamaged, match="is damaged"):
        Library(library.home).catalogue.papers()


def test_an_emptied_catalogue_is_not_taken_for_a_new_one(
    library: Library, put: Put, essay: Essay
) -> None:
    put(library, [essay(1)])
    library.close()
    (library.home / FILE).write_bytes(b"")
    with pytest.raises(LibraryDamaged, match="is empty"):
        Library(library.home)
    assert (library.home / "lexical").is_dir()


def test_a_database_of_something_else_is_not_taken_over(home: Path) -> None:
    home.mkdir()
    connection = sqlite3.connect(home / FILE)
    connection.execute("CREATE TABLE facts (something, different)")
    connection.commit()
    connection.close()
    with pytest.raises(LibraryError):
        Library(home)


def test_a_home_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LibraryError, match="cannot be created"):
        Library(tmp_path / "file" / "home")
    with pytest.raises(LibraryError, match="cannot be created"):
        Library(tmp_path / "file")


@pytest.mark.parametrize("name", ["a b", "100% #1?", "%41", "ümläut 😀", "it's", "a&b=c;d"])
def test_any_folder_name_will_do(
    tmp_path: Path,
    name: str,
    words: Embedder,
    put: Put,
    essay: Essay,
    stores_agree: Callable[[Path], None],
) -> None:
    home = tmp_path / name / "home"
    library = Library(home)
    library.require(words)
    put(library, [essay(1), essay(2)])
    put(library, [essay(3)])
    library.close()
    stores_agree(home)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_opening_waits_for_no_writer(library: Library, home: Path) -> None:
    other = sqlite3.connect(home / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    opened = threading.Event()

    def open_and_read() -> None:
        second = Library(home)
        second.catalogue.papers()
        second.close()
        opened.set()

    thread = threading.Thread(target=open_and_read)
    thread.start()
    try:
        assert opened.wait(10)
    finally:
        other.execute("ROLLBACK")
        other.close()
        thread.join()


def test_many_may_open_a_new_library_at_once(home: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from paperchat.library.library import Library\n"
        "sys.stdin.readline(); Library(Path(sys.argv[1])).close()"
    )
    starting = [
        subprocess.Popen([sys.executable, "-c", code, str(home)], stdin=subprocess.PIPE)
        for _ in range(4)
    ]
    for process in starting:
        process.communicate(b"\n", timeout=60)
    assert [process.returncode for process in starting] == [0] * 4
    assert Library(home).catalogue.count() == 0


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that other users can reach, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


_READ_ONLY = """
import os, sys
from pathlib import Path
sys.path[:0] = {path!r}
import numpy as np
from paperchat.errors import LibraryError
from paperchat.library.library import Library
if os.getuid() == 0:
    os.setuid(65534)
home = Path({home!r})
library = Library(home)
library.reconcile()
library.lexical.search(["essay"], 5)
vector = np.zeros(48, dtype=np.float32)
vector[0] = 1
print(library.catalogue.count(), len(library.vectors.search(vector, 3)),
      len(library.lexical.search(library.lexical.tokens("essay"), 5)))
try:
    with library.writing():
        pass
except LibraryError as error:
    print(error)
try:
    library.catalogue.record_facts({{"a": "b"}})
except LibraryError as error:
    print(error)
library.close()
"""


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="needs a user who may not write")
@pytest.mark.parametrize("with_log", [False, True])
def test_a_read_only_library_can_be_read(
    open_to_all: Path, words: Embedder, put: Put, essay: Essay, with_log: bool
) -> None:
    home = open_to_all / "home"
    library = Library(home)
    library.require(words)
    put(library, [essay(number) for number in range(10)])
    if not with_log:
        library.close()
    assert (home / f"{FILE}-wal").exists() == with_log
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()}
    for path in (home, *home.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _READ_ONLY.format(path=sys.path, home=str(home))],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd="/",
    )
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    library.close()
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    first, lock, write = done.stdout.splitlines()
    assert first == "10 3 5"
    assert "cannot be locked" in lock
    assert "is read-only" in write
    if not with_log:
        after = {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()}
        assert after == before


def test_a_failed_write_is_rolled_back(library: Library, essay: Essay) -> None:
    def store_and_stop() -> None:
        library.catalogue.store([essay(1), essay(2)], cut)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), library.writing():
        store_and_stop()
    # What was stored before is kept, and the lock is free again.
    assert library.catalogue.count() == 2
    assert library.try_writing(lambda: None)
