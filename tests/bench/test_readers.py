from __future__ import annotations

from pathlib import Path

import pytest

from bench import readers

_ENTRY = "@article{{a, title={{{title}}}, abstract={{{text}}}}}"


def test_each_file_gives_papers_or_a_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Bogs store carbon only as long as they stay wet, yet sensors cover few of them."
    (tmp_path / "good.bib").write_text(_ENTRY.format(title="On bogs", text=text))
    (tmp_path / "bare.bib").write_text("@article{a, title={On bogs}}")
    (tmp_path / "empty.xml").write_text("")
    assert readers.main(["--folder", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "3 files: 1 papers from 1 of them, a reason for each of the other 2." in said
    assert "| `good.bib` | BibTeX | 1 | 0 |  |" in said
    assert "has no abstract" in said
    assert "is empty" in said


def test_without_files_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert readers.main(["--folder", str(tmp_path)]) == 1
    assert "name another one with --folder" in capsys.readouterr().err
