"""Opening the library that the settings name."""

from __future__ import annotations

from paperchat.library.chroma_address import chroma_address
from paperchat.library.library import Library
from paperchat.settings import Settings


def open_library(settings: Settings) -> Library:
    """Open the library of ``settings.home``, with its vectors where the settings keep them.

    Raises:
        ConfigurationError: the Chroma server is named in a way that cannot be used.
        LibraryError: the folder cannot be created or opened.
    """
    return Library(settings.home, chroma_address(settings))
