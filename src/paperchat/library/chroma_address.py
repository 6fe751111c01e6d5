"""Where a Chroma server is, and what it is sent beside the request, as the settings say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from paperchat.errors import ConfigurationError
from paperchat.settings import Settings
from paperchat.text.addresses import apart, host_of, is_loopback, shown_place

_ADDRESS = re.compile(r"https?://[^\s?#]+", re.IGNORECASE)
_PAIR = re.compile(r"([!#$%&'*+.^`|~\w-]+)\s*:\s*([\x20-\x7e]+)", re.ASCII)
_SENT_ANYWAY = frozenset(("host", "content-length", "content-type", "transfer-encoding"))


@dataclass(frozen=True, slots=True)
class ChromaAddress:
    """A Chroma server: ``url`` without a slash at its end, headers for a proxy before it.

    ``ca`` is a file with the certificates of those who vouch for an https server.
    """

    url: str
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    ca: Path | None = None

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine."""
        return is_loopback(self.url)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What is never shown: the values of the headers, and the words in them."""
        values = [value for _, value in self.headers]
        return (*values, *(word for value in values for word in value.split() if len(word) > 6))


def chroma_address(settings: Settings) -> ChromaAddress | None:
    """Return the server that the settings name, or None where vectors stay with the library.

    Raises:
        ConfigurationError: address, headers or file cannot be used.
    """
    if not settings.chroma:
        return None
    url = settings.chroma.strip().rstrip("/")
    bare, credentials = apart(url)
    if credentials is not None:
        raise ConfigurationError(
            "PAPERCHAT_CHROMA holds a user name or a password: take them out, and put "
            "'Authorization: Basic ...' into PAPERCHAT_CHROMA_HEADERS."
        )
    if not _ADDRESS.fullmatch(bare) or not host_of(bare):
        raise ConfigurationError(
            "PAPERCHAT_CHROMA cannot be used: write it as http://HOST:PORT or https://HOST:PORT."
        )
    ca = settings.chroma_ca
    if ca is not None and not ca.is_file():
        raise ConfigurationError(f"PAPERCHAT_CHROMA_CA names {ca}, which is no file.")
    return ChromaAddress(bare, _headers(settings), ca)


def what_the_store_sends(settings: Settings) -> str | None:
    """Say what leaves this machine for the index of vectors; None where nothing does.

    Raises:
        ConfigurationError: as :func:`chroma_address`.
    """
    address = chroma_address(settings)
    if address is None or address.is_here:
        return None
    openly = "" if address.url.lower().startswith("https:") else ", without encryption"
    return (
        "Vectors of papers and questions, and the ids of papers, are sent to the Chroma server at "
        f"{shown_place(address.url)}{openly}."
    )


def _headers(settings: Settings) -> tuple[tuple[str, str], ...]:
    given = settings.chroma_headers
    written = given.get_secret_value() if given is not None else ""
    pairs = []
    for part in re.split(r"[;\n]", written):
        if not part.strip():
            continue
        pair = _PAIR.fullmatch(part.strip())
        # The text itself may be a secret, so it is not repeated.
        if pair is None or pair[1].lower() in _SENT_ANYWAY:
            raise ConfigurationError(
                "PAPERCHAT_CHROMA_HEADERS cannot be used: write it as 'Name: value', several with "
                "a semicolon between them."
            )
        pairs.append((pair[1], pair[2]))
    return tuple(pairs)
