"""Keeps a Python process from talking to anything but this machine.

Used by ``tests/conftest.py`` for the test process, and by ``sitecustomize.py`` beside this file for
the processes that tests start with the ``offline_environment`` fixture.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

attempts: list[str] = []
"""Every address that was refused, also when the caller swallowed the error."""


class OutsideConnectionError(RuntimeError):
    """Something tried to leave this machine. Not an OSError, so that "offline" code rethrows it."""


def _is_local(host: object) -> bool:
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if name in ("", "localhost", "localhost.localdomain"):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse(target: object) -> OutsideConnectionError:
    attempts.append(str(target))
    return OutsideConnectionError(
        f"outside connections are blocked in tests, but {target} was wanted"
    )


def _check(family: int, address: object) -> None:
    if family not in (socket.AF_INET, socket.AF_INET6):
        return
    host = address[0] if isinstance(address, tuple) else address
    if not _is_local(host):
        raise _refuse(address)


def block() -> Callable[[], None]:
    """Refuse outside connections and name look-ups from now on; the result undoes it."""
    connect = socket.socket.connect
    connect_ex = socket.socket.connect_ex
    getaddrinfo = socket.getaddrinfo

    def local_connect(self: socket.socket, address: Any) -> None:
        _check(self.family, address)
        connect(self, address)

    def local_connect_ex(self: socket.socket, address: Any) -> int:
        _check(self.family, address)
        return connect_ex(self, address)

    def local_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_local(host):
            raise _refuse(host)
        return getaddrinfo(host, *args, **kwargs)

    def undo() -> None:
        setattr(socket.socket, "connect", connect)  # noqa: B010  # a method may not be assigned
        setattr(socket.socket, "connect_ex", connect_ex)  # noqa: B010  # as above
        socket.getaddrinfo = getaddrinfo

    setattr(socket.socket, "connect", local_connect)  # noqa: B010  # as above
    setattr(socket.socket, "connect_ex", local_connect_ex)  # noqa: B010  # as above
    socket.getaddrinfo = local_getaddrinfo
    return undo
