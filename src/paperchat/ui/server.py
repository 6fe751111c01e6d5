"""Serving the chat page for ``paperchat`` and for ``streamlit run app.py``."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from paperchat.errors import ConfigurationError
from paperchat.settings import Settings
from paperchat.ui.ending import begin_to_end
from paperchat.ui.headers import SecurityHeaders
from paperchat.ui.opening import use_settings
from paperchat.ui.options import options_for
from paperchat.wiring import Workspace

SCRIPT = Path(__file__).with_name("script.py")
_PORTS_TRIED = 100
_HEALTH_WAIT_S = 0.05
_PORT_TAKEN = (errno.EADDRINUSE, errno.EACCES)

OnReady = Callable[[str], None]
_Lifespan = Callable[[st.App], AbstractAsyncContextManager[None]]


def serve(settings: Settings, on_ready: OnReady, workspace: Workspace | None = None) -> int:
    """Serve the chat page until Ctrl-C, and return the exit code 0.

    The page is served at ``settings.host`` on ``settings.port``, or on the next free port when that
    one is taken. A ``workspace`` is that of ``settings``, open already. ``on_ready`` is told the
    page's address as soon as it answers. Call it in the main thread, once in a process.

    Raises:
        ConfigurationError: the host is not an address of this machine, or no port is free.
    """
    port = free_port(settings.host, settings.port)
    use_settings(settings, workspace)
    app = st.App(SCRIPT, middleware=middleware(), lifespan=_announce(settings.host, port, on_ready))
    try:
        with suppress(KeyboardInterrupt):
            app.run(config=options_for(settings, port))
    finally:
        begin_to_end()
    return 0


def middleware() -> list[Middleware]:
    """Return what wraps every response of the page."""
    return [Middleware(SecurityHeaders)]


def free_port(host: str, first: int) -> int:
    """Return the first free port of ``host`` from ``first`` on.

    Raises:
        ConfigurationError: ``host`` cannot be bound, or none of the next 100 ports is free.
    """
    for port in range(first, min(first + _PORTS_TRIED, 65536)):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                probe.listen(1)
            except OSError as error:
                if error.errno in _PORT_TAKEN:
                    continue
                raise ConfigurationError(
                    f"PAPERCHAT_HOST={host} is not an address of this machine: "
                    "set it to 127.0.0.1, or leave it out."
                ) from error
        return port
    raise ConfigurationError(
        f"No port from {first} on is free at {host}: set PAPERCHAT_PORT to another one."
    )


def address_of(host: str, port: int) -> str:
    """Return the address to open in a browser on this machine."""
    return f"http://{_reachable(host, brackets=True)}:{port}"


def _announce(host: str, port: int, on_ready: OnReady) -> _Lifespan:
    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[None]:
        # The server starts to answer only after this context is entered.
        task = asyncio.create_task(_tell_when_healthy(host, port, on_ready))
        yield
        task.cancel()

    return lifespan


async def _tell_when_healthy(host: str, port: int, on_ready: OnReady) -> None:
    while not await _healthy(_reachable(host), port):
        await asyncio.sleep(_HEALTH_WAIT_S)
    on_ready(address_of(host, port))


async def _healthy(host: str, port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(b"GET /_stcore/health HTTP/1.0\r\nHost: localhost\r\n\r\n")
        status = await reader.readline()
        writer.close()
        await writer.wait_closed()
    except OSError:
        return False
    return b" 200 " in status


def _reachable(host: str, *, brackets: bool = False) -> str:
    """Turn "every address" into this machine's own; ``brackets`` as in an URL."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.is_unspecified:
        host = "::1" if address.version == 6 else "127.0.0.1"
    return f"[{host}]" if brackets and address.version == 6 else host
