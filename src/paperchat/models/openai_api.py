"""Servers that speak the OpenAI API: OpenAI's own, and any other."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any

import openai
from llama_index.llms.openai import OpenAI
from llama_index.llms.openai.utils import CHAT_MODELS, openai_modelname_to_contextsize
from llama_index.llms.openai_like import OpenAILike

from paperchat.models.failure import Server
from paperchat.models.provider import Heard, Provider
from paperchat.models.transport import Transport
from paperchat.models.windows import (
    NEW_MODEL_WINDOW,
    UNTOLD_WINDOW,
    ToldWindow,
    listed_models,
    told_window,
)

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import ChatMessage, ChatResponse

_REASONING = re.compile(r"^(?:ft:)?(?:o\d|gpt-[5-9](?!\S*-chat))")
_ROOM_TO_THINK = 4096
"""Tokens more than the answer's that a model may use which thinks unseen, and is billed for it."""
_NO_KEY = "not-needed"


class OpenAIProvider(Provider):
    """A server of the OpenAI API.

    Args:
        transport: the client to use; its address is that of the API.
        server: how messages call it.
        is_openai: whether it is OpenAI's own, which has rules of its own.
        window: tokens that prompt and answer may have together; 0 takes what is known of it.
        key: for the client, which wants one even where the transport sends none.
    """

    tells_end = True

    def __init__(
        self,
        transport: Transport,
        server: Server,
        *,
        is_openai: bool = False,
        window: int = 0,
        key: str | None = None,
    ) -> None:
        super().__init__(_llm(transport, server.model, key or _NO_KEY), transport, server)
        self._asker = transport
        self._is_openai = is_openai
        self._window = window or (_known_window(server.model) if is_openai else 0)
        self._told = ToldWindow(lambda: told_window(transport.look_up("/models"), server.model))
        thinks = is_openai and bool(_REASONING.match(server.model))
        # What is not sent because the model, or the server, does not take it.
        self._given_up = {"temperature"} if thinks else {"reasoning_effort"}
        if is_openai:
            self._given_up.add("max_tokens")
        # What the server said so of; once each, or the two limits could follow one another on.
        self._refused: set[str] = set()

    @property
    def window(self) -> int:
        """As set or known, else as the server tells, else a cautious one."""
        return self._window or self._told.tokens() or UNTOLD_WINDOW

    def ask(
        self, messages: Sequence[ChatMessage], max_tokens: int
    ) -> Generator[ChatResponse, None, None]:
        """Begin one request."""
        arguments: dict[str, Any] = {}
        if "temperature" in self._given_up:
            arguments["temperature"] = openai.omit
        if "stream_options" not in self._given_up:
            arguments["stream_options"] = {"include_usage": True}
        if "reasoning_effort" not in self._given_up:
            arguments["reasoning_effort"] = "low"
        old = "max_tokens" not in self._given_up
        room = _ROOM_TO_THINK if self._is_openai and "temperature" in self._given_up else 0
        arguments["max_tokens" if old else "max_completion_tokens"] = max_tokens + room
        return self._llm.stream_chat(messages, **arguments)

    def hear(self, response: ChatResponse) -> Heard:
        """Read one chunk; the last has the counts and no text."""
        chunk: Any = response.raw
        usage = getattr(chunk, "usage", None)
        choices = chunk.choices
        finish = choices[0].finish_reason if choices else None
        return Heard(
            response.delta or "",
            finish,
            _count(usage, "prompt_tokens"),
            _count(usage, "completion_tokens"),
        )

    def give_up(self, parameter: str) -> bool:
        """Send ``parameter`` no more; of the two that limit the length, send the other."""
        if parameter in self._refused:
            return False
        self._refused.add(parameter)
        if parameter == "max_completion_tokens":
            self._given_up.discard("max_tokens")
            return True
        new = parameter not in self._given_up
        self._given_up.add(parameter)
        return new

    def models(self) -> tuple[str, ...]:
        """The names that ``/models`` lists."""
        return tuple(listed_models(self._asker.look_up("/models")))


def _llm(transport: Transport, name: str, key: str) -> OpenAI:
    client = openai.OpenAI(
        api_key=key,
        base_url=transport.address,
        timeout=transport.timeout,
        max_retries=0,
        http_client=transport.client,
    )
    given: dict[str, Any] = {
        "model": name,
        "api_key": key,
        "api_base": transport.address,
        "temperature": 0.0,
        "max_retries": 0,
        "openai_client": client,
    }
    # LlamaIndex refuses names that it does not know, unless told that they are of another server.
    return OpenAI(**given) if name in CHAT_MODELS else OpenAILike(**given, is_chat_model=True)


def _known_window(name: str) -> int:
    try:
        return openai_modelname_to_contextsize(name)
    except ValueError:
        return NEW_MODEL_WINDOW


def _count(usage: object, name: str) -> int | None:
    value = getattr(usage, name, None)
    return value if isinstance(value, int) else None
