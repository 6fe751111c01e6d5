"""The port every language model answers to: messages in, text out, piece by piece."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Role = Literal["system", "user", "assistant"]
EndReason = Literal["stop", "length"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text, as the model gives it; never empty."""

    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The model has finished: by itself, or because it may not write more (``length``).

    Tokens are null where the server did not count them. ``requests`` were sent in all, failed
    ones among them.
    """

    reason: EndReason
    prompt_tokens: int | None
    completion_tokens: int | None
    requests: int


class LanguageModel(Protocol):
    """Writes text. Safe to share between threads."""

    @property
    def spec(self) -> str:
        """The value of ``PAPERCHAT_MODEL`` that means this model."""
        ...

    @property
    def window(self) -> int:
        """Tokens that prompt and answer may have together."""
        ...

    def stream(
        self, messages: Sequence[Message], max_tokens: int
    ) -> Generator[Piece | Ended, None, None]:
        """Write what follows ``messages``, at most ``max_tokens`` of it.

        Yields pieces as they come, and at last one ``Ended``. Requests that failed in passing are
        repeated, as long as nothing of the text has come yet. Closing the generator ends the
        request.

        Raises:
            ModelError: the model failed; what was yielded before stands.
        """
        ...
