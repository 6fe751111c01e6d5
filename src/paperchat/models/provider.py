"""What the adapter needs to know of a provider, with the answers that hold for any LlamaIndex LLM.

A provider whose streams tell more (why they ended, how many tokens they took) is a subclass.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperchat.models.failure import Failure, Server
from paperchat.models.faults import read_failure
from paperchat.models.transport import Transport

if TYPE_CHECKING:
    import httpx
    from llama_index.core.base.llms.types import ChatMessage, ChatResponse
    from llama_index.core.llms import LLM


@dataclass(frozen=True, slots=True)
class Heard:
    """What one response of a stream says.

    ``finish`` is the provider's word for why the answer ended, null before its end.
    """

    text: str
    finish: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class Provider:
    """Any LlamaIndex LLM, taken as it is.

    Args:
        llm: the model; it should not repeat requests by itself.
        transport: the HTTP client that it uses, if it is known.
        server: how messages call it; by default its class and model.
    """

    tells_end = False
    """Whether its streams say that they are complete."""

    def __init__(
        self, llm: LLM, transport: Transport | None = None, server: Server | None = None
    ) -> None:
        self._llm = llm
        self._transport = transport
        name = llm.metadata.model_name if server is None else server.model
        self.server = server or Server(llm.class_name(), name, "check its settings")

    @property
    def window(self) -> int:
        """Tokens that prompt and answer may have together."""
        return self._llm.metadata.context_window

    def recording(self, opened: list[httpx.Response]) -> AbstractContextManager[None]:
        """Note in ``opened`` the responses that begin meanwhile, so that they can be cut off."""
        return nullcontext() if self._transport is None else self._transport.recording(opened)

    def ask(
        self, messages: Sequence[ChatMessage], max_tokens: int
    ) -> Generator[ChatResponse, None, None]:
        """Begin one request; the limit is not passed on, since each LLM names it differently."""
        del max_tokens
        return self._llm.stream_chat(messages)

    def hear(self, response: ChatResponse) -> Heard:
        """Read one response of the stream."""
        return Heard(response.delta or "")

    def give_up(self, parameter: str) -> bool:
        """Send ``parameter`` no more, and tell whether that changes anything."""
        del parameter
        return False

    def models(self) -> tuple[str, ...]:
        """The names of the models that the server offers, as far as it tells."""
        return ()

    def failure(self, error: Exception, *, spoke: bool) -> Failure:
        """Say what was wrong."""
        return read_failure(error, self.server, spoke=spoke)
