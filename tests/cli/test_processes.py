"""What only a process of its own shows: modules, pipes, signals, and the chat page's start."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from paperchat.library.library import Library

PAPER = {"id": "k1", "title": "Kites in Steady Wind", "abstract": "A kite stays up in wind."}
STARTS_WITHIN_S = 60.0

posix = pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX")


@pytest.fixture
def started(offline_environment):
    """Start a module and leave it running: ``with started("paperchat", "chat") as child:``."""

    @contextmanager
    def start(module: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        child = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=offline_environment,
        )
        try:
            with child:
                yield child
        finally:
            if child.poll() is None:
                child.kill()

    return start


def test_python_m_paperchat_is_paperchat(process, cli, own_home) -> None:
    arguments = ["papers", "--json", "--home", str(own_home)]
    done = process("paperchat", *arguments)
    assert (done.code, done.err) == (0, "")
    assert done.out == cli(*arguments).out
    assert process("paperchat", "--help").out == cli("--help").out


def test_python_m_ingest_is_paperchat_ingest(process, cli, home, write_lines) -> None:
    path = str(write_lines([PAPER]))
    done = process("ingest", path, "--json", "--home", str(home))
    assert (done.code, done.err) == (0, "")
    assert done.json["new"] == 1
    again = process("ingest", "--home", str(home), path, "--json")
    assert again.json["unchanged"] == 1
    assert process("ingest", "--help").out == cli("ingest", "--help").out
    missing = process("ingest", "missing.txt", "--home", str(home))
    assert missing.failed(2) == cli("ingest", "missing.txt", home=home).failed(2)


def test_an_answer_in_a_process_without_utf8(process, own_home, check_answer) -> None:
    done = process(
        "paperchat", "ask", "What is “direct preference optimization”?", "--json",
        "--home", str(own_home),
        variables={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"},
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    assert "“" in str(check_answer(done.json)["question"])


def test_a_conversation_over_pipes_answers_each_line_at_once(started, own_home) -> None:
    with started("paperchat", "chat", "--json", "--home", str(own_home)) as child:
        for question in ("What is RPS?", "", "Why is the sky blue?"):
            child.stdin.write(f"{question}\n".encode())
            child.stdin.flush()
            assert json.loads(child.stdout.readline())["question"] == question
        child.stdin.close()
        assert child.wait(timeout=30) == 0
        assert child.stderr.read() == b""


@posix
def test_a_lost_reader_ends_the_conversation_quietly(started, own_home) -> None:
    with started("paperchat", "chat", "--json", "--home", str(own_home)) as child:
        child.stdin.write(b"What is RPS?\n")
        child.stdin.flush()
        assert json.loads(child.stdout.readline())["status"]
        child.stdout.close()
        child.stdin.write(b"What is DPO?\nWhat is RPS?\n")
        child.stdin.close()
        assert child.wait(timeout=30) == 1
        assert child.stderr.read() == b""


@posix
@pytest.mark.parametrize("command", [["papers", "--json"], ["export", "jsonl"]])
def test_a_reader_that_has_seen_enough(started, own_home, command) -> None:
    with started("paperchat", *command, "--home", str(own_home)) as child:
        assert child.stdout.read(1)
        child.stdout.close()
        child.wait(timeout=30)
        assert child.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_is_one_sentence(offline_environment, own_home) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "paperchat", "papers", "--home", str(own_home)],
            stdout=full,
            stderr=subprocess.PIPE,
            env=offline_environment,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert b"No space left" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def _wait_for_papers(home: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline:
        if Library.exists(home):
            library = Library(home)
            try:
                if library.catalogue.count():
                    return
            finally:
                library.close()
        time.sleep(0.05)
    pytest.fail("the ingest stored nothing in time")


@posix
def test_ctrl_c_stops_an_ingest_with_one_sentence(started, home, write_lines, cli) -> None:
    rows = [
        {"title": f"Kites number {number}", "abstract": f"Kite {number} stays up. " * 40}
        for number in range(3000)
    ]
    path = str(write_lines(rows))
    with started("ingest", path, "--json", "--home", str(home)) as child:
        _wait_for_papers(home)
        child.send_signal(signal.SIGINT)
        assert child.wait(timeout=60) == 1
        said = child.stderr.read().decode()
        assert child.stdout.read() == b""
    assert said.startswith("Stopped: what was stored is kept")
    assert len(said.splitlines()) == 1
    assert len(cli("papers", "--json", home=home).json) > 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@posix
def test_without_a_command_the_page_starts_and_its_address_is_printed(started, home) -> None:
    port = _free_port()
    with started("paperchat", "--home", str(home), "--port", str(port)) as child:
        assert select.select([child.stdout], [], [], STARTS_WITHIN_S)[0], "no address in time"
        address = child.stdout.readline().decode().strip()
        assert address == f"http://127.0.0.1:{port}"
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=10) as health:
            assert health.status == 200
        child.send_signal(signal.SIGINT)
        assert child.wait(timeout=30) == 0
        said = child.stderr.read().decode()
    assert "starter" in said
    assert "Traceback" not in said
    library = Library(home)
    assert library.catalogue.count() == 48
    library.close()


def _without_superpowers() -> list[str]:
    """Return what goes before a command, so that permissions count for the superuser as well."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("the superuser may write everywhere, and there is no setpriv to change that")
    powers = "-dac_override,-dac_read_search"
    return ["setpriv", f"--bounding-set={powers}", f"--inh-caps={powers}"]


@posix
def test_a_home_that_may_only_be_read(offline_environment, own_home, state_of, write_lines) -> None:
    before = state_of(own_home)
    prefix = _without_superpowers()
    path = str(write_lines([PAPER]))
    files = [own_home, *own_home.rglob("*")]

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*prefix, sys.executable, "-m", "paperchat", *arguments]
        return subprocess.run(
            command,
            env=offline_environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    try:
        for file in files:
            file.chmod(0o500 if file.is_dir() else 0o400)
        listed = run("papers", "--json", "--home", str(own_home))
        assert (listed.returncode, len(json.loads(listed.stdout))) == (0, 48)
        for home in (own_home, own_home / "below"):
            done = run("ingest", path, "--home", str(home))
            assert (done.returncode, done.stdout) == (1, "")
            assert str(home) in done.stderr
            assert len(done.stderr.splitlines()) == 1
    finally:
        for file in files:
            file.chmod(0o700 if file.is_dir() else 0o600)
    assert state_of(own_home) == before
