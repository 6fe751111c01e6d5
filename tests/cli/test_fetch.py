"""The commands of fetch, against servers on this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from paper_services import Fault, PaperServices, arxiv_id, daily, paper_services

DAY = "2024-02-28"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PaperServices]:
    with paper_services(150, {DAY: [daily(1), daily(2)]}) as served:
        monkeypatch.setenv("PAPERCHAT_ARXIV_URL", served.address)
        monkeypatch.setenv("PAPERCHAT_HF_URL", served.address)
        yield served


def test_a_search_becomes_papers(cli, server, home) -> None:
    done = cli("fetch", "arxiv", "--query", "beetle", "--json", home=home)
    assert (done.code, done.err) == (0, "")
    (result,) = done.json
    assert (result["source"], result["requests"], result["pages"]) == ("arXiv: beetle", 2, 2)
    assert (result["report"]["new"], result["report"]["sources"]) == (150, ["arXiv: beetle"])
    assert cli("papers", "--json", home=home).json[0]["sources"] == ["arXiv: beetle"]


def test_a_day_becomes_papers_and_says_so(cli, server, home) -> None:
    done = cli("fetch", "hf", "--date", DAY, home=home)
    assert done.code == 0
    first, second, *_ = done.out.splitlines()
    assert first == f"Hugging Face Daily Papers of {DAY}: 1 page."
    assert second.startswith("Read 2: 2 new, 0 updated")


def test_what_is_watched_brings_only_what_is_new(cli, server, home) -> None:
    assert cli("fetch", "arxiv", "--query", "beetle", "--watch", home=home).code == 0
    assert cli("fetch", "hf", "--date", DAY, "--to", DAY, "--watch", home=home).code == 0
    server.papers = 153
    done = cli("fetch", "--watched", "--json", home=home)
    assert done.code == 0
    assert [result["report"]["new"] for result in done.json] == [3, 0]
    listed = cli("fetch", "watches", "--json", home=home).json
    assert [(watch["number"], watch["name"]) for watch in listed] == [
        (1, "arXiv: beetle"), (2, f"Hugging Face Daily Papers of {DAY}"),
    ]  # fmt: skip
    assert all(watch["ran_at"] for watch in listed)
    assert cli("fetch", "unwatch", "1", home=home).code == 0
    assert "beetle" not in cli("fetch", "watches", home=home).out
    assert "There is no watch 1" in cli("fetch", "unwatch", "1", home=home).failed(2)


def test_the_same_watch_is_kept_once(cli, server, home) -> None:
    for _ in range(2):
        cli("fetch", "arxiv", "--ids", arxiv_id(1), "--watch", home=home)
    assert len(cli("fetch", "watches", "--json", home=home).json) == 1


def test_one_watch_that_fails_stops_no_other(cli, server, home) -> None:
    cli("fetch", "arxiv", "--query", "beetle", "--watch", home=home)
    cli("fetch", "hf", "--date", DAY, "--to", DAY, "--watch", home=home)
    before = cli("fetch", "watches", "--json", home=home).json
    server.faults = [Fault(404)]
    done = cli("fetch", "--watched", "--json", home=home)
    assert (done.code, len(done.json)) == (1, 1)
    assert "Error: arXiv: beetle: arXiv refuses the request" in done.err
    after = cli("fetch", "watches", "--json", home=home).json
    assert [a["ran_at"] == b["ran_at"] for a, b in zip(after, before, strict=True)] == [True, False]


def test_watches_of_no_library_are_none(cli, home) -> None:
    assert cli("fetch", "watches", "--json", home=home).json == []
    assert "no library" in cli("fetch", "unwatch", "1", home=home).failed(2)
    assert not home.exists()


def test_offline_is_one_line_and_costs_nothing(cli, own_home, monkeypatch, state_of) -> None:
    monkeypatch.setenv("PAPERCHAT_ARXIV_URL", "http://127.0.0.1:9")
    before = state_of(own_home)
    said = cli("fetch", "arxiv", "--query", "beetle", home=own_home).failed(1)
    assert "cannot be reached" in said
    assert "connect and run the command again" in said
    assert state_of(own_home) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Say what to fetch"),
        (["arxiv"], "The search is empty"),
        (["arxiv", "--ids", "fish"], "is no id of arXiv"),
        (["arxiv", "--ids", "2401.00001", "--query", "x"], "have nothing to do"),
        (["hf"], "Missing option '--date'"),
        (["hf", "--date", "soon"], "does not match"),
        (["hf", "--date", "2024-02-02", "--to", "2024-02-01"], "--to is before --date"),
        (["hf", "--date", "2999-01-01"], "up to today"),
        (["--watched", "watches"], "--watched is given without a command"),
    ],
)
def test_what_cannot_be_fetched_is_told(cli, server, home, arguments, said) -> None:
    assert said in cli("fetch", *arguments, home=home).failed(2)
    assert server.asked == []


def test_doctor_names_who_would_be_asked(cli, own_home) -> None:
    network = cli("doctor", "--json", home=own_home).json["network"]
    assert network["used"] is False
    assert "export.arxiv.org and huggingface.co" in network["on_command"]


def test_a_killed_run_goes_on_where_it_stopped(cli, server, home, offline_environment) -> None:
    server.papers = 350
    server.hold_at = "200"
    arguments = ["fetch", "arxiv", "--query", "beetle", "--home", str(home)]
    child = subprocess.Popen(
        [sys.executable, "-m", "paperchat", *arguments],
        env={**offline_environment, "PAPERCHAT_ARXIV_URL": server.address},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(lambda: any(ask["start"] == "200" for ask in server.asked), child)
    finally:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        server.released.set()
    assert len(_pages(home)) == 2
    server.hold_at = None
    server.asked.clear()
    done = cli("fetch", "arxiv", "--query", "beetle", "--json", home=home)
    assert done.code == 0, done.err
    assert [ask["start"] for ask in server.asked] == ["200", "300"]
    assert done.json[0]["reused"] == 2
    assert done.json[0]["report"]["new"] == 350
    assert _pages(home) == []


def _pages(home: Path) -> list[Path]:
    return list((home / "fetched").glob("*/*.page"))


def _wait_for(condition, child: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while not condition():
        assert child.poll() is None, "the command ended before it was killed"
        assert time.monotonic() < until
        time.sleep(0.02)
