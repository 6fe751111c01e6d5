"""A disk that is really full: before an ingest, in the middle of it, and while others read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from page_process import PageProcess
from small_disk import SmallDisk

Run = Callable[..., Any]
Kites = Callable[[int], Path]

STARTER = 48
KITES = 80
QUESTION = "What is RPS?"


def _ids(on_disk: Run) -> set[str]:
    return {paper["id"] for paper in on_disk("papers", "--json").json}


def _assert_mended(on_disk: Run, papers: int) -> None:
    doctor = on_disk("doctor", "--json").json
    assert doctor["problems"] == []
    library = doctor["library"]
    assert library["sound"] is True
    assert (library["papers"], library["lexical"]) == (papers, papers)
    assert (library["vectors"], library["pending"]) == (library["chunks"], 0)


def test_not_a_byte_of_room(disk: SmallDisk, on_disk: Run, kites: Kites) -> None:
    before = _ids(on_disk)
    disk.fill()
    # It is read, without a word, and cannot be written to.
    asked = on_disk("ask", QUESTION, "--json")
    assert (asked.json["status"], asked.err) == ("answered", "")
    assert _ids(on_disk) == before
    source = str(kites(KITES))
    for arguments in (("ingest", source), ("remove", min(before))):
        said = on_disk(*arguments).sentence
        assert "is full: make room, then run the same command again" in said
        assert "no paper is lost" in said
    # Nor is a new library begun.
    assert "is full: make room" in on_disk("ingest", source, home="new").sentence
    disk.make_room()
    assert _ids(on_disk) == before
    assert on_disk("ingest", source, "--json", home="new").json["papers"] == KITES
    assert on_disk("ingest", source, "--json").json["new"] == KITES
    _assert_mended(on_disk, STARTER + KITES)


def test_doctor_says_that_the_disk_is_full(disk: SmallDisk, on_disk: Run) -> None:
    disk.fill()
    doctor = on_disk("doctor", "--json").json
    [problem] = doctor["problems"]
    assert problem.startswith(f"The disk with the library at {disk.folder / 'home'} is full: make")
    assert doctor["library"]["sound"] is True
    # Before it is full it says so too.
    disk.make_room()
    disk.fill(leave=900)
    [problem] = on_disk("doctor", "--json").json["problems"]
    assert "0.9 MB left" in problem
    assert problem.endswith(": make room.")
    disk.make_room()
    _assert_mended(on_disk, STARTER)


@pytest.mark.parametrize("room", [100, 450, 1000])
def test_the_disk_fills_up_in_the_middle_of_an_ingest(
    disk: SmallDisk, on_disk: Run, kites: Kites, room: int
) -> None:
    """By ``room`` in kilobytes it ends while cataloguing, embedding, or writing an index."""
    before = _ids(on_disk)
    disk.fill(leave=room)
    source = str(kites(KITES))
    said = on_disk("ingest", source).sentence
    assert "room" in said
    assert "no paper is lost" in said
    stored = _ids(on_disk)
    assert stored >= before
    # Whoever asks is answered, and told at most what could not be mended.
    asked = on_disk("ask", QUESTION, "--json")
    assert asked.json["status"] == "answered"
    assert all(" room" in line or line.endswith(" ...") for line in asked.err.splitlines())
    disk.make_room()
    # The next start mends, and the same command goes on.
    assert on_disk("ask", QUESTION, "--json").json["status"] == "answered"
    assert _ids(on_disk) == stored
    report = on_disk("ingest", source, "--json").json
    assert report["new"] + report["unchanged"] == KITES
    assert report["unchanged"] == len(stored - before)
    _assert_mended(on_disk, STARTER + KITES)


def test_an_index_that_is_gone_from_a_full_disk(disk: SmallDisk, on_disk: Run) -> None:
    disk.run("rm", "-r", disk.folder / "home" / "lexical")
    disk.fill()
    said = on_disk("ask", QUESTION).sentence
    assert "cannot be read" in said
    assert "check that the disk has room, then run 'paperchat doctor --repair'" in said
    repairing = on_disk("doctor", "--repair")
    assert repairing.code == 1
    assert repairing.err.splitlines()[-1].startswith("Error: The ")
    assert "check that the disk has room" in repairing.err
    disk.make_room()
    assert on_disk("ask", QUESTION, "--json").json["status"] == "answered"
    _assert_mended(on_disk, STARTER)


def test_who_began_on_a_full_disk_sees_what_comes_when_there_is_room(
    disk: SmallDisk, on_disk: Run, kites: Kites, talk: Callable[[Sequence[str], Path], Any]
) -> None:
    disk.fill()
    talking = talk(disk.inside, disk.folder / "home")
    assert talking.ask(QUESTION)["status"] == "answered"
    disk.make_room()
    assert on_disk("ingest", str(kites(20)), "--json").json["new"] == 20
    answer = talking.ask("In how many knots does the Zorbel7 kite stay up?")
    assert answer["status"] == "answered"
    assert "k7" in {citation["paper_id"] for citation in answer["citations"]}
    # And the other way round: the disk fills up under its feet.
    disk.fill()
    assert talking.ask(QUESTION)["status"] == "answered"
    disk.make_room()
    _assert_mended(on_disk, STARTER + 20)


def test_the_page_starts_on_a_full_disk(
    disk: SmallDisk, offline_environment: dict[str, str]
) -> None:
    disk.fill()
    with PageProcess(disk.folder / "home", offline_environment, disk.inside) as page:
        assert page.shown() == 200
    assert "Traceback" not in page.told
