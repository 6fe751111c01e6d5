"""Opening the library for a command that reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from paperchat.cli.options import settings_for
from paperchat.cli.output import tell
from paperchat.errors import InputError

if TYPE_CHECKING:
    from paperchat.library.catalogue import Catalogue
    from paperchat.library.library import Library
    from paperchat.settings import Settings
    from paperchat.wiring import Workspace


@contextmanager
def workspace_for(
    context: typer.Context, home: str | None, model: str | None = None
) -> Iterator[Workspace]:
    """Open the library to ask it; the starter library is loaded first where there is none.

    Raises:
        PaperchatError: the settings or the library cannot be used.
    """
    settings = settings_for(context, home, model=model)
    from paperchat.wiring import open_workspace

    workspace = open_workspace(settings, tell)
    try:
        yield workspace
    finally:
        workspace.close()


@contextmanager
def library_at(settings: Settings) -> Iterator[Library]:
    """Open the library, which is made if there is none, and close it in the end.

    Raises:
        LibraryError: it cannot be opened.
    """
    from paperchat.library.opening import open_library

    library = open_library(settings)
    try:
        yield library
    finally:
        library.close()


@contextmanager
def kept_library(context: typer.Context, home: str | None) -> Iterator[Library]:
    """Open the library without setting one up: what was kept is there, or there is nothing.

    Raises:
        PaperchatError: there is no library, or it cannot be opened.
    """
    settings = settings_for(context, home)
    require_library(settings)
    with library_at(settings) as library:
        yield library


def require_library(settings: Settings) -> None:
    """Refuse a folder without a library, where no conversation can have been kept.

    Raises:
        InputError: there is no library.
    """
    from paperchat.library.library import Library

    if not Library.exists(settings.home):
        raise InputError(
            f"There is no library at {settings.home}, so no conversation was kept there: "
            "name another folder with --home."
        )


@contextmanager
def catalogue_for(context: typer.Context, home: str | None) -> Iterator[Catalogue]:
    """Open the library to list what is in it, which needs neither indexes nor an embedder.

    Raises:
        PaperchatError: the settings or the library cannot be used.
    """
    settings = settings_for(context, home)
    from paperchat.library.library import Library

    if Library.exists(settings.home):
        with library_at(settings) as library:
            if library.catalogue.generation() > 0:
                yield library.catalogue
                return
    with workspace_for(context, home) as workspace:
        yield workspace.library.catalogue
