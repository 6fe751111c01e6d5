"""Progress is for stderr alone: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from paperchat.cli import progress
from paperchat.cli.progress import ingest_progress, shown_progress
from paperchat.ingestion import Progress
from paperchat.types import SourceFormat


def test_elsewhere_a_line_is_told_every_ten_seconds(capsys, monkeypatch) -> None:
    now = 100.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    with shown_progress() as report:
        for step in range(1, 36):
            now += 1
            report("Reading papers", step, 35 if step > 20 else None)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "Reading papers: 11.", "Reading papers: 22 of 35.", "Reading papers: 33 of 35.",
    ]  # fmt: skip


def test_the_file_that_is_read_and_its_format_are_told(capsys, monkeypatch) -> None:
    now = 100.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    with shown_progress() as report:
        told = ingest_progress(report)
        now += 11
        reading = SourceFormat("list\x1b.bib", "BibTeX")
        told(Progress("reading", 500, None, reading=reading))
        now += 11
        told(Progress("embedding", 7, 9))
    assert capsys.readouterr().err.splitlines() == [
        "Reading papers of list.bib (BibTeX): 500.", "Embedding texts: 7 of 9.",
    ]  # fmt: skip


def test_quick_work_says_nothing(cli, home, write_lines) -> None:
    path = write_lines([{"title": "Kites", "abstract": "A kite stays up in a steady wind."}])
    assert cli("ingest", str(path), "--json", home=home).err == ""


@pytest.mark.skipif(os.name != "posix", reason="terminals of POSIX")
def test_on_a_terminal_a_bar_is_shown_and_stdout_carries_the_result_alone(
    offline_environment, home, write_lines
) -> None:
    path = write_lines([{"title": "Kites", "abstract": "A kite stays up in a steady wind."}])
    outer, inner = os.openpty()
    with ThreadPoolExecutor(1) as reader:
        # Read while it runs: a terminal that nobody reads takes a few thousand bytes, then none.
        shown = reader.submit(_all_of, outer)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "ingest", str(path), "--json", "--home", str(home)],
                stdout=subprocess.PIPE,
                stderr=inner,
                env={**offline_environment, "TERM": "xterm"},
                timeout=120,
                check=False,
            )
        finally:
            os.close(inner)
        seen = shown.result(timeout=10)
    os.close(outer)
    assert done.returncode == 0
    assert json.loads(done.stdout)["new"] == 1
    assert b"Reading papers" in seen
    assert b"Embedding texts" in seen


def _all_of(descriptor: int) -> bytes:
    seen = b""
    while chunk := _read(descriptor):
        seen += chunk
    return seen


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # Linux says so when the other end is closed
        return b""
