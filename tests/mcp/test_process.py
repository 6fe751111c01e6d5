"""The server as a process: what is on its streams, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 0,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}
INITIALIZED = {"jsonrpc": "2.0", "method": "notifications/initialized"}


@contextmanager
def _started(
    environment: dict[str, str], home: Path, *options: str
) -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen(
        [sys.executable, "-m", "paperchat", "mcp", "--home", str(home), *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    try:
        with child:
            yield child
    finally:
        if child.poll() is None:
            child.kill()


def _call(number: int, tool: str, **given: object) -> dict[str, object]:
    params = {"name": tool, "arguments": given}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}


def _send(child: subprocess.Popen[bytes], *messages: object) -> None:
    for message in messages:
        line = message if isinstance(message, bytes) else json.dumps(message).encode()
        child.stdin.write(line + b"\n")
    child.stdin.flush()


def _answers(child: subprocess.Popen[bytes], wanted: set[int]) -> dict[int, dict]:
    """Read lines until all of the ``wanted`` requests are answered; each line is a message."""
    found: dict[int, dict] = {}
    while not wanted <= set(found):
        message = json.loads(child.stdout.readline())
        assert message["jsonrpc"] == "2.0"
        if message.get("id") is not None:
            found[message["id"]] = message
    return found


def test_stdout_holds_the_protocol_alone_also_while_a_library_is_set_up(
    server_environment, tmp_path
) -> None:
    with _started(server_environment, tmp_path / "new") as child:
        _send(child, INITIALIZE)
        # It says hello before the library is there, since clients do not wait for long.
        hello = _answers(child, {0})[0]["result"]
        assert hello["serverInfo"]["name"] == "paperchat"
        assert hello["capabilities"].keys() >= {"tools", "resources"}
        _send(child, INITIALIZED, b"this is no message", b"", b"\xff\xfe{}")
        _send(
            child,
            _call(1, "list_papers", limit=1),
            _call(2, "ask", question="What is the capital of France?"),
            _call(3, "ask"),
        )
        found = _answers(child, {1, 2, 3})
        assert found[1]["result"]["structuredContent"]["total"] == 48
        assert found[2]["result"]["structuredContent"]["status"] == "no_evidence"
        assert found[3]["result"]["isError"] is True
        child.stdin.close()
        for line in child.stdout.read().splitlines():
            assert json.loads(line)["jsonrpc"] == "2.0"
        told = child.stderr.read().decode()
        assert child.wait(timeout=20) == 0
    assert told.startswith("Setting up a new library with the starter papers")
    assert "Traceback" not in told


def test_a_client_of_the_older_handshake_is_served_too(connected, starter_home) -> None:
    with connected(starter_home, mode="legacy") as session:
        found = session.call("search", query="reward hacking", k=2)
        assert len(found.structured_content["hits"]) == 2


def test_it_ends_when_its_client_is_gone_before_saying_anything(
    server_environment, starter_home
) -> None:
    with _started(server_environment, starter_home) as child:
        out, told = child.communicate(timeout=60)
        assert (child.returncode, out, told) == (0, b"", b"")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_an_interrupt_ends_it_while_it_waits_for_a_line(server_environment, starter_home) -> None:
    with _started(server_environment, starter_home) as child:
        _send(child, INITIALIZE)
        _answers(child, {0})
        child.send_signal(signal.SIGINT)
        begun = time.monotonic()
        assert child.wait(timeout=20) == 1
        assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--model", "nonsense"], b"nonsense"),
        (["--model", "openai:gpt-4o-mini"], b"OPENAI_API_KEY"),
    ],
)
def test_a_wrong_model_is_told_before_a_client_waits(
    server_environment, starter_home, options, said
) -> None:
    with _started(server_environment, starter_home, *options) as child:
        out, told = child.communicate(timeout=60)
        assert (child.returncode, out) == (2, b"")
        assert told.startswith(b"Error: ")
        assert said in told
        assert len(told.splitlines()) == 1


def test_a_library_that_cannot_be_opened_is_told_at_each_call(connected, tmp_path) -> None:
    home = tmp_path / "broken"
    home.mkdir()
    (home / "catalogue.sqlite3").write_bytes(b"this is no database, however long it may be" * 50)
    with connected(home) as session:
        for tool, given in (("ask", {"question": "What is DPO?"}), ("list_papers", {})):
            assert "catalogue" in session.failed(tool, **given)
        assert "Traceback" not in session.log.read_text(encoding="utf-8")
