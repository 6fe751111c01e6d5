"""How many tokens a model takes, read from what its server or its file tells."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import cast

NEW_MODEL_WINDOW = 128_000
"""Of a model of OpenAI that is newer than LlamaIndex's table: what its last generations all had."""
UNTOLD_WINDOW = 8192
"""Of a model whose server does not tell."""
HOME_WINDOW = 8192
"""Most that a model on a user's own machine is given unasked: memory grows with the window."""

_ASK_AGAIN_SECONDS = 60.0
_WINDOWS = ("max_model_len", "loaded_context_length", "max_context_length", "context_length")
_LLAMA_CPP_WINDOWS = ("n_ctx", "n_ctx_train")


class ToldWindow:
    """A window that a server is asked for when it is wanted, and again a while after it was mute.

    Args:
        ask: asks the server; None when it does not tell.
    """

    def __init__(self, ask: Callable[[], int | None]) -> None:
        self._ask = ask
        self._told: int | None = None
        self._asked = float("-inf")

    def tokens(self) -> int | None:
        """What the server told, or None."""
        now = time.monotonic()
        if self._told is None and now - self._asked > _ASK_AGAIN_SECONDS:
            self._told, self._asked = self._ask(), now
        return self._told


def listed_models(listing: object) -> dict[str, dict[str, object]]:
    """Read the answer of ``/v1/models``: what it says of each model."""
    entries = listing.get("data") if isinstance(listing, dict) else None
    return {
        entry["id"]: cast("dict[str, object]", entry)
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict) and isinstance(entry.get("id"), str)
    }


def told_window(listing: object, name: str) -> int | None:
    """Read the window of the model ``name`` from the answer of ``/v1/models``, if it is there."""
    entries = listed_models(listing)
    entry = entries.get(name)
    if entry is None and len(entries) == 1:
        # A server of one model answers to any name.
        entry = next(iter(entries.values()))
    if entry is None:
        return None
    meta = entry.get("meta")
    found = _first(entry, _WINDOWS)
    return found or (_first(meta, _LLAMA_CPP_WINDOWS) if isinstance(meta, dict) else None)


def context_length(shown: object) -> int | None:
    """Read the window from what Ollama's ``/api/show`` says of a model, if it is there."""
    info = shown.get("model_info") if isinstance(shown, dict) else None
    if not isinstance(info, dict):
        return None
    keys = [key for key in info if isinstance(key, str) and key.endswith(".context_length")]
    return _first(info, tuple(keys))


def _first(place: dict[str, object], keys: tuple[str, ...]) -> int | None:
    values = (place.get(key) for key in keys)
    return next((v for v in values if isinstance(v, int) and v > 0), None)
