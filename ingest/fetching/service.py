"""A server of papers, and what may be wrong with its replies."""

from __future__ import annotations

from dataclasses import dataclass

from paperchat.text.addresses import is_loopback


class BrokenReply(Exception):  # noqa: N818  # a reason, not an error that leaves this package
    """What a server replied cannot be used; asking again may help."""


class Refused(Exception):  # noqa: N818  # as above
    """The server says why it will not do what was asked; asking again would not help."""


@dataclass(frozen=True, slots=True)
class Service:
    """A server of papers.

    ``setting`` is the variable that names another address; ``pause`` is how many seconds lie
    between two requests at least. A server on this machine needs none.
    """

    name: str
    address: str
    path: str
    setting: str
    pause: float

    @property
    def pause_here(self) -> float:
        """Seconds between two requests to the address in force."""
        return 0.0 if is_loopback(self.address) else self.pause
