"""``paperchat ingest`` as a process that is watched: how far it is, and what memory it takes."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_EMBEDDING = re.compile(r"Embedding texts: (\d+) of (\d+)")
_LOOK_EVERY_S = 0.2


class Ingesting:
    """One run of the command; leaving it kills what is still at work.

    Raises:
        RuntimeError: in any method, that the command failed; what it said is in the message.
    """

    def __init__(self, file: Path, home: Path) -> None:
        self._began = time.perf_counter()
        self._ended: float | None = None
        self._process = subprocess.Popen(
            [sys.executable, "-m", "paperchat", "ingest", str(file), "--home", str(home)],
            env=_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._said: list[str] = []
        self._steps: list[tuple[float, int, int]] = []
        self.peak_mib = 0.0
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def __enter__(self) -> Ingesting:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._thread.join()
        assert self._process.stderr is not None
        self._process.stderr.close()

    @property
    def seconds(self) -> float:
        """How long it has been at work, or was."""
        return (self._ended or time.perf_counter()) - self._began

    def check(self) -> None:
        """Look at the memory, and that it is alive."""
        self.peak_mib = max(self.peak_mib, _peak_mib(self._process.pid))
        if self._process.poll() not in (None, 0):
            raise RuntimeError(f"ingest failed: {' '.join(self._said[-3:])}")

    def wait_until_embedding(self) -> float:
        """Wait until it embeds or, where nothing is to embed, ends; returns the seconds so far."""
        while not self._steps and self._process.poll() is None:
            self.check()
            time.sleep(_LOOK_EVERY_S)
        return self.seconds

    def run_for(self, seconds: float) -> None:
        """Let it work on for so long, or to its end."""
        until = time.perf_counter() + seconds
        while time.perf_counter() < until and self._process.poll() is None:
            self.check()
            time.sleep(_LOOK_EVERY_S)

    def finish(self) -> None:
        """Let it work to its end."""
        while self._process.poll() is None:
            self.check()
            time.sleep(_LOOK_EVERY_S)
        self._ended = time.perf_counter()
        self.check()

    def end(self, how: signal.Signals) -> None:
        """Send it a signal, and wait until it is gone."""
        self.check()
        self._process.send_signal(how)
        self._process.wait()
        self._ended = time.perf_counter()

    def first_total(self) -> int:
        """Return how many texts waited when it began to embed; 0 if it did not."""
        return self._steps[0][2] if self._steps else 0

    def rate(self) -> float:
        """Return the texts embedded a second, over all the time it told of."""
        if len(self._steps) < 2:
            return 0.0
        (start, done, _), (end, more, _) = self._steps[0], self._steps[-1]
        return (more - done) / (end - start)

    def _listen(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._said.append(line.strip())
            if step := _EMBEDDING.search(line):
                self._steps.append((time.perf_counter(), int(step[1]), int(step[2])))


def ask(home: Path, question: str) -> bool:
    """Ask in a process of its own, as a user would; returns whether papers answered."""
    done = subprocess.run(
        [sys.executable, "-m", "paperchat", "ask", question, "--json", "--home", str(home)],
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0 and json.loads(done.stdout)["status"] == "answered"


def _environment() -> dict[str, str]:
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path}


def _peak_mib(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    except OSError:
        return 0.0
    peaks = (line.split()[1] for line in lines if line.startswith("VmHWM"))
    return int(next(peaks, "0")) / 1024
