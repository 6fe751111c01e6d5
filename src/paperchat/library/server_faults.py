"""What went wrong between us and a Chroma server, in one sentence that helps."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import httpx

from paperchat.errors import StoreUnavailable
from paperchat.library.chroma_address import ChromaAddress
from paperchat.text.redaction import redact

_MEANWHILE = "until then the vectors in the library are searched, and new ones wait there"
_GONE = "NotFoundError"
_LONGEST_SAID = 120


class Refused(Exception):  # noqa: N818  # an answer of the server, told as `unavailable` says
    """The server answered with another status than 2xx; ``kind`` is Chroma's name of the fault."""

    def __init__(self, status: int, kind: str, said: str) -> None:
        super().__init__(said)
        self.status = status
        self.kind = kind
        self.said = said

    @property
    def means_gone(self) -> bool:
        """Whether Chroma itself says that there is no such collection."""
        return self.status == 404 and self.kind == _GONE


class WrongServer(Exception):  # noqa: N818  # as above
    """What answers is no Chroma server that can be used; the text says what it is instead."""


def unavailable(error: BaseException, address: ChromaAddress) -> StoreUnavailable:
    """Return the error to raise for ``error``, which came of asking the server at ``address``."""
    what, remedy = _what_and_remedy(error, address)
    return StoreUnavailable(
        f"The Chroma server at {address.url} {what}: {remedy}; {_MEANWHILE}.", passing=True
    )


def is_inner_failure(error: StoreUnavailable) -> bool:
    """Tell whether Chroma itself answered, and said that it failed at what it was asked."""
    cause = error.__cause__
    return isinstance(cause, Refused) and cause.status >= 500 and bool(cause.kind)


def _what_and_remedy(error: BaseException, address: ChromaAddress) -> tuple[str, str]:
    if isinstance(error, Refused):
        return _of_status(error, address)
    if isinstance(error, WrongServer):
        return str(error), "correct PAPERCHAT_CHROMA or the server"
    chain = list(_chain(error))
    because = _because(chain, address)
    for kind, what, remedy in _FAULTS:
        if any(isinstance(link, kind) for link in chain):
            return what.format(because=because), remedy
    return f"cannot be used{because}", "correct PAPERCHAT_CHROMA or the server"


_FAULTS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str, str], ...] = (
    (
        ssl.SSLCertVerificationError,
        "shows a certificate that is not trusted{because}",
        "name a file with its authority's certificate in PAPERCHAT_CHROMA_CA",
    ),
    (ssl.SSLError, "does not speak https", "begin PAPERCHAT_CHROMA with http://"),
    (httpx.TimeoutException, "does not answer in time", "look at its log, or start it again"),
    (
        httpx.ProxyError,
        "cannot be reached through the proxy{because}",
        "correct HTTPS_PROXY or set NO_PROXY",
    ),
    (
        httpx.ConnectError,
        "cannot be reached{because}",
        "start it, or correct PAPERCHAT_CHROMA",
    ),
    (
        httpx.TransportError,
        "broke off the connection",
        "look whether it still runs, and whether it speaks http or https",
    ),
    (
        (ValueError, KeyError, TypeError),
        "sends something that is no answer of Chroma's",
        "correct PAPERCHAT_CHROMA",
    ),
)
"""What is found first counts: of errors that wrap one another, the more telling one."""


def _of_status(error: Refused, address: ChromaAddress) -> tuple[str, str]:
    status = error.status
    if error.means_gone:
        return "no longer holds the vectors of this library", "the next start puts them back"
    if not error.kind and status in (404, 405, 410):
        return f"is no Chroma server (status {status})", "correct PAPERCHAT_CHROMA"
    if 300 <= status < 400:
        return "points to another address, which is not followed", "correct PAPERCHAT_CHROMA"
    if status in (401, 403) and not address.headers:
        return f"lets nobody in (status {status})", "put its token into PAPERCHAT_CHROMA_HEADERS"
    if status in _STATUSES:
        what, remedy = _STATUSES[status]
        return f"{what} (status {status})", remedy
    said = redact(error.said, address.secrets, _LONGEST_SAID) if error.kind else ""
    told = f"status {status}{': ' if said else ''}{said.rstrip('.')}"
    return f"fails ({told})", "look at its log and at the room on its disk"


_STATUSES = {
    401: ("refuses the token", "correct PAPERCHAT_CHROMA_HEADERS"),
    403: ("refuses the token", "correct PAPERCHAT_CHROMA_HEADERS"),
    413: ("takes no request of a megabyte", "raise the limit of the proxy before it"),
    429: ("takes no more requests for now", "wait, or raise the limit of the proxy before it"),
}


def _because(chain: list[BaseException], address: ChromaAddress) -> str:
    for link in reversed(chain):
        said = getattr(link, "strerror", None) or str(link)
        if said:
            return f" ({redact(said, address.secrets, _LONGEST_SAID).rstrip('.')})"
    return ""


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or link.__context__
