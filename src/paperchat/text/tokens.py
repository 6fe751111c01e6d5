"""Counting tokens as OpenAI's models do, with tables that are installed: nothing is downloaded."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_ENCODING = "o200k_base"


@cache
def encoder() -> Callable[[str], list[int]]:
    """Return what turns a text into tokens; text that looks like a control token is text."""
    _use_packaged_tables()
    import tiktoken

    encoding = tiktoken.get_encoding(_ENCODING)
    return lambda text: encoding.encode(
        text.encode("utf-8", "replace").decode("utf-8"), disallowed_special=()
    )


def count_tokens(text: str) -> int:
    """Return the number of tokens of ``text``."""
    return len(encoder()(text))


def _use_packaged_tables() -> None:
    """Point tiktoken at the tables inside llama-index-core."""
    spec = find_spec("llama_index.core")
    if spec is not None and spec.origin is not None:
        tables = Path(spec.origin).parent / "_static" / "tiktoken_cache"
        os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(tables))
