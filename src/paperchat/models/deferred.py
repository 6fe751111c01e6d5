"""A model that is made when it is first asked: importing LlamaIndex takes seconds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence

from paperchat.errors import ConfigurationError, ModelError
from paperchat.models.port import Ended, LanguageModel, Message, Piece


class DeferredModel:
    """A language model that is not there yet.

    Args:
        spec: the value of ``PAPERCHAT_MODEL`` that means it.
        make: makes it, once.
    """

    def __init__(self, spec: str, make: Callable[[], LanguageModel]) -> None:
        self._spec = spec
        self._make = make
        self._made: LanguageModel | None = None
        self._making = threading.Lock()

    @property
    def spec(self) -> str:
        """The value of ``PAPERCHAT_MODEL`` that means this model."""
        return self._spec

    @property
    def window(self) -> int:
        """Tokens that prompt and answer may have together.

        Raises:
            ModelError: what it needs has gone since it was chosen.
        """
        return self.model().window

    def stream(
        self, messages: Sequence[Message], max_tokens: int
    ) -> Generator[Piece | Ended, None, None]:
        """Write what follows ``messages``; see the port.

        Raises:
            ModelError: the model failed; what was yielded before stands.
        """
        yield from self.model().stream(messages, max_tokens)

    def model(self) -> LanguageModel:
        """The model itself; the first call makes it.

        Raises:
            ModelError: what it needs has gone since it was chosen.
        """
        with self._making:
            if self._made is None:
                try:
                    self._made = self._make()
                except ConfigurationError as error:
                    raise ModelError("rejected", str(error)) from error
                except ImportError as error:
                    raise ModelError(
                        "rejected",
                        f"A package that the model {self._spec} needs is broken ({error.name}): "
                        "install Paperchat anew.",
                    ) from error
            return self._made
