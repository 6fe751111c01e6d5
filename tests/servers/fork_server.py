"""Starts commands as forks of a process that has imported everything, so each costs no imports.

Takes one JSON object a line: ``{"run": [module, argument, ...], "out": FILE, "err": FILE}`` is
answered with ``{"pid": N}`` while the command runs, and ``{"wait": N}`` with ``{"code": N}`` when
it has ended. A fork runs the module exactly as ``python -m module argument ...`` does.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import runpy
import sys

# Not onnxruntime, whose threads do not survive a fork.
_IMPORTED_FIRST = (
    "paperchat.cli",
    "paperchat.wiring",
    "paperchat.ingestion",
    "paperchat.library.chroma",
    "paperchat.library.chroma_server",
    "tokenizers",
    "tiktoken",
    "llama_index.core.node_parser",
)


def _run(module: str, arguments: list[str], out: str, err: str) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for name, number in ((out, 1), (err, 2)):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), number)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _answer(**values: int) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Serve until stdin ends."""
    for name in _IMPORTED_FIRST:
        importlib.import_module(name)
    _answer(ready=os.getpid())
    # Unbuffered, or a fork would inherit what was read ahead.
    requests = io.FileIO(0, closefd=False)
    while line := requests.readline():
        request = json.loads(line)
        if "wait" in request:
            _, status = os.waitpid(request["wait"], 0)
            _answer(code=os.waitstatus_to_exitcode(status))
            continue
        pid = os.fork()
        if pid == 0:
            module, *arguments = request["run"]
            _run(module, arguments, request["out"], request["err"])
            return
        _answer(pid=pid)


if __name__ == "__main__":
    main()
