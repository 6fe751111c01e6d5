"""One request to a language model, taken down for whoever wants to know."""

from __future__ import annotations

from dataclasses import dataclass

from paperchat.errors import ModelError
from paperchat.models.port import Ended
from paperchat.writing.budget import Prompt


@dataclass(slots=True)
class Run:
    """What was sent to a model, what came, and what went wrong.

    ``raw`` is the text as the model wrote it, ``first_piece_ms`` the time until it began.
    """

    prompt: Prompt | None = None
    raw: str = ""
    ended: Ended | None = None
    failure: ModelError | None = None
    first_piece_ms: float | None = None
    refused: int = 0
    """Requests before that the model found too long."""

    @property
    def found_too_long(self) -> bool:
        """Whether nothing came, since the model found the prompt too long."""
        return self.failure is not None and self.failure.fault == "too_long" and not self.raw

    @property
    def cached(self) -> bool:
        """Whether nothing was sent, since the same had been asked before."""
        return self.ended is not None and self.ended.requests == 0
