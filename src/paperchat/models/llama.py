"""Any LlamaIndex LLM, as a language model of ours."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from llama_index.core.base.llms.types import ChatMessage

from paperchat.models import failure as failures
from paperchat.models.failure import Failure
from paperchat.models.port import Ended, EndReason, Message, Piece
from paperchat.models.provider import Heard, Provider
from paperchat.models.retrying import Retrying
from paperchat.models.thoughts import AnswerText

if TYPE_CHECKING:
    import httpx
    from llama_index.core.base.llms.types import ChatResponse

_NAMES_SHOWN = 5


class LlamaIndexModel:
    """A language model behind a LlamaIndex LLM.

    Args:
        spec: the value of ``PAPERCHAT_MODEL`` that means it.
        provider: the LLM, with what is known of who runs it.
        retrying: how often to send a request that failed in passing.

    Example:
        ``LlamaIndexModel("mine", Provider(Anthropic(model="...")))``
    """

    def __init__(self, spec: str, provider: Provider, retrying: Retrying | None = None) -> None:
        self._spec = spec
        self.provider = provider
        self._retrying = retrying or Retrying()

    @property
    def spec(self) -> str:
        """The value of ``PAPERCHAT_MODEL`` that means this model."""
        return self._spec

    @property
    def window(self) -> int:
        """Tokens that prompt and answer may have together."""
        return self.provider.window

    def stream(
        self, messages: Sequence[Message], max_tokens: int
    ) -> Generator[Piece | Ended, None, None]:
        """Write what follows ``messages``; see the port.

        Raises:
            ModelError: the model failed; what was yielded before stands.
        """
        asked = [ChatMessage(role=m.role, content=_encodable(m.text)) for m in messages]
        requests = failed = 0
        while True:
            requests += 1
            hearing = _Hearing(self.provider)
            yield from hearing.pieces(asked, max_tokens)
            failure = hearing.failure
            if failure is None:
                yield hearing.ended(requests)
                return
            if not hearing.spoke:
                if failure.parameter and self.provider.give_up(failure.parameter):
                    continue
                failed += 1
                if self._retrying.again(failure, failed):
                    continue
                failure = self._with_names(failure)
            # Not within an "except": an error of a provider may hold the key, and would be shown
            # with ours as its context.
            raise failure.error()

    def _with_names(self, failure: Failure) -> Failure:
        if failure.fault != "no_such_model":
            return failure
        names, asked = self.provider.models(), self.provider.server.model
        if asked in names or f"{asked}:latest" in names:
            return failure
        return failures.no_such_model(self.provider.server, names[:_NAMES_SHOWN])


class _Hearing:
    """One request and what came of it."""

    def __init__(self, provider: Provider) -> None:
        self.failure: Failure | None = None
        self._text = AnswerText()
        self._provider = provider
        self._responses: list[httpx.Response] = []
        self._last = Heard("")
        self._counted: tuple[int | None, int | None] = (None, None)

    @property
    def spoke(self) -> bool:
        """Whether some of the answer came."""
        return self._text.begun

    def pieces(self, asked: list[ChatMessage], max_tokens: int) -> Generator[Piece, None, None]:
        """Yield the text; why it ended is noted instead of raised."""
        stream: Generator[ChatResponse, None, None] | None = None
        try:
            with self._provider.recording(self._responses):
                stream = self._provider.ask(asked, max_tokens)
                response = next(stream, None)
            while response is not None:
                if text := self._text.take(self._hear(response)):
                    yield Piece(text)
                response = next(stream, None)
            if text := self._text.rest():
                yield Piece(text)
        except Exception as error:  # noqa: BLE001  # every provider has errors of its own
            if self._last.finish is None:
                self.failure = self._provider.failure(error, spoke=self.spoke)
        finally:
            # The clients leave their responses to the garbage collector when nobody reads on.
            for opened in self._responses:
                opened.close()
            if stream is not None:
                with suppress(Exception):
                    stream.close()
        self.failure = self.failure or self._fault_at_end()

    def ended(self, requests: int) -> Ended:
        """What the port yields last."""
        reason: EndReason = "length" if self._last.finish == "length" else "stop"
        return Ended(reason, *self._counted, requests)

    def _hear(self, response: ChatResponse) -> str:
        heard = self._provider.hear(response)
        if heard.finish is not None:
            self._last = heard
        if heard.prompt_tokens is not None or heard.completion_tokens is not None:
            self._counted = (heard.prompt_tokens, heard.completion_tokens)
        return _encodable(heard.text)

    def _fault_at_end(self) -> Failure | None:
        server, finish = self._provider.server, self._last.finish
        if finish is None and self._provider.tells_end:
            kinds = [opened.headers.get("content-type", "") for opened in self._responses]
            if not self.spoke and any("html" in kind for kind in kinds):
                return failures.web_page(server)
            return failures.cut(server)
        if finish == "content_filter":
            return failures.filtered(server)
        if not self.spoke:
            return failures.empty(server, limited=finish == "length")
        return None


def _encodable(text: str) -> str:
    """Replace halves of characters, which no encoding can write."""
    return text.encode("utf-8", "replace").decode("utf-8")
