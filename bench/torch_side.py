"""sentence-transformers as a side of the ingest benchmark: a process of another environment."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.chunking import CHUNK_TOKENS

VARIABLE = "BENCH_TORCH_PYTHON"
_SCRIPT = Path(__file__).with_name("torch_ingest.py")


class TorchSide:
    """The process, its model loaded."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ingest(self, folder: Path, data: bytes) -> tuple[float, float]:
        """Ingest JSON lines into an index below ``folder``; returns seconds, and of processors.

        Raises:
            RuntimeError: the process has ended; what it said went to stderr.
        """
        assert self._process.stdin is not None
        file = folder / "papers.jsonl"
        file.write_bytes(data)
        asked = {"file": str(file), "folder": str(folder / "index"), "chunk_tokens": CHUNK_TOKENS}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        told = json.loads(self.read())
        return float(told["wall"]), float(told["processor"])

    def read(self) -> str:
        """Return what the process says next; raises as ``ingest``."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the side with sentence-transformers has ended")
        return line


@contextmanager
def torch_side() -> Iterator[TorchSide | None]:
    """Start it where ``BENCH_TORCH_PYTHON`` names a Python that has it; None where it does not."""
    python = os.environ.get(VARIABLE)
    if not python:
        yield None
        return
    process = subprocess.Popen(
        [python, str(_SCRIPT)],
        env={**os.environ, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        side = TorchSide(process)
        side.read()
        yield side
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait()
        process.stdout.close()
