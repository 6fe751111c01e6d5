"""What opening a library costs: nothing heavy is imported before it is needed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from paperchat.library.library import Library
from paperchat.types import Record

HEAVY = ("chromadb", "llama_index", "rich", "typer", "onnxruntime", "tiktoken", "streamlit")

_OPEN = """
import sys
from pathlib import Path
from paperchat.library.library import Library
library = Library(Path(sys.argv[1]))
library.reconcile()
library.catalogue.papers()
library.lexical.search(library.lexical.tokens("essay"), 5)
library.close()
print(*[name for name in sys.argv[2:] if name in sys.modules])
"""

_TELEMETRY = """
import os, sys
os.environ["ANONYMIZED_TELEMETRY"] = "True"
from pathlib import Path
from paperchat.library.chroma import ChromaCollection
collection = ChromaCollection(Path(sys.argv[1]), create_for="x")
print(os.environ["ANONYMIZED_TELEMETRY"], collection._client.get_settings().anonymized_telemetry)
collection.close()
"""


def _run(code: str, *arguments: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.strip()


def test_opening_a_library_imports_nothing_heavy(
    library: Library,
    put: Callable[[Library, Sequence[Record]], object],
    essay: Callable[[int], Record],
    offline_environment: dict[str, str],
) -> None:
    put(library, [essay(1), essay(2)])
    library.close()
    assert _run(_OPEN, str(library.home), *HEAVY, environment=offline_environment) == ""


def test_telemetry_is_off_whatever_the_environment_says(
    tmp_path: Path, offline_environment: dict[str, str]
) -> None:
    (tmp_path / "chroma").mkdir()
    told = _run(_TELEMETRY, str(tmp_path / "chroma"), environment=offline_environment)
    assert told == "False False"
