"""The two pages as processes: Paperchat, and a plain chat of Streamlit over LlamaIndex."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_PLAIN = _ROOT / "bench" / "plain_chat" / "page.py"
_STARTS_WITHIN_S = 600.0


@contextmanager
def ours(home: Path) -> Iterator[str]:
    """Serve ``home`` with ``paperchat``; yields the address when the page answers.

    Raises:
        RuntimeError: it did not start; what it said went to stderr.
    """
    given = {"PAPERCHAT_HOME": str(home), "PAPERCHAT_PORT": str(_free_port())}
    process = _start([sys.executable, "-m", "paperchat"], given, piped=True)
    try:
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], _STARTS_WITHIN_S)
        address = process.stdout.readline().strip() if ready else ""
        if not address.startswith("http://"):
            raise RuntimeError("Paperchat did not start")
        yield address.rstrip("/")
    finally:
        _end(process)


@contextmanager
def plain(folder: Path, papers: Path | None = None) -> Iterator[str]:
    """Serve the plain page over the index in ``folder``; it is made of ``papers`` if it is empty.

    Raises:
        RuntimeError: it did not start.
    """
    port = _free_port()
    given = {"BENCH_PLAIN": str(folder), "BENCH_PAPERS": str(papers or "")}
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(_PLAIN)),
        *("--server.headless", "true", "--server.address", "127.0.0.1"),
        *("--server.port", str(port), "--browser.gatherUsageStats", "false"),
    ]
    process = _start(command, given, piped=False)
    try:
        _await_port(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        _end(process)


def _start(command: list[str], given: dict[str, str], *, piped: bool) -> subprocess.Popen[str]:
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
    said = subprocess.PIPE if piped else subprocess.DEVNULL
    environment = {**os.environ, "PYTHONPATH": path, **given}
    return subprocess.Popen(command, env=environment, stdout=said, text=True)


def _await_port(process: subprocess.Popen[str], port: int) -> None:
    end = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError("the plain page did not start")


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
