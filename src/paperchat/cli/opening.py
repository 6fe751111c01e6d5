"""Opening the library for a command that reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from paperchat.cli.options import settings_for
from paperchat.cli.output import tell

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
    from paperchat.library.library import Library

    library = Library(settings.home)
    try:
        yield library
    finally:
        library.close()


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
