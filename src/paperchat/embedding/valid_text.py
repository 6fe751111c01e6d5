"""Text that every tokenizer and every wire format takes."""

from __future__ import annotations

import re

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def valid_text(text: str) -> str:
    """Return ``text`` with lone surrogates replaced by U+FFFD, since they are no valid Unicode."""
    return _LONE_SURROGATE.sub("\ufffd", text)
