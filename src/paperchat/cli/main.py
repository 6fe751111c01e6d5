"""Where the command line starts, and where errors become one sentence and an exit code."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

import click
import typer

from paperchat.cli import asking, keeping, measuring
from paperchat.cli.options import Home, Model, Port, settings_for
from paperchat.cli.output import tell
from paperchat.errors import PaperchatError

app = typer.Typer(
    name="paperchat",
    help="Ask a corpus of paper abstracts; every sentence of an answer is quoted from a paper.",
    epilog="Without a command: set up the library if it is new, and start the chat page.",
    invoke_without_command=True,
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
asking.register(app)
keeping.register(app)
measuring.register(app)


@app.callback()
def start(
    context: typer.Context, home: Home = None, model: Model = None, port: Port = None
) -> None:
    """Start the chat page, unless a command is given."""
    if context.invoked_subcommand is not None:
        context.obj = home
        return
    from paperchat.ui.server import serve
    from paperchat.wiring import open_workspace

    settings = settings_for(home, model=model, port=port)
    # Set up before serving, so that the page is ready when its address is printed.
    open_workspace(settings, tell).close()
    raise typer.Exit(serve(settings, tell))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 2 bad input or configuration, 1 anything else."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    try:
        code = app(args=arguments, standalone_mode=False)
    except PaperchatError as error:
        tell(f"Error: {error}")
        code = error.exit_code
    except click.exceptions.Abort:
        code = 1
    except click.ClickException as error:
        error.show()
        code = 2
    except KeyboardInterrupt:
        tell("Stopped. What was stored is kept; the same command goes on from there.")
        code = 1
    except BrokenPipeError:
        # The reader of our output has gone, as with `| head`; nobody is left to be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:  # noqa: BLE001  # a person gets a sentence, never a traceback
        logging.getLogger(__name__).debug("unexpected", exc_info=True)
        tell(f"Error: something unexpected went wrong ({type(error).__name__}: {error}).")
        code = 1
    sys.exit(code if isinstance(code, int) else 0)
