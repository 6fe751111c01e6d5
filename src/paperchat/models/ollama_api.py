"""Ollama, by its own API: only there can the window be set, to which it cuts prompts unsaid."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any

import ollama
from llama_index.llms.ollama import Ollama

from paperchat.models.failure import Server
from paperchat.models.provider import Heard, Provider
from paperchat.models.transport import Transport
from paperchat.models.windows import HOME_WINDOW, ToldWindow, context_length

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import ChatMessage, ChatResponse


class OllamaProvider(Provider):
    """A model of an Ollama server.

    Args:
        transport: the client whose way of sending is used; its address is the server's.
        server: how messages call it.
        window: most tokens that prompt and answer may have together; 0 takes the usual bound.
    """

    tells_end = True

    def __init__(self, transport: Transport, server: Server, *, window: int = 0) -> None:
        self._client = ollama.Client(transport.address, **transport.arguments)
        self._asker = transport
        self._bound = window or HOME_WINDOW
        self._own_window = ToldWindow(
            lambda: context_length(transport.look_up("/api/show", {"model": server.model}))
        )
        self._name = server.model
        super().__init__(self._sized(HOME_WINDOW, 1), transport, server)

    @property
    def window(self) -> int:
        """The model's own, up to the bound: memory grows with it."""
        return min(self._own_window.tokens() or self._bound, self._bound)

    def ask(
        self, messages: Sequence[ChatMessage], max_tokens: int
    ) -> Generator[ChatResponse, None, None]:
        """Begin one request, with a window that holds what was promised."""
        stream: Generator[ChatResponse, None, None]
        stream = self._sized(self.window, max_tokens).stream_chat(messages)
        return stream

    def hear(self, response: ChatResponse) -> Heard:
        """Read one line; the last says why it ended and has the counts."""
        line: dict[str, Any] = response.raw or {}
        if not line.get("done"):
            return Heard(response.delta or "")
        return Heard(
            response.delta or "",
            line.get("done_reason") or "stop",
            line.get("prompt_eval_count"),
            line.get("eval_count"),
        )

    def models(self) -> tuple[str, ...]:
        """The models that are on the server."""
        listing = self._asker.look_up("/api/tags")
        entries = listing.get("models") if isinstance(listing, dict) else None
        return tuple(
            entry["name"]
            for entry in (entries if isinstance(entries, list) else [])
            if isinstance(entry, dict) and isinstance(entry.get("name"), str)
        )

    def _sized(self, window: int, max_tokens: int) -> Ollama:
        return Ollama(
            model=self._name,
            base_url=self._asker.address,
            temperature=0.0,
            context_window=window,
            additional_kwargs={"num_predict": max_tokens},
            client=self._client,
            # Thoughts take their tokens from the answer's, and all there is to know is given.
            thinking=False,
        )
