"""A GGUF file, run by llama.cpp in this process.

llama.cpp serves its OpenAI API on a port of this machine, with a key that nobody else has; so
streaming, cancelling and faults are those of any other server. It is loaded when it is first asked.
"""

from __future__ import annotations

import atexit
import secrets
import threading
import weakref
from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paperchat.errors import ModelError
from paperchat.models.failure import Failure, Server
from paperchat.models.gguf_file import GGUFHead, read_head
from paperchat.models.openai_api import OpenAIProvider
from paperchat.models.provider import Heard, Provider
from paperchat.models.transport import Transport
from paperchat.models.windows import HOME_WINDOW

if TYPE_CHECKING:
    import httpx
    from llama_index.core.base.llms.types import ChatMessage, ChatResponse

PLAIN_TEMPLATE = (
    "{% for message in messages %}{{ message.role }}: {{ message.content }}\n\n{% endfor %}"
    "{% if add_generation_prompt %}assistant:{% endif %}"
)
"""For files that have no chat template, mostly models that were not taught to chat."""
_SILENT = -1
_PING_SECONDS = 1


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A running model; the server lives as long as this refers to it."""

    server: Any
    address: str
    key: str


_loaded: dict[tuple[Path, int], _Loaded] = {}
_transports: weakref.WeakSet[Transport] = weakref.WeakSet()
_loading = threading.Lock()


class GGUFProvider(Provider):
    """A GGUF file.

    Args:
        path: the file.
        window: most tokens that prompt and answer may have together; 0 takes the usual bound.
        timeout: seconds until the first word, and between two.

    Raises:
        ConfigurationError: the file is not there, or is no GGUF file.
    """

    tells_end = True

    def __init__(self, path: Path, *, window: int, timeout: float) -> None:
        # Not that of the base, which wants a model that is there already.
        self._path = path
        self._head = read_head(path)
        self._timeout = timeout
        self._window = min(self._head.context_length or HOME_WINDOW, window or HOME_WINDOW)
        self._running: OpenAIProvider | None = None
        self.server = Server("llama.cpp", path.name, "start Paperchat anew")

    @property
    def window(self) -> int:
        """What the file says, up to the bound: memory grows with it."""
        return self._window

    def recording(self, opened: list[httpx.Response]) -> AbstractContextManager[None]:
        """As any provider; the file is loaded before."""
        return self._provider().recording(opened)

    def ask(
        self, messages: Sequence[ChatMessage], max_tokens: int
    ) -> Generator[ChatResponse, None, None]:
        """Begin one request."""
        return self._provider().ask(messages, max_tokens)

    def hear(self, response: ChatResponse) -> Heard:
        """Read one chunk."""
        return self._provider().hear(response)

    def failure(self, error: Exception, *, spoke: bool) -> Failure:
        """Say what was wrong."""
        if isinstance(error, ModelError):
            return Failure(error.fault, str(error))
        return super().failure(error, spoke=spoke)

    def _provider(self) -> OpenAIProvider:
        if self._running is None:
            loaded = _load(self._path.resolve(), self._window, self._head)
            transport = Transport(loaded.address, loaded.key, self._timeout)
            _transports.add(transport)
            self._running = OpenAIProvider(
                transport, self.server, window=self._window, key=loaded.key
            )
        return self._running


def _load(path: Path, window: int, head: GGUFHead) -> _Loaded:
    with _loading:
        if (path, window) not in _loaded:
            if not _loaded:
                atexit.register(unload)
            _loaded[path, window] = _start(path, window, head)
        return _loaded[path, window]


def unload() -> None:
    """Stop llama.cpp and free its memory."""
    for transport in list(_transports):
        # It would wait for whoever does not read on.
        transport.abort()
    with _loading:
        _loaded.clear()


def _start(path: Path, window: int, head: GGUFHead) -> _Loaded:
    import xllamacpp

    key = secrets.token_urlsafe(32)
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = window
    parameters.api_keys = [key]
    parameters.ui = False
    parameters.endpoint_slots = False
    parameters.cors_origins = ""
    # Else it keeps up to 8 GB of earlier prompts.
    parameters.cache_ram_mib = 0
    # A long prompt takes minutes to read on a slow machine, which is no reason to give up.
    parameters.sse_ping_interval = _PING_SECONDS
    # Its tokens would be taken from the answer's, where the model thinks before it writes.
    parameters.enable_reasoning = 0
    # It would write pages about itself to the terminal.
    parameters.verbosity = _SILENT
    if head.chat_template is None:
        parameters.chat_template = PLAIN_TEMPLATE
    try:
        server = xllamacpp.Server(parameters)
        return _Loaded(server, f"{server.listening_address}/v1", key)
    except Exception:  # noqa: BLE001  # whatever llama.cpp throws
        failed = f"llama.cpp cannot load the file {path}: it is broken, or too large for memory."
    raise ModelError("server_error", failed)
