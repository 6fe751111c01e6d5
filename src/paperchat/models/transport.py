"""The HTTP client under the providers' own: what it sends, and that it can be cut off."""

from __future__ import annotations

import base64
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from paperchat.errors import ConfigurationError
from paperchat.text.addresses import apart, is_loopback
from paperchat.text.redaction import redact

_LONGEST_CONNECT = 10.0
_LOOKUP_SECONDS = 5.0
_SENT = frozenset(
    ("host", "accept", "accept-encoding", "connection", "user-agent", "content-type",
     "content-length", "transfer-encoding")
)  # fmt: skip


class Transport:
    """A client for one server.

    Its requests carry the headers that HTTP needs and the key given here, and none besides:
    variables of the environment make the providers' clients add others (organizations, keys of
    other services, anything at all), and one switch is to decide what is sent where. Redirects
    are not followed, since they may lead off this machine.

    Args:
        address: where the server is; user name and password in it are used and never shown.
        key: sent as a bearer token, or null for none.
        timeout: seconds until the first byte, and between two.
    """

    def __init__(self, address: str, key: str | None, timeout: float) -> None:
        bare, given = apart(address)
        self.address = _checked(bare)
        self.secrets = tuple(secret for secret in (key, given and given.password) if secret)
        self._authorization = f"Bearer {key}" if key else None
        if given is not None:
            pair = base64.b64encode(f"{given.user}:{given.password}".encode()).decode()
            self._authorization = f"Basic {pair}"
            self.secrets += (pair,)
        self.timeout = httpx.Timeout(timeout, connect=min(timeout, _LONGEST_CONNECT))
        self._recording = threading.local()
        self._open: weakref.WeakSet[httpx.Response] = weakref.WeakSet()
        self.arguments: dict[str, Any] = {
            # A proxy for the outside has no business with what stays on this machine.
            "trust_env": not is_loopback(address),
            "follow_redirects": False,
            "timeout": self.timeout,
            # Questions are minutes apart: a connection kept that long is mostly a broken one.
            "limits": httpx.Limits(max_keepalive_connections=0),
            "event_hooks": {"request": [self._prepare], "response": [self._record]},
        }
        """What makes a client of httpx one that sends in this way."""
        self.client = _client(self.arguments)

    @contextmanager
    def recording(self, opened: list[httpx.Response]) -> Iterator[None]:
        """Note in ``opened`` the responses that begin on this thread meanwhile."""
        self._recording.opened = opened
        try:
            yield
        finally:
            self._recording.opened = None

    def abort(self) -> None:
        """Break off all answers that are still coming."""
        for response in list(self._open):
            response.close()

    def look_up(self, path: str, body: object = None) -> object:
        """Return the JSON at ``path`` below the address, or None when there is none to be had."""
        method = "GET" if body is None else "POST"
        timeout = min(_LOOKUP_SECONDS, self.timeout.read or _LOOKUP_SECONDS)
        try:
            answer = self.client.request(
                method, f"{self.address}{path}", json=body, timeout=timeout
            )
            found: object = answer.raise_for_status().json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            return None
        return found

    def _prepare(self, request: httpx.Request) -> None:
        for name in list(request.headers):
            if name.lower() not in _SENT:
                del request.headers[name]
        if self._authorization is not None:
            request.headers["Authorization"] = self._authorization

    def _record(self, response: httpx.Response) -> None:
        opened = getattr(self._recording, "opened", None)
        if opened is not None:
            opened.append(response)
            self._open.add(response)


def _checked(address: str) -> str:
    try:
        usable = bool(httpx.URL(address).host)
    except (httpx.InvalidURL, ValueError):
        usable = False
    if not usable:
        raise ConfigurationError(
            f"The address {redact(address)} cannot be used: write it as http://HOST:PORT/v1, for "
            "Ollama as http://HOST:PORT."
        )
    return address


def _client(arguments: dict[str, Any]) -> httpx.Client:
    try:
        return httpx.Client(**arguments)
    except (ImportError, ValueError, OSError, httpx.InvalidURL) as error:
        raise ConfigurationError(
            "The proxy or the certificates that variables of the environment name cannot be used "
            f"({redact(str(error)).rstrip('.')}): correct HTTPS_PROXY, ALL_PROXY or SSL_CERT_FILE."
        ) from None
