"""The chat page in a process of its own, which may stand behind another command."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from chroma_process import free_port


class PageProcess:
    """Serves the page of a home inside of ``with``; ``told`` is what it has said on stderr then."""

    def __init__(self, home: Path, environment: dict[str, str], before: Sequence[str] = ()) -> None:
        self.told = ""
        self._address = f"http://127.0.0.1:{(port := free_port())}"
        self._process = subprocess.Popen(
            [*before, sys.executable, "-m", "paperchat", "--home", home, "--port", str(port)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip

    def __enter__(self) -> PageProcess:
        return self

    def shown(self) -> int:
        """Return the status with which the page answers, once it has told its address."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        assert line == self._address, self._process.communicate(timeout=30)[1]
        with urllib.request.urlopen(self._address, timeout=10) as shown:
            status: int = shown.status
            return status

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self.told = self._process.communicate(timeout=30)[1]
