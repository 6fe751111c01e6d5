"""What the first element of an XML source is called, which tells one kind of feed from another."""

from __future__ import annotations

import re

_ROOT = re.compile(
    r"\s*(?:<\?.{0,2000}?\?>\s*|<!--.{0,20000}?-->\s*"
    r"|<!DOCTYPE[^\[>]{0,2000}(?:\[.{0,60000}?\]\s*)?>\s*)*<(?:[\w.-]+:)?(?P<name>[A-Za-z_][\w.-]*)",
    re.DOTALL,
)


def xml_root(text: str) -> str:
    """Return the root's name in lower case and without prefix, or "" where none begins the text."""
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return ""
    match = _ROOT.match(text.lstrip("\ufeff"))
    return match["name"].lower() if match else ""
