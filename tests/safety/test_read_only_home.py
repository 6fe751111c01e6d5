"""A library on a disk that nobody may write to, the superuser included."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from page_process import PageProcess
from small_disk import SmallDisk

Run = Callable[..., Any]
Kites = Callable[[int], Path]

STARTER = 48
QUESTION = "What is RPS?"


@pytest.fixture
def locked(disk: SmallDisk) -> Iterator[SmallDisk]:
    """The disk with the starter library in ``home``, and nothing has changed on it in the end."""
    before = disk.checksums()
    disk.lock()
    yield disk
    assert disk.checksums() == before


def _refused(said: str, home: Path) -> None:
    assert str(home) in said
    assert "writable" in said
    assert "choose another with --home" in said


@pytest.mark.usefixtures("locked")
def test_what_only_reads_works_without_a_word(on_disk: Run) -> None:
    asked = on_disk("ask", QUESTION, "--json")
    assert (asked.json["status"], asked.err) == ("answered", "")
    assert asked.json["citations"]
    found = on_disk("search", "preference optimization", "-k", "5", "--json")
    assert (len(found.json), found.err) == (5, "")
    # By meaning as well, although Chroma opens nothing that it may not write to.
    assert all(hit["dense_rank"] and hit["lexical_rank"] for hit in found.json[:2])
    listed = on_disk("papers", "--json")
    assert (len(listed.json), listed.err) == (STARTER, "")
    for form in ("bibtex", "markdown", "csv", "jsonl"):
        written = on_disk("export", form)
        assert (written.code, written.err) == (0, "")
        assert written.out.count("Robust Preference Alignment via Directional Neighborhood") > 0
    kept = on_disk("conversations", "--json")
    assert (kept.json, kept.err) == ([], "")


def test_what_writes_is_refused_in_a_sentence(
    locked: SmallDisk, on_disk: Run, kites: Kites
) -> None:
    home, source = locked.folder / "home", str(kites(3))
    for arguments in (("ingest", source), ("remove", "RPS"), ("doctor", "--repair")):
        _refused(on_disk(*arguments).sentence, home)
    # Nor is a new library begun, by whoever adds or asks.
    for arguments in (("ingest", source), ("ask", QUESTION)):
        said = on_disk(*arguments, home="new").sentence
        assert f"{locked.folder / 'new'} cannot be created" in said
        assert "choose another with --home" in said


def test_doctor_says_that_it_is_read_only(locked: SmallDisk, on_disk: Run) -> None:
    doctor = on_disk("doctor", "--json")
    [problem] = doctor.json["problems"]
    assert problem.startswith(f"The library at {locked.folder / 'home'} is read-only: ")
    assert "until its folder is writable" in problem
    library = doctor.json["library"]
    assert (library["sound"], library["busy"], doctor.err) == (True, False, "")
    assert (library["papers"], library["vectors"]) == (STARTER, library["chunks"])


@pytest.mark.usefixtures("locked")
def test_a_conversation_goes_on_and_says_that_it_is_not_kept(
    disk: SmallDisk, on_disk: Run, talk: Callable[[Sequence[str], Path], Any]
) -> None:
    talking = talk(disk.inside, disk.folder / "home")
    first = talking.ask(QUESTION)
    assert first["status"] == "answered"
    # It is remembered as long as it lasts.
    second = talking.ask("What are its limits?")
    cited = {citation["paper_id"] for citation in first["citations"]}
    assert cited & {paper["paper_id"] for paper in (*second["citations"], *second["nearest"])}
    _refused(talking.end(), disk.folder / "home")
    assert on_disk("conversations", "--json").json == []


def test_the_page_answers_and_says_that_nothing_is_kept(
    locked: SmallDisk, visit: Callable[..., Any]
) -> None:
    home = locked.folder / "home"
    seen = visit(home, QUESTION, locked.inside)
    assert seen.errors == ()
    assert "Robust Preference Selection" in seen.html
    [alert] = [part for part in seen.html.split("<div") if 'role="alert"' in part]
    assert "read-only: make its folder writable" in alert
    assert "Traceback" not in seen.told


def test_the_page_starts(locked: SmallDisk, offline_environment: dict[str, str]) -> None:
    with PageProcess(locked.folder / "home", offline_environment, locked.inside) as page:
        assert page.shown() == 200
    assert "Traceback" not in page.told


def test_a_damaged_index_is_told_and_mended_when_it_may_be(disk: SmallDisk, on_disk: Run) -> None:
    [index] = disk.run("find", disk.folder / "home" / "lexical", "-name", "*.term").splitlines()
    disk.run("truncate", "--size", "100", index)
    disk.lock()
    said = on_disk("ask", QUESTION).sentence
    assert "make the library's folder writable, then run 'paperchat doctor --repair'" in said
    doctor = on_disk("doctor", "--json").json
    assert doctor["library"]["lexical_sound"] is False
    assert any("read-only" in problem for problem in doctor["problems"])
    assert any("doctor --repair" in problem for problem in doctor["problems"])
    disk.unlock()
    assert on_disk("ask", QUESTION, "--json").json["status"] == "answered"
    assert on_disk("doctor", "--json").json["problems"] == []
