"""One starter library for the session, and ways to run the command line on it."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from sample_starter import starter_home

from paperchat.cli.main import main

__all__ = ["starter_home"]

Json = dict[str, object]

ANSWER_KEYS = {
    "question", "rewritten_question", "kind", "status", "text", "sentences", "citations",
    "comparison", "nearest", "missing_terms", "model", "timings_ms",
}  # fmt: skip
KINDS = {"ask", "summary", "comparison", "list", "facts", "chat"}
STATUSES = {"answered", "no_evidence", "not_in_abstract", "unknown_paper", "error"}
VERDICTS = {"verbatim", "supported", "weak", "unsupported", "none"}
CITATION_KEYS = {"label", "paper_id", "title", "quote", "start", "end", "url"}


@dataclass(frozen=True, slots=True)
class Result:
    """What one run of the command line left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> object:
        """stdout as JSON, which fails when anything else is on it."""
        return json.loads(self.out)

    @property
    def objects(self) -> list[Json]:
        """stdout as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    def failed(self, code: int) -> str:
        """Return the one sentence of a failure after checking that there is nothing else."""
        assert self.code == code, (self.code, self.out, self.err)
        assert self.out == ""
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("Error: "), self.err
        assert lines[0].endswith("."), self.err
        assert "Traceback" not in self.err
        return lines[0]


Cli = Callable[..., Result]


@pytest.fixture
def own_home(starter_home: Path, tmp_path: Path) -> Path:
    """A copy of the starter library, for one test that changes it."""
    home = tmp_path / "own-library"
    shutil.copytree(starter_home, home)
    return home


@pytest.fixture
def cli(cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run the command line in this process: ``cli("ask", "...", home=..., stdin=...)``."""
    monkeypatch.setenv("PAPERCHAT_CACHE", str(cache))

    def run(*arguments: str, home: Path | None = None, stdin: bytes = b"") -> Result:
        given = [*arguments, *(["--home", str(home)] if home else [])]
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(given)
        out, err = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return Result(left.value.code, out, err)

    return run


@pytest.fixture
def process(offline_environment: dict[str, str]) -> Cli:
    """Run a module in a process of its own: ``process("paperchat", "ask", "...")``."""

    def run(
        module: str,
        *arguments: str,
        stdin: bytes = b"",
        variables: Mapping[str, str] | None = None,
    ) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            input=stdin,
            capture_output=True,
            timeout=120,
            env={**offline_environment, **(variables or {})},
            check=False,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def write_lines(tmp_path: Path) -> Callable[..., Path]:
    """Write objects as JSON Lines: ``write_lines([{...}], "name.jsonl")``."""

    def write(rows: Iterable[Mapping[str, object]], name: str = "papers.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
        return path

    return write


@pytest.fixture
def state_of() -> Callable[[Path], dict[str, str]]:
    """Return what a library holds, to see that a command left it alone."""
    from paperchat.library.library import Library

    def state(home: Path) -> dict[str, str]:
        library = Library(home)
        try:
            papers = library.catalogue.papers()
            generation = str(library.catalogue.generation())
        finally:
            library.close()
        return {"generation": generation, **{paper.id: repr(paper) for paper in papers}}

    return state


@pytest.fixture
def check_answer(starter_home: Path) -> Callable[[object], Json]:
    """Hold an answer over the starter library to the contract, and return it."""
    from paperchat.library.library import Library

    library = Library(starter_home)
    texts = {paper.id: paper.text for paper in library.catalogue.papers()}
    library.close()

    def check(value: object) -> Json:
        assert isinstance(value, dict)
        assert set(value) >= ANSWER_KEYS
        assert value["kind"] in KINDS
        assert value["status"] in STATUSES
        assert set(value["timings_ms"]) >= {"total", "retrieve", "answer"}
        labels = {citation["label"] for citation in value["citations"]}
        for citation in value["citations"]:
            assert set(citation) >= CITATION_KEYS
            text = texts[citation["paper_id"]]
            assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert {int(label) for label in re.findall(r"(?<!\\)\[(\d+)\]", value["text"])} == labels
        for sentence in value["sentences"]:
            assert set(sentence) >= {"text", "labels", "verdict"}
            assert sentence["verdict"] in VERDICTS
            assert set(sentence["labels"]) <= labels
        for paper in value["nearest"]:
            assert set(paper) >= {"paper_id", "title", "score"}
        return value

    return check
