"""docs/mcp.md shows settings that work, and names every tool."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from paperchat.cli.main import main
from paperchat.mcp.tools import TOOLS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "mcp.md").read_text(encoding="utf-8")
SETTINGS = [
    json.loads(block)["mcpServers"]["paperchat"]
    for text in (PAGE, (ROOT / "README.md").read_text(encoding="utf-8"))
    for block in re.findall(r"```json\n(\{\s*\"mcpServers.*?)```", text, re.S)
]


def test_every_tool_is_in_the_table_with_what_it_takes() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", PAGE, re.M))
    assert list(rows) == [tool.name for tool in TOOLS]
    for tool in TOOLS:
        assert re.findall(r"`(\w+)`", rows[tool.name]) == list(tool.takes.model_fields)


def test_there_are_settings_for_clients() -> None:
    assert len(SETTINGS) == 3


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda found: " ".join(found["args"]))
def test_the_settings_name_options_that_exist(settings, capsys) -> None:
    assert settings["command"].endswith("/.venv/bin/paperchat")
    with pytest.raises(SystemExit) as left:
        main([*settings["args"], "--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    for argument in settings["args"]:
        assert not argument.startswith("--") or argument in shown
