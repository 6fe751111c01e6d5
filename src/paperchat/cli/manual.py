"""The manual: the help of every command, as one Markdown page (docs/cli.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from typer.core import TyperGroup
from typer.main import get_command

from paperchat.cli.main import NAME, app

if TYPE_CHECKING:
    from typer._click import Context

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
    sections = [_section("##", NAME, whole.get_help(top))]
    return "\n".join([_TOP, *sections, *_commands(whole, top, "##")])


def _commands(group: TyperGroup, above: Context, mark: str) -> Iterator[str]:
    for name in group.list_commands(above):
        command = group.commands[name]
        context = command.make_context(
            name, [], parent=above, resilient_parsing=True, terminal_width=_WIDTH
        )
        yield _section(mark, context.command_path, command.get_help(context))
        if isinstance(command, TyperGroup):
            yield from _commands(command, context, f"{mark}#")


def _section(mark: str, title: str, text: str) -> str:
    return f"{mark} {title}\n\n```text\n{text.rstrip()}\n```\n"
