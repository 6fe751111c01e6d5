"""One server, asked politely: one request at a time, with pauses, and again where that may help.

Nothing else in Paperchat opens a connection to fetch papers. Redirects are not followed, so that
only the host that the settings name is ever asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import Generic, TypeVar

import httpx

from ingest.fetching.clock import Clock
from ingest.fetching.service import BrokenReply, Refused, Service
from paperchat import __version__
from paperchat.errors import ConfigurationError, FetchError, LibraryError
from paperchat.library.library import Notify
from paperchat.text.addresses import host_of, is_loopback, shown_place
from paperchat.text.redaction import redact

T = TypeVar("T")

TRIES = 4
LONGEST_WAIT_S = 300.0
"""A server that asks for more patience than this is asked another day."""

_MOST_BYTES = 64 * 1024 * 1024
_TOLD_FROM_S = 5.0
_TIMEOUT = httpx.Timeout(60.0, connect=15.0)
_LATER = frozenset({429, 503})
_AGAIN = frozenset({408, 500, 502, 504})


@dataclass(frozen=True, slots=True)
class Reply(Generic[T]):
    """A reply, and what was made of it."""

    body: bytes
    read: T


@dataclass(frozen=True, slots=True)
class _Again:
    """Why another try is due, and after how many seconds at least, where the server says so."""

    reason: str
    after: float | None = None


class Web:
    """Requests to one service; ``stamp`` is a file whose time is that of the last one.

    Raises:
        ConfigurationError: the address cannot be used, or the environment's proxy.
    """

    def __init__(self, service: Service, stamp: Path, clock: Clock, notify: Notify) -> None:
        self._service, self._stamp = service, stamp
        self._clock, self._notify = clock, notify
        self._url = _checked(service)
        self._client = _client(service)
        self.requests = 0

    def __enter__(self) -> Web:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def get(self, parameters: Mapping[str, str], check: Callable[[bytes], T]) -> Reply[T]:
        """Return a reply with what ``check`` makes of it.

        Args:
            parameters: of the request.
            check: raises BrokenReply for what should be asked for again, and Refused for what
                should not.

        Raises:
            FetchError: the service cannot be reached, refuses, or replies nothing usable.
        """
        pause = self._service.pause_here or 1.0
        reason = ""
        for number in range(1, TRIES + 1):
            self._wait_for_turn()
            reply = self._try(parameters, check)
            if not isinstance(reply, _Again):
                return reply
            reason = reply.reason
            if number < TRIES:
                self._wait(reply, pause * 2 ** (number - 1))
        raise FetchError(
            f"{self._who} failed {TRIES} times ({reason}): run the command again later."
        )

    @property
    def _who(self) -> str:
        return f"{self._service.name} at {shown_place(self._service.address)}"

    def _try(self, parameters: Mapping[str, str], check: Callable[[bytes], T]) -> Reply[T] | _Again:
        try:
            status, headers, body = self._send(parameters)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise self._unreachable(error) from error
        except (httpx.HTTPError, httpx.StreamError) as error:
            return _Again(f"the connection broke: {_said(error)}")
        if status in _LATER:
            return self._later(status, headers)
        if status in _AGAIN:
            return _Again(f"it replied with status {status}")
        if status in range(300, 400):
            place = shown_place(str(headers.get("location", "")))
            raise FetchError(
                f"{self._who} sends on to {place}, which is not followed: "
                f"set {self._service.setting} to the address to ask."
            )
        try:
            # arXiv tells what is wrong with a search in a feed, whatever the status.
            return Reply(body, self._checked_body(status, body, check))
        except BrokenReply as broken:
            return _Again(str(broken))
        except Refused as refused:
            raise FetchError(f"{self._service.name} refuses the request: {refused}.") from None

    def _checked_body(self, status: int, body: bytes, check: Callable[[bytes], T]) -> T:
        if status == 200:
            return check(body)
        with suppress(BrokenReply):
            check(body)
        raise Refused(f"it replied with status {status}; change what is asked for")

    def _send(self, parameters: Mapping[str, str]) -> tuple[int, httpx.Headers, bytes]:
        self.requests += 1
        with self._client.stream("GET", self._url, params=dict(parameters)) as response:
            parts, size = [], 0
            for part in response.iter_bytes():
                parts.append(part)
                size += len(part)
                if size > _MOST_BYTES:
                    raise FetchError(
                        f"{self._who} replied with more than {_MOST_BYTES // 1024**2} MB, which no "
                        f"page of papers has: check {self._service.setting}."
                    )
            return response.status_code, response.headers, b"".join(parts)

    def _later(self, status: int, headers: httpx.Headers) -> _Again:
        after = _seconds(headers.get("retry-after", ""), self._clock.now())
        if after is not None and after > LONGEST_WAIT_S:
            raise FetchError(
                f"{self._who} asks to wait {after / 60:.0f} minutes: run the command again then."
            )
        return _Again(f"it is busy, status {status}", after)

    def _wait(self, again: _Again, pause: float) -> None:
        seconds = pause if again.after is None else again.after
        if seconds >= _TOLD_FROM_S:
            self._notify(f"{self._service.name}: {again.reason}; waiting {seconds:.0f} seconds.")
        if seconds > 0:
            self._clock.sleep(seconds)

    def _wait_for_turn(self) -> None:
        """Keep the pause since the last request, also to that of another run."""
        now, pause = self._clock.now(), self._service.pause_here
        try:
            last = float(self._stamp.read_text(encoding="ascii"))
        except (OSError, ValueError):
            last = 0.0
        # A clock that was put back must not make a run wait for hours.
        due = min(last + pause, now + pause)
        if due > now:
            self._clock.sleep(due - now)
        try:
            self._stamp.write_text(str(self._clock.now()), encoding="ascii")
        except OSError as error:
            raise LibraryError(
                f"The library at {self._stamp.parent.parent} cannot be written to "
                f"({error.strerror}): make room there, or choose another with --home."
            ) from error

    def _unreachable(self, error: httpx.HTTPError) -> FetchError:
        if "CERTIFICATE" in str(error).upper():
            return FetchError(
                f"{self._who} shows a certificate that is not trusted here: name the right "
                f"authority with SSL_CERT_FILE, or another address with {self._service.setting}."
            )
        return FetchError(
            f"{self._who} cannot be reached ({_said(error)}): fetching needs the network; connect "
            f"and run the command again, or name a mirror with {self._service.setting}."
        )


def _checked(service: Service) -> str:
    try:
        url = httpx.URL(service.address.rstrip("/") + service.path)
    except (httpx.InvalidURL, ValueError):
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not host_of(service.address):
        raise ConfigurationError(
            f"{service.setting} cannot be used ({redact(service.address)}): "
            "write it as https://HOST."
        )
    return str(url)


def _client(service: Service) -> httpx.Client:
    try:
        return httpx.Client(
            # A proxy for the outside has no business with what stays on this machine.
            trust_env=not is_loopback(service.address),
            follow_redirects=False,
            timeout=_TIMEOUT,
            limits=httpx.Limits(max_connections=1),
            headers={"User-Agent": f"paperchat/{__version__}"},
        )
    except (ImportError, ValueError, OSError, httpx.InvalidURL) as error:
        raise ConfigurationError(
            "The proxy or the certificates that variables of the environment name cannot be used "
            f"({redact(str(error)).rstrip('.')}): correct HTTPS_PROXY, ALL_PROXY or SSL_CERT_FILE."
        ) from None


def _seconds(written: str, now: float) -> float | None:
    """Return how long a header Retry-After asks to wait: seconds, or a date."""
    written = written.strip()
    if written.isascii() and written.isdigit():
        return float(written[:9])
    try:
        return max(0.0, parsedate_to_datetime(written).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None


def _said(error: Exception) -> str:
    return redact(str(error), limit=120).rstrip(".") or type(error).__name__
