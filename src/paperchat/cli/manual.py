"""The manual: the help of every command, as one Markdown page (docs/cli.md)."""

from __future__ import annotations

from typer.core import TyperGroup
from typer.main import get_command

from paperchat.cli.main import NAME, app

_WIDTH = 90
_TOP = f"""# The command line

This is what `{NAME} --help` and `{NAME} COMMAND --help` print. The page is written by
`python scripts/cli_docs.py`; a test holds it equal to the help.
"""


def manual() -> str:
    """Return the help of ``paperchat`` and of each of its commands."""
    whole = get_command(app)
    assert isinstance(whole, TyperGroup)  # noqa: S101  # an app with commands is a group
    top = whole.make_context(NAME, [], resilient_parsing=True, terminal_width=_WIDTH)
    sections = [_section(NAME, whole.get_help(top))]
    for name in whole.list_commands(top):
        command = whole.commands[name]
        context = command.make_context(
            name, [], parent=top, resilient_parsing=True, terminal_width=_WIDTH
        )
        sections.append(_section(f"{NAME} {name}", command.get_help(context)))
    return "\n".join([_TOP, *sections])


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n```text\n{text.rstrip()}\n```\n"
