"""Files of a library that were cut or filled with garbage: mended from what is whole, or told."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from paperchat.library.library import FILE

Run = Callable[..., Any]
Damage = Callable[[bytes], bytes]

QUESTION = "What is RPS?"
ANSWER = "Robust Preference Selection"
PAGE = 4096


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _garbage(content: bytes) -> bytes:
    return random.Random(len(content)).randbytes(len(content))


def _no_numbers(content: bytes) -> bytes:
    return b"\xff" * len(content)


def _damage_files(folder: Path, damage: Damage) -> None:
    paths = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size]
    assert paths
    for path in paths:
        path.write_bytes(damage(path.read_bytes()))


def _damage_cache(home: Path, damage: Damage, every: int) -> int:
    """Damage one in so many of the vectors in the catalogue; returns how many."""
    with closing(sqlite3.connect(home / FILE)) as catalogue, catalogue:
        rows = catalogue.execute("SELECT text_hash, vector FROM vectors").fetchall()[::every]
        for text_hash, vector in rows:
            catalogue.execute(
                "UPDATE vectors SET vector = ? WHERE text_hash = ?", (damage(vector), text_hash)
            )
    return len(rows)


def _damage_page(home: Path, table: str) -> None:
    """Fill the last page of a table, or of an index in the catalogue, with garbage."""
    path = home / FILE
    with closing(sqlite3.connect(path)) as catalogue:
        assert catalogue.execute("PRAGMA page_size").fetchone() == (PAGE,)
        (number,) = catalogue.execute(
            "SELECT max(pageno) FROM dbstat WHERE name = ? AND pagetype = 'leaf'", (table,)
        ).fetchone()
    content = bytearray(path.read_bytes())
    content[(number - 1) * PAGE : number * PAGE] = _garbage(bytes(PAGE))
    path.write_bytes(content)


def _stored(on_own: Run) -> object:
    return on_own("papers", "--json").json


def _assert_mended(on_own: Run, before: object) -> None:
    doctor = on_own("doctor", "--json").json
    assert doctor["problems"] == []
    library = doctor["library"]
    assert library["sound"] is True
    assert (library["vectors"], library["pending"]) == (library["chunks"], 0)
    assert _stored(on_own) == before
    found = on_own("search", QUESTION, "-k", "3", "--json").json
    assert all(hit["dense_rank"] and hit["lexical_rank"] for hit in found[:1])


@pytest.mark.parametrize("damage", [_cut, _garbage])
@pytest.mark.parametrize("index", ["lexical", "vectors"])
def test_an_index_is_mended_by_whoever_comes_first(
    own_home: Path, on_own: Run, visit: Callable[..., Any], index: str, damage: Damage
) -> None:
    before = _stored(on_own)
    told = f"{index.removesuffix('s')} index"
    _damage_files(own_home / index, damage)
    asked = on_own("ask", QUESTION, "--json")
    assert asked.json["status"] == "answered"
    [said] = asked.err.splitlines()
    assert told in said
    # Doctor finds it as well, and so does the page.
    _damage_files(own_home / index, damage)
    doctor = on_own("doctor", "--json")
    assert told in doctor.err
    assert doctor.json["problems"] == []
    _damage_files(own_home / index, damage)
    assert told in on_own("doctor", "--repair").err
    _damage_files(own_home / index, damage)
    seen = visit(own_home, QUESTION)
    assert seen.errors == ()
    assert ANSWER in seen.html
    assert 'role="alert"' not in seen.html
    _assert_mended(on_own, before)


@pytest.mark.parametrize("damage", [_cut, _garbage, _no_numbers])
def test_damaged_vectors_in_the_catalogue_are_found_and_embedded_anew(
    own_home: Path, on_own: Run, damage: Damage
) -> None:
    before = _stored(on_own)
    count = _damage_cache(own_home, damage, every=20)
    assert on_own("ask", QUESTION, "--json").json["status"] == "answered"
    [problem] = on_own("doctor", "--json").json["problems"]
    assert problem.startswith(f"Stored vectors are damaged ({count}): 'paperchat doctor --repair'")
    repaired = on_own("doctor", "--repair", "--json")
    assert f"Stored vectors were damaged ({count})" in repaired.err
    assert repaired.json["problems"] == []
    _assert_mended(on_own, before)


@pytest.mark.parametrize("every", [1, 20])
def test_an_index_and_the_vectors_it_is_made_from(
    own_home: Path, on_own: Run, visit: Callable[..., Any], every: int
) -> None:
    before = _stored(on_own)
    _damage_cache(own_home, _garbage, every)
    shutil.rmtree(own_home / "vectors")
    seen = visit(own_home, QUESTION)
    assert seen.errors == ()
    assert ANSWER in seen.html
    assert 'role="alert"' not in seen.html
    _assert_mended(on_own, before)


def _assert_told(on_own: Run, seen: Any, own_home: Path) -> None:
    """Whatever needs the damaged catalogue says so, and the file stays as it is."""
    content = (own_home / FILE).read_bytes()
    for arguments in (("ask", QUESTION), ("doctor", "--repair")):
        said = on_own(*arguments).sentence
        assert f"The catalogue {own_home / FILE} is damaged (" in said
        assert "restore it from a backup" in said
    doctor = on_own("doctor", "--json")
    assert doctor.code == 1
    [line] = doctor.err.splitlines()
    assert "is damaged (" in line
    assert seen.errors == ()
    assert "is damaged (" in seen.html
    assert "Traceback" not in seen.told
    assert (own_home / FILE).read_bytes() == content


@pytest.mark.parametrize("damage", [_cut, _garbage])
def test_a_catalogue_that_is_gone_is_told_in_a_sentence(
    own_home: Path, on_own: Run, visit: Callable[..., Any], damage: Damage
) -> None:
    (own_home / FILE).write_bytes(damage((own_home / FILE).read_bytes()))
    _assert_told(on_own, visit(own_home, QUESTION), own_home)


def test_a_damaged_page_of_the_papers_is_told_in_a_sentence(
    own_home: Path, on_own: Run, visit: Callable[..., Any]
) -> None:
    _damage_page(own_home, "papers")
    _assert_told(on_own, visit(own_home, QUESTION), own_home)


@pytest.mark.parametrize("part", ["ix_chunks_paper_id", "sqlite_autoindex_sentences_1", "vectors"])
def test_repair_mends_what_can_be_made_again_of_the_catalogue(
    own_home: Path, on_own: Run, part: str
) -> None:
    before = _stored(on_own)
    _damage_page(own_home, part)
    assert on_own("doctor", "--json").code == 1
    repaired = on_own("doctor", "--repair", "--json")
    assert "The catalogue was damaged, and was mended: no paper is lost." in repaired.err
    assert ("Stored vectors were damaged" in repaired.err) == (part == "vectors")
    assert repaired.json["problems"] == []
    _assert_mended(on_own, before)


def test_who_has_the_catalogue_open_goes_on_with_the_mended_one(
    own_home: Path, on_own: Run, talk: Callable[[Sequence[str], Path], Any]
) -> None:
    talking = talk((), own_home)
    assert talking.ask(QUESTION)["status"] == "answered"
    _damage_page(own_home, "ix_chunks_paper_id")
    assert on_own("doctor", "--repair", "--json").json["problems"] == []
    assert talking.ask("What is DPO?")["status"] == "answered"
    assert "kept" not in talking.end()
    [kept] = on_own("conversations", "--json").json
    assert kept["turn_count"] == 2


@pytest.mark.parametrize("table", ["conversations", "paper_sources", "chunks", "sentences"])
def test_doctor_finds_a_damaged_page_wherever_it_is(
    own_home: Path, on_own: Run, table: str
) -> None:
    _damage_page(own_home, table)
    doctor = on_own("doctor", "--json")
    assert doctor.code == 1
    [problem] = json.loads(doctor.out)["problems"]
    assert f"The catalogue {own_home / FILE} is damaged (" in problem
    # Where the page is not needed the question is answered; else it is told why not.
    asked = on_own("ask", QUESTION)
    assert asked.code == 0 or "is damaged (" in asked.sentence
