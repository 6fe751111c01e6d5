"""A real Chroma server in a process of its own: ``chroma run``, as installed with chromadb."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

STARTS_WITHIN_S = 60.0


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class ChromaProcess:
    """One server with its folder; it can be killed, stopped, and started again at its address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process, which must have been started."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        chroma = Path(sys.executable).with_name("chroma")
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            self._process = subprocess.Popen(
                [chroma, "run", "--path", self.folder, "--host", "127.0.0.1",
                 "--port", str(self.port)],
                stdout=log, stderr=log, env=os.environ | {"ANONYMIZED_TELEMETRY": "False"},
            )  # fmt: skip
        limit = time.monotonic() + STARTS_WITHIN_S
        while not self.answers():
            assert self._process.poll() is None, "the Chroma server has ended"
            assert time.monotonic() < limit, "the Chroma server does not start"
            time.sleep(0.05)

    def answers(self) -> bool:
        """Tell whether it answers now."""
        try:
            return _ask(f"{self.url}/api/v2/heartbeat") is not None
        except OSError:
            return False

    def kill(self) -> None:
        """End it at once, as ``kill -9`` does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(30)
            self._process = None


def ids_on_server(url: str, prefix: str) -> dict[str, list[str]]:
    """Return the ids in each collection whose name begins so, asked without any client."""
    place = f"{url}/api/v2/tenants/default_tenant/databases/default_database/collections"
    found: dict[str, list[str]] = {}
    for collection in _ask(place):
        if collection["name"].startswith(prefix):
            ids = found.setdefault(collection["name"], [])
            page = {"include": [], "limit": 1000}
            while more := _ask(f"{place}/{collection['id']}/get", page | {"offset": len(ids)}):
                if not more["ids"]:
                    break
                ids += more["ids"]
    return found


def _ask(url: str, body: dict[str, object] | None = None) -> Any:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with opener.open(request, timeout=30) as answer:
        return json.load(answer)
