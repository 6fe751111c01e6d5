"""Commands in processes of their own that pay for no imports; see ``fork_server.py``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_NETWORK = Path(__file__).parents[1] / "network"


def fork_environment(cache: Path, folder: Path) -> dict[str, str]:
    """Return variables for a :class:`ForkServer`, whose library is not that of this machine."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PAPERCHAT_")}
    return environment | {
        "PAPERCHAT_CACHE": str(cache),
        "XDG_DATA_HOME": str(folder),
        "PYTHONPATH": str(_NETWORK),  # blocks the outside
        # One thread a library, so that the server may fork.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }


class ForkServer:
    """Starts, awaits and kills commands, which may stand behind another, ``before``."""

    def __init__(
        self, environment: dict[str, str], folder: Path, before: Sequence[str] = ()
    ) -> None:
        self._folder = folder
        self._started = 0
        self._files: dict[int, Path] = {}
        self._process = subprocess.Popen(
            [*before, sys.executable, Path(__file__).with_name("fork_server.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd=folder,
        )
        assert "ready" in self._answer()

    def start(self, *arguments: str) -> int:
        """Start ``python -m`` with these arguments; returns the process id."""
        self._started += 1
        file = self._folder / str(self._started)
        self._ask(run=arguments, out=f"{file}.out", err=f"{file}.err")
        pid = self._answer()["pid"]
        self._files[pid] = file
        return pid

    def wait(self, pid: int) -> int:
        """Return the exit code of a process, negative for a signal."""
        self._ask(wait=pid)
        return self._answer()["code"]

    def printed(self, pid: int) -> str:
        """Return what a process has printed so far."""
        return self._files[pid].with_suffix(".out").read_text()

    def told(self, pid: int) -> str:
        """Return what a process has told on stderr so far."""
        return self._files[pid].with_suffix(".err").read_text()

    def run(self, *arguments: str) -> str:
        """Run to the end, which must be a good one; returns what was printed."""
        pid = self.start(*arguments)
        code = self.wait(pid)
        assert code == 0, f"{arguments}: exit code {code}: {self.told(pid)}"
        return self.printed(pid)

    def close(self) -> None:
        """End the server."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()

    def _ask(self, **request: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()

    def _answer(self) -> dict[str, int]:
        assert self._process.stdout is not None
        answer: dict[str, int] = json.loads(self._process.stdout.readline())
        return answer
