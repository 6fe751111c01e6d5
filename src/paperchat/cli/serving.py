"""The command mcp."""

from __future__ import annotations

from functools import partial

import typer

from paperchat.cli.options import Home, Model, settings_for
from paperchat.cli.output import tell

_HELP = """The tools are search, ask, compare, summarize, get_paper and list_papers, and the text of
each paper is a resource, paper://ID. Results are the objects that the commands print with --json,
and the same as text with quotes and labels. Nothing in the library is changed, except that a new
one is set up with the starter papers.

The client starts this command and speaks to it over stdin and stdout; started by hand, it waits for
a client until Ctrl-D or Ctrl-C. docs/mcp.md has settings for clients.

\b
Examples:
  paperchat mcp
  paperchat mcp --home my-library
"""


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command("mcp", short_help="Serve the library to editors and agents.", epilog=_HELP)(mcp)


def mcp(context: typer.Context, model: Model = None, home: Home = None) -> None:
    """Serve the library to editors and agents, over the Model Context Protocol (MCP)."""
    settings = settings_for(context, home, model=model)
    from paperchat.wiring import check_model, open_workspace

    # A wrong model is told before a client waits; the library opens while it says hello.
    check_model(settings)
    from paperchat.mcp import serve

    serve(partial(open_workspace, settings, tell))
