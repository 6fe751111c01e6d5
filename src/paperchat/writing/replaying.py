"""Looking into an answer that was kept: what would be sent to its model, without sending it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from paperchat.answering.explanation import Explanation
from paperchat.models.port import Ended, LanguageModel, Message, Piece
from paperchat.types import Answer


@dataclass(frozen=True, slots=True)
class Replay:
    """How a kept answer came about, found out by asking its question again.

    ``same`` tells whether the question leads to the same quotes today. ``note`` says in one
    sentence why there is no prompt although a model wrote the answer; else it is empty.
    """

    answer: Answer
    explanation: Explanation
    same: bool
    note: str = ""

    @property
    def changed(self) -> str:
        """What the reader has to know where ``same`` does not hold; else empty."""
        if self.same:
            return ""
        return (
            "Asked today, this question would find other passages: since the answer was given, "
            "the library, the filters or Paperchat have changed."
        )


class UnsentModel:
    """Stands for a model where its prompt is wanted and not its text: nothing is sent."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    @property
    def spec(self) -> str:
        """The value of ``PAPERCHAT_MODEL`` that means this model."""
        return self._model.spec

    @property
    def window(self) -> int:
        """Tokens that prompt and answer may have together."""
        return self._model.window

    def stream(
        self,
        messages: Sequence[Message],  # noqa: ARG002  # the port's parameters
        max_tokens: int,  # noqa: ARG002
    ) -> Generator[Piece | Ended, None, None]:
        """Write nothing."""
        yield Ended("stop", 0, 0, 0)


def same_evidence(kept: Answer, now: Answer) -> bool:
    """Tell whether ``now``, made of quotes, rests on what ``kept`` rests on.

    Of a written answer only the papers are compared: a model may cite sentences around the quotes.
    """
    if kept.usage is None:
        return kept.status == now.status and _quotes(kept) == _quotes(now)
    return {item.paper_id for item in kept.citations} <= {item.paper_id for item in now.citations}


def _quotes(answer: Answer) -> set[tuple[str, str]]:
    return {(item.paper_id, item.quote) for item in answer.citations}
