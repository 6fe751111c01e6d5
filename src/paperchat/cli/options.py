"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import click
import typer

from paperchat.settings import Settings, load_settings

Home = Annotated[
    Path | None,
    typer.Option("--home", help="Folder of the library (default: PAPERCHAT_HOME, or per user)."),
]
Model = Annotated[str | None, typer.Option("--model", help="Who writes: 'extractive' (default).")]
Port = Annotated[int | None, typer.Option("--port", help="Port of the chat page.", min=1, max=65535)]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON value on stdout.")]
Filters = Annotated[
    list[str] | None,
    typer.Option("--filter", help="Only papers that match, e.g. 'year>=2024'; may be repeated."),
]


def settings_for(
    home: Path | None, *, model: str | None = None, port: int | None = None
) -> Settings:
    """Return the settings; ``--home`` may also stand before the command.

    Raises:
        ConfigurationError: a setting cannot be used.
    """
    context = click.get_current_context(silent=True)
    before_command = context.obj if context and isinstance(context.obj, Path) else None
    return load_settings(home=home or before_command, model=model, port=port)
