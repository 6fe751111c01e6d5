"""The commands for what is fetched again and again: list, and forget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from paperchat.cli.opening import library_at
from paperchat.cli.options import AsJson, Home, settings_for
from paperchat.cli.output import show, show_json, tell
from paperchat.errors import InputError

if TYPE_CHECKING:
    from paperchat.library.watches import Watch

_LIST = """With --json the result is a list of objects: number, name, added_at and ran_at (when the
last run that came to its end began, or null), in UTC.

\b
Examples:
  paperchat fetch watches
"""
_REMOVE = """The papers that it brought stay.

\b
Examples:
  paperchat fetch unwatch 2
"""


Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As 'fetch watches' shows it.")]


def register(group: typer.Typer) -> None:
    """Add the commands of this module to those of fetch."""
    group.command("watches", short_help="List what is kept.", epilog=_LIST)(list_watches)
    group.command("unwatch", short_help="Keep one no longer.", epilog=_REMOVE)(unwatch)


def list_watches(context: typer.Context, as_json: AsJson = False, home: Home = None) -> None:
    """List what is fetched again and again."""
    from paperchat.library.library import Library

    kept: list[Watch] = []
    settings = settings_for(context, home)
    if Library.exists(settings.home):
        with library_at(settings) as library:
            kept = library.watches.all()
    if as_json:
        show_json([_as_object(watch) for watch in kept])
    else:
        for watch in kept:
            ran = f"last run {watch.ran_at:%Y-%m-%d %H:%M} UTC" if watch.ran_at else "not run yet"
            show(f"{watch.number}  {watch.name}  ({ran})")


def unwatch(context: typer.Context, number: Number, home: Home = None) -> None:
    """Forget a watch."""
    from paperchat.library.library import Library

    settings = settings_for(context, home)
    if not Library.exists(settings.home):
        raise InputError(f"There is no library at {settings.home}.")
    with library_at(settings) as library:
        removed = library.watches.remove(number)
    tell(f"No longer watched: {removed.name}")


def _as_object(watch: Watch) -> dict[str, object]:
    return {
        "number": watch.number,
        "name": watch.name,
        "added_at": watch.added_at,
        "ran_at": watch.ran_at,
    }
