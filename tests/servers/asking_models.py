"""Asking a language model in a test, and noting all that comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from paperchat.errors import ModelError
from paperchat.models.port import Ended, LanguageModel, Message, Piece
from paperchat.models.retrying import Retrying

KEY = "sk-test-0123456789abcdef"
ODD_KEY = "key/of+nobody.17"
PASSWORD = "hunter2&hunter3"
ASKED = [Message("system", "Answer shortly."), Message("user", "What is it?")]


@dataclass(slots=True)
class Outcome:
    """What came of asking: the text, the end or the error, and the waits between requests."""

    pieces: list[str] = field(default_factory=list)
    ended: Ended | None = None
    error: ModelError | None = None

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def ask(model: LanguageModel | None, max_tokens: int = 50) -> Outcome:
    """Ask, and note what comes until the end or the error."""
    assert model is not None
    outcome = Outcome()
    try:
        for event in model.stream(ASKED, max_tokens):
            assert outcome.ended is None, "nothing comes after the end"
            if isinstance(event, Piece):
                assert event.text
                outcome.pieces.append(event.text)
            else:
                outcome.ended = event
    except ModelError as error:
        outcome.error = error
    return outcome


class Waits(list[float]):
    """The waits between requests, which are not waited."""

    def retrying(self) -> Retrying:
        return Retrying(sleep=self.append)


BackEnd = Callable[..., LanguageModel]
"""Creates a model of one of ``BACK_ENDS`` at a scripted server."""
BACK_ENDS = ("openai", "openai-like", "ollama")
