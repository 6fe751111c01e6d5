"""Taking keys and passwords out of what others wrote, before anybody is shown it."""

from __future__ import annotations

import re
from collections.abc import Sequence

REDACTED = "[key]"
_KEY_LIKE = re.compile(
    r"\bsk-[\w*.-]{4,}|(?<=bearer )[^\s,;'\"]+|(?<=basic )[^\s,;'\"]+", re.IGNORECASE
)
_CREDENTIALS = re.compile(r"(?<=//)[^/\s@]+@")


def redact(text: str, secrets: Sequence[str] = (), limit: int = 300) -> str:
    """Return ``text`` on one line without ``secrets``, keys and passwords, cut off at ``limit``."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    for secret in secrets:
        if secret:
            text = text.replace(secret, REDACTED)
    text = _CREDENTIALS.sub("", _KEY_LIKE.sub(REDACTED, text))
    return text if len(text) <= limit else f"{text[:limit]}…"
