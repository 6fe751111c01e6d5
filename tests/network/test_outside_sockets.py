"""The block itself is tested, since every other test leans on it."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from pathlib import Path

import outside_sockets
import pytest

# An address of the range set aside for documentation: nothing ever answers there.
OUTSIDE = ("192.0.2.1", 80)


def _forget() -> list[str]:
    seen = list(outside_sockets.attempts)
    outside_sockets.attempts.clear()
    return seen


def test_outside_addresses_are_refused() -> None:
    with socket.socket() as sock:
        with pytest.raises(outside_sockets.OutsideConnectionError, match=r"192\.0\.2\.1"):
            sock.connect(OUTSIDE)
        with pytest.raises(outside_sockets.OutsideConnectionError):
            sock.connect_ex(OUTSIDE)
    with pytest.raises(outside_sockets.OutsideConnectionError):
        socket.create_connection(OUTSIDE, timeout=1)
    assert len(_forget()) == 3


def test_names_are_not_looked_up() -> None:
    with pytest.raises(outside_sockets.OutsideConnectionError, match=r"papers\.invalid"):
        socket.getaddrinfo("papers.invalid", 443)
    assert _forget() == ["papers.invalid"]


def test_swallowed_attempts_are_remembered() -> None:
    def try_quietly() -> None:
        try:
            socket.create_connection(OUTSIDE, timeout=1)
        except Exception:  # noqa: BLE001  # what careless library code does
            return

    thread = threading.Thread(target=try_quietly)
    thread.start()
    thread.join()
    assert _forget() == [str(OUTSIDE[0])]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_allowed(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection((host, port), timeout=5) as client:
            assert client.getpeername()[1] == port


def test_unix_sockets_are_allowed(tmp_path: Path) -> None:
    if not hasattr(socket, "AF_UNIX"):
        pytest.skip("this system has no unix sockets")
    # Relative, because the kernel takes about 100 characters; the test runs inside tmp_path.
    left, right = socket.socketpair(socket.AF_UNIX)
    with left, right, socket.socket(socket.AF_UNIX) as server:
        server.bind("s")
        server.listen()
        with socket.socket(socket.AF_UNIX) as client:
            client.connect("s")


def test_child_processes_are_blocked_too(offline_environment: dict[str, str]) -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=offline_environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "OutsideConnectionError" in done.stderr
