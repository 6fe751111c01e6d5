"""The command model: trying out what writes the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from paperchat.cli.options import AsJson, Home, settings_for
from paperchat.cli.output import show, show_json, tell

if TYPE_CHECKING:
    from paperchat.models.connection import ConnectionReport

_HELP = """SPEC is what PAPERCHAT_MODEL takes: extractive, openai:NAME, ollama:NAME,
openai-like:NAME@http://HOST:PORT/v1 or gguf:/path/to/model.gguf. Without it the configured model
is tried. One request of a few words is sent, and none of your questions or papers.

With --json the result is one object: spec, ok, latency_ms (until the first word), window (tokens
that prompt and answer may have together), fault (what kind of failure, or null), message (what to
do about it) and leaves_machine (what is sent elsewhere when it writes, or null). The exit code is 0
when the model answers, 1 when it does not, and 2 when a key, a package or a file is missing.

--list prints the names of the models that the server of SPEC offers, where it tells them.

\b
Examples:
  paperchat model
  paperchat model ollama:llama3.1:8b
  paperchat model openai:gpt-4o-mini --json
  paperchat model ollama:any --list
"""

Spec = Annotated[
    str | None, typer.Argument(metavar="SPEC", help="The model; by default the configured one.")
]
Listing = Annotated[
    bool, typer.Option("--list", help="Print the models that the server offers instead.")
]


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command("model", short_help="Try out the language model.", epilog=_HELP)(model)


def model(
    context: typer.Context,
    spec: Spec = None,
    listing: Listing = False,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Send one small request to the language model, and say what came of it."""
    settings = settings_for(context, home, model=spec)
    from paperchat.models.connection import available_models, test_connection

    if listing:
        names = available_models(settings, settings.model)
        if as_json:
            show_json(list(names))
        elif names:
            show("\n".join(names))
        else:
            tell("The server names no models: 'paperchat model' says whether it answers.")
        return
    report = test_connection(settings)
    if as_json:
        show_json(report)
    else:
        show(_as_text(report))
    if not report.ok:
        tell(f"Error: {report.message}")
        raise typer.Exit(1)


def _as_text(report: ConnectionReport) -> str:
    lines = [f"model: {report.spec}", f"works: {'yes' if report.ok else 'no'}"]
    if report.window is not None:
        lines.append(f"window: {report.window} tokens")
    if report.ok:
        lines.append(report.message)
    lines.append(report.leaves_machine or "Nothing leaves this machine.")
    return "\n".join(lines)
