from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperchat.library import completions
from paperchat.library.completions import Completion
from paperchat.library.library import FILE, Library

WRITTEN = Completion("openai:some-model", "It ranks. [1]", 12, 3)


@pytest.fixture
def library(home: Path) -> Iterator[Library]:
    found = Library(home)
    yield found
    found.close()


def test_what_was_kept_is_there_for_every_process(library: Library, home: Path) -> None:
    assert library.completions.get("k") is None
    assert library.completions.put("k", WRITTEN)
    assert library.completions.get("k") == WRITTEN
    assert library.completions.get("other") is None
    again = Library(home)
    assert again.completions.get("k") == WRITTEN
    again.close()


def test_a_key_is_kept_once_with_the_newest_text(library: Library) -> None:
    newer = Completion("ollama:x", "Other \ud800 words", None, None)
    library.completions.put("k", WRITTEN)
    library.completions.put("k", newer)
    assert library.completions.get("k") == Completion("ollama:x", "Other ? words", None, None)


def test_only_the_newest_stay(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completions, "_KEPT", 3)
    for number in range(6):
        library.completions.put(str(number), WRITTEN)
    kept = [number for number in range(6) if library.completions.get(str(number))]
    assert kept == [3, 4, 5]


def test_a_library_of_an_older_paperchat_is_read_and_gains_the_table(home: Path) -> None:
    Library(home).close()
    with sqlite3.connect(home / FILE) as connection:
        connection.execute("DROP TABLE completions")
    connection.close()
    library = Library(home)
    assert library.completions.get("k") is None
    assert library.completions.put("k", WRITTEN)
    assert library.completions.get("k") == WRITTEN
    library.close()


def test_a_library_that_is_being_written_to_is_not_waited_for(library: Library, home: Path) -> None:
    library.completions.put("k", WRITTEN)
    other = sqlite3.connect(home / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert not library.completions.put("l", WRITTEN)
    assert library.completions.get("k") == WRITTEN
    other.execute("ROLLBACK")
    other.close()
    assert library.completions.put("l", WRITTEN)
