"""The help is the manual, and docs/cli.md is the help."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paperchat.cli.manual import manual

PAGE = Path(__file__).resolve().parents[2] / "docs" / "cli.md"
COMMANDS = [
    "ask", "summarize", "compare", "chat", "search", "papers", "export", "show", "map",
    "ingest", "remove", "restore", "doctor", "model", "eval", "evaluate", "mcp", "conversations",
    "fetch",
]  # fmt: skip


def test_the_page_is_the_help() -> None:
    assert PAGE.read_text(encoding="utf-8") == manual(), "run: python scripts/cli_docs.py"


def test_every_command_of_the_contract_is_in_the_manual() -> None:
    assert re.findall(r"^## paperchat (\w+)$", manual(), re.M) == COMMANDS


OF_CONVERSATIONS = [
    "show", "rename", "delete", "export", "rate", "explain", "retry", "edit", "undo"
]  # fmt: skip
OF_FETCH = ["arxiv", "hf", "watches", "unwatch"]


def test_the_commands_of_groups_are_in_the_manual() -> None:
    found = re.findall(r"^### paperchat conversations (\w+)$", manual(), re.M)
    assert found == OF_CONVERSATIONS
    assert re.findall(r"^### paperchat fetch (\w+)$", manual(), re.M) == OF_FETCH


@pytest.mark.parametrize(
    "command",
    [
        [],
        *([name] for name in COMMANDS),
        *(["conversations", name] for name in OF_CONVERSATIONS),
        *(["fetch", name] for name in OF_FETCH),
    ],
)
def test_help_is_complete(cli, command) -> None:
    done = cli(*command, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: {' '.join(['paperchat', *command])} [OPTIONS]")
    assert "Examples:" in done.out
    assert "--home DIR" in done.out
    # Help that was cut ends in "..."; so does what may be given several times, behind its name.
    assert not re.search(r"(?<!SOURCE)(?<![}\]])\.\.\.", done.out)


def test_the_examples_name_commands_and_options_that_exist() -> None:
    for example in re.findall(r"^ +(?:printf .*\| )?paperchat (.+)$", manual(), re.M):
        words = example.split(" > ")[0].split()
        command = next(word for word in words if word in COMMANDS or word == "COMMAND")
        section = manual().split(f"## paperchat {command}\n")[-1].split("\n## ")[0]
        for option in re.findall(r"(?<= )(--?[a-z-]+)", f" {example}"):
            assert f" {option} " in section or option == "--help", (command, option)
