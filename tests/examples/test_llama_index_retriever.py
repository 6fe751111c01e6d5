"""The example runs as it stands, offline, over the starter library."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from sample_starter import starter_home

from paperchat.library.library import Library

__all__ = ["starter_home"]

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "llama_index_retriever.py"


@pytest.mark.parametrize("arguments", [[], ["preference optimization", "year>=2024"]])
def test_it_prints_places_that_hold_what_the_engine_read(
    offline_environment, starter_home, arguments
) -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLE), *arguments],
        env={**offline_environment, "PAPERCHAT_HOME": str(starter_home)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    library = Library(starter_home)
    papers = {paper.id: paper for paper in library.catalogue.papers()}
    library.close()
    places = re.findall(r"^ +(\S+), characters (\d+) to (\d+)$", done.stdout, re.M)
    assert len(places) == 3
    for paper_id, start, end in places:
        assert papers[paper_id].text[int(start) : int(end)] in done.stdout
