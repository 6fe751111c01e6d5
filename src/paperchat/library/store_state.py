"""Where the index of vectors is kept, and whether it can be used now."""

from __future__ import annotations

from dataclasses import dataclass

from paperchat.errors import StoreUnavailable
from paperchat.library.chroma_address import chroma_address
from paperchat.settings import Settings

_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class StoreState:
    """``place`` in words; ``version`` is what a server tells, ``trouble`` why it cannot be used."""

    place: str
    version: str | None
    trouble: str | None


def store_place(settings: Settings) -> str:
    """Return in words where the index of vectors is kept; nothing is asked.

    Raises:
        ConfigurationError: the settings name a server in a way that cannot be used.
    """
    address = chroma_address(settings)
    return "in the library's folder" if address is None else f"on the Chroma server {address.url}"


def store_state(settings: Settings) -> StoreState:
    """Ask the Chroma server of the settings, where there is one; it may take some seconds.

    Raises:
        ConfigurationError: as :func:`store_place`.
    """
    place, address = store_place(settings), chroma_address(settings)
    if address is None:
        return StoreState(place, None, None)
    from paperchat.library.chroma_server import ChromaServer

    server = ChromaServer(address, _SECONDS)
    try:
        return StoreState(place, server.version(), None)
    except StoreUnavailable as error:
        return StoreState(place, None, str(error))
    finally:
        server.close()
