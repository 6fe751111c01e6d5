"""Where the command line starts, and where errors become one sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.main import get_command

from paperchat.cli import (
    asking,
    chatting,
    checking,
    conversing,
    evaluating,
    fetching,
    ingesting,
    listing,
    measuring,
    modelling,
    removing,
    serving,
    viewing,
)
from paperchat.cli.options import GivenBefore, Home, Model, Port, settings_for
from paperchat.cli.output import abandon_stdout, one_sentence, show, speak_utf8, tell
from paperchat.errors import InputError, PaperchatError

NAME = "paperchat"

_HELP = """Ask a corpus of paper abstracts; what an answer says of them is quoted word for word, or
checked against what it cites where a language model writes.

Without a command: set up the library if it is new, start the chat page, and print its address.
Ctrl-C stops the page.
"""
_EPILOG = """A command that reads the library sets it up with the starter library when there is
none, and says so on stderr. "ingest" into a new library does not.

Results go to stdout; progress and messages go to stderr. The exit code is 0 when the command did
its work (an answer that the papers do not say is an answer), 2 for bad input or configuration, and
1 for anything else.

\b
Examples:
  paperchat
  paperchat ask "What is direct preference optimization?"
  paperchat --home my-library ingest reading-list.jsonl
  paperchat COMMAND --help
"""

app = typer.Typer(
    name=NAME,
    help=_HELP,
    epilog=_EPILOG,
    invoke_without_command=True,
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for _part in (
    asking, chatting, conversing, listing, viewing, ingesting, fetching, removing, checking,
    modelling, measuring, evaluating, serving,
):  # fmt: skip
    _part.register(app)


def _tell_version(wanted: bool) -> None:
    if wanted:
        from paperchat import __version__

        show(__version__)
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", is_eager=True, callback=_tell_version, help="Print the version."),
]


@app.callback()
def start(
    context: typer.Context,
    home: Home = None,
    model: Model = None,
    port: Port = None,
    version: Version = False,  # noqa: ARG001  # its callback does the work
) -> None:
    """Start the chat page, unless a command is given."""
    if context.invoked_subcommand is not None:
        if port is not None:
            raise InputError("--port is for the chat page, which starts without a command.")
        context.obj = GivenBefore(home, model)
        return
    settings = settings_for(context, home, model=model, port=port)
    from paperchat.ui.server import serve
    from paperchat.wiring import open_workspace

    # Set up before serving, so that the page is ready when its address is printed.
    workspace = open_workspace(settings, tell)
    raise typer.Exit(serve(settings, show, workspace))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 2 bad input or configuration, 1 anything else."""
    sys.exit(_run(list(sys.argv[1:] if arguments is None else arguments)))


def _run(arguments: list[str]) -> int:
    speak_utf8()
    try:
        # Typer's own way of running would leave with other exit codes, and show usage errors
        # and interrupts in its own words.
        command = get_command(app)
        with command.make_context(NAME, arguments) as context:
            command.invoke(context)
    except typer.Exit as left:
        return left.exit_code
    except (Exception, KeyboardInterrupt) as error:
        if sys.flags.dev_mode and not isinstance(error, PaperchatError | typer.TyperException):
            raise
        code, told = _failure(error)
        if told:
            tell(told)
        return code
    return 0


def _failure(error: BaseException) -> tuple[int, str]:
    """Return the exit code for ``error``, and the sentence that a person is told."""
    if isinstance(error, PaperchatError):
        return error.exit_code, f"Error: {one_sentence(str(error))}"
    if isinstance(error, typer.TyperException):
        return 2, f"Error: {_usage(error)}"
    if isinstance(error, KeyboardInterrupt):
        return 1, "Stopped."
    abandon_stdout()
    if isinstance(error, BrokenPipeError):
        # The reader of our output has gone, as with `| head`; nobody is left to be told.
        return 1, ""
    told = one_sentence(f"{type(error).__name__}: {error}")
    return 1, (
        f"Error: something unexpected went wrong ({told}); "
        f"'python -X dev -m {NAME} ...' shows where."
    )


def _usage(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)  # errors of usage know the command they are about
    command = context.command_path if context is not None else NAME
    said = one_sentence(error.format_message()).rstrip(".")
    return f"{said}: see '{command} --help'."
