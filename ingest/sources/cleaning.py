"""Text as it is stored: what the source says, on one line, and always encodable."""

from __future__ import annotations

import re

# Controls other than white space do harm in terminals and in XML, and a lone surrogate (which JSON
# can spell as "\ud800") cannot be written as UTF-8.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_INVISIBLE_EDGES = "\ufeff\u200b\u2060"


def one_line(text: str) -> str:
    """Collapse every run of Unicode white space to one space; nothing else is rewritten.

    Control characters count as white space, lone surrogates become U+FFFD, and byte order marks
    and zero-width spaces are cut from the ends.
    """
    text = _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text))
    return " ".join(text.split()).strip(_INVISIBLE_EDGES).strip()
