"""Addresses of servers: which machine they mean, and how they may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

_OLLAMA_PORT = 11434


@dataclass(frozen=True, slots=True)
class Credentials:
    """User name and password that stood in an address."""

    user: str
    password: str


def is_loopback(address: str) -> bool:
    """Tell whether ``http://host:port`` or ``host:port`` means this machine."""
    host = host_of(address)
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def host_of(address: str) -> str:
    """The host, without user name and password; empty when the address cannot be read."""
    parts = _split(address)
    return (parts.hostname or "").lower() if parts else ""


def shown_host(address: str) -> str:
    """The host, in words when there is none."""
    return host_of(address) or "an address that cannot be read"


def shown_place(address: str) -> str:
    """The host with its port, without user name and password; in words when there is none."""
    parts = _split(address)
    place = parts.netloc.rpartition("@")[2].lower() if parts else ""
    return place or "an address that cannot be read"


def apart(address: str) -> tuple[str, Credentials | None]:
    """Return the address without user name and password, and these."""
    parts = _split(address)
    if parts is None or "@" not in parts.netloc:
        return address, None
    given, _, place = parts.netloc.rpartition("@")
    user, _, password = given.partition(":")
    bare = parts._replace(netloc=place).geturl()
    return bare, Credentials(unquote(user), unquote(password))


def ollama_address(url: str) -> str:
    """The server's address in full: ``host`` alone means Ollama's own port."""
    if "://" in url:
        return url.rstrip("/")
    parts = urlsplit(f"http://{url}")
    full = parts if parts.port else parts._replace(netloc=f"{parts.netloc}:{_OLLAMA_PORT}")
    return full.geturl().rstrip("/")


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        return parts if parts.hostname else None
    except ValueError:
        return None
