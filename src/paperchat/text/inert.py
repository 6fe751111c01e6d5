"""Text that stays text in Markdown: nothing in it loads an image, makes a link or opens a tag."""

from __future__ import annotations

import re

_TAG = re.compile(r"(?<!\\)<(?=[A-Za-z/!?])")
_IMAGE = re.compile(r"(?<!\\)!(?=\[)")
_LINK = re.compile(r"\](?=[(\[:])")
_LABEL = re.compile(r"(?<!\\)\[(\d+(?:\s*[,;-]\s*\d+)*)\]")


def inert(text: str) -> str:
    """Return Markdown for ``text`` in which tags, images and links are characters.

    A bracketed number does not pass for a label of ours. All else stays as it is, so that an
    answer reads in a terminal as it does on a page.
    """
    text = _IMAGE.sub(r"\\!", _TAG.sub(r"\\<", _LABEL.sub(r"\\[\1\\]", text)))
    return _LINK.sub(r"\\]", text)
