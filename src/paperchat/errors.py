"""Every error Paperchat raises on purpose. Each message is one sentence a person can act on.

::

    PaperchatError                exit code 1
    ├── InputError                exit code 2: what the user gave cannot be used
    │   ├── SourceError           a file or text to ingest
    │   │   └── NothingRead       none of several files
    │   └── ConfigurationError    a setting, or a part that is not installed
    │       └── EmbedderMismatch  the library was embedded with another embedder
    ├── LibraryError              the library's folder cannot be used
    │   ├── LibraryDamaged        the catalogue itself is broken
    │   └── StoreUnavailable      the vector index cannot be used now; the catalogue can
    ├── FetchError            a service of papers could not be reached, or failed
    ├── EmbeddingError            the embedder failed on good input
    └── ModelError                the language model could not be reached, or failed
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

ModelFault = Literal[
    "no_key",
    "wrong_key",
    "no_such_model",
    "unreachable",
    "certificate",
    "timeout",
    "rate_limited",
    "server_error",
    "malformed",
    "cut",
    "empty",
    "too_long",
    "rejected",
]
"""What was wrong when a language model failed. ``cut`` is an answer that broke off, ``too_long``
a prompt that the model's window does not hold, ``rejected`` any other refusal of the request."""


class PaperchatError(Exception):
    """Root of the hierarchy; its text is shown to the user as it is."""

    exit_code = 1


class InputError(PaperchatError):
    """What the user gave cannot be used."""

    exit_code = 2


class SourceError(InputError):
    """A source to ingest cannot be read at all; single bad records are ``Rejected`` instead."""


class NothingRead(SourceError):
    """None of several sources can be read; ``reasons`` holds a sentence for each."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        number = len(self.reasons)
        super().__init__(f"Nothing was added: none of the {number} sources can be read.")


class ConfigurationError(InputError):
    """A setting is wrong, or something it needs is missing."""


class EmbedderMismatch(ConfigurationError):
    """The stored vectors and the configured embedder do not belong together."""


class LibraryError(PaperchatError):
    """The library's folder cannot be opened, read or written."""


class LibraryDamaged(LibraryError):
    """The catalogue is not a readable database, so nothing can be rebuilt from it."""


class StoreUnavailable(LibraryError):
    """The vector index cannot be used now, so the vectors in the catalogue are searched.

    ``passing`` tells whether it may be there again by itself, as a server that is started may.
    """

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


class FetchError(PaperchatError):
    """A service that was asked for papers could not be reached, refused, or replied badly."""


class EmbeddingError(PaperchatError):
    """The embedder failed."""


class ModelError(PaperchatError):
    """A language model failed; ``fault`` says how, the text what to do. It never holds a key."""

    def __init__(self, fault: ModelFault, message: str) -> None:
        super().__init__(message)
        self.fault: ModelFault = fault
