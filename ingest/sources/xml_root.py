"""What the first element of an XML source is called, which tells one kind of feed from another."""

from __future__ import annotations

import re

_NAME = re.compile(r"<(?:[\w.-]{1,100}:)?(?P<name>[A-Za-z_][\w.-]{0,100})")
_BLANKS = "\ufeff \t\r\n"


def xml_root(text: str) -> str:
    """Return the root's name in lower case and without prefix, or "" where none begins the text.

    Declarations, comments and the document type before it are stepped over one by one: a pattern
    for all of them would try every way to divide a thousand comments.
    """
    place = _after_blanks(text, 0)
    while text.startswith(("<?", "<!"), place):
        end = _end_of_prologue(text, place)
        if end < 0:
            return ""
        place = _after_blanks(text, end)
    match = _NAME.match(text, place)
    return match["name"].lower() if match else ""


def _after_blanks(text: str, place: int) -> int:
    while place < len(text) and text[place] in _BLANKS:
        place += 1
    return place


def _end_of_prologue(text: str, start: int) -> int:
    """Return where the comment, instruction or document type at ``start`` ends, or -1."""
    if text.startswith("<!--", start):
        return _behind(text, "-->", start + 4)
    if text.startswith("<?", start):
        return _behind(text, "?>", start + 2)
    bracket, close = text.find("[", start), text.find(">", start)
    if 0 <= bracket < close:
        inner = text.find("]", bracket)
        return _behind(text, ">", inner) if inner >= 0 else -1
    return _behind(text, ">", start)


def _behind(text: str, sign: str, start: int) -> int:
    place = text.find(sign, start)
    return place + len(sign) if place >= 0 else -1
