"""A language model that remembers: the same prompt is answered with what was written before."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Sequence

from paperchat.library.completions import Completion, CompletionStore
from paperchat.models.port import Ended, LanguageModel, Message, Piece
from paperchat.writing.prompts import PROMPT_VERSION


class RememberingModel:
    """Wraps a model; whole texts are kept, those that broke off are not.

    The prompt holds the question, what was said before and the passages, so that another question,
    filter or state of the library asks anew as soon as it changes any of these. What was
    remembered comes in one piece and counts no request.
    """

    def __init__(self, model: LanguageModel, store: CompletionStore) -> None:
        self._model = model
        self._store = store

    @property
    def spec(self) -> str:
        """The value of ``PAPERCHAT_MODEL`` that means this model."""
        return self._model.spec

    @property
    def window(self) -> int:
        """Tokens that prompt and answer may have together."""
        return self._model.window

    def stream(
        self, messages: Sequence[Message], max_tokens: int
    ) -> Generator[Piece | Ended, None, None]:
        """Write what follows ``messages``, or repeat what was written before.

        Raises:
            ModelError: the model failed; what was yielded before stands.
        """
        key = self._key(messages, max_tokens)
        known = self._store.get(key)
        if known is not None:
            yield Piece(known.text)
            yield Ended("stop", 0, 0, 0)
            return
        text = ""
        stream = self._model.stream(messages, max_tokens)
        try:
            for part in stream:
                if isinstance(part, Piece):
                    text += part.text
                elif part.reason == "stop":
                    self._store.put(
                        key,
                        Completion(self.spec, text, part.prompt_tokens, part.completion_tokens),
                    )
                yield part
        finally:
            stream.close()

    def _key(self, messages: Sequence[Message], max_tokens: int) -> str:
        digest = hashlib.blake2b(digest_size=20)
        parts = [str(PROMPT_VERSION), self.spec, str(max_tokens)]
        parts += [part for message in messages for part in (message.role, message.text)]
        for part in parts:
            data = part.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "big") + data)
        return digest.hexdigest()
