"""Plain text for places where Streamlit insists on Markdown: the labels of its buttons."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")
_WORD_JOINER = "\u2060"
_SPELLS_SOMETHING = re.compile(r"(?<=[-<>=~])(?=[-<>=~])|(?<=:)(?=\S)|(?<=www)(?=\.)|(?=@)", re.I)
"""Between the signs of "->", "--" and ">=", after the colon of ":smile:" and "http://", and so on:
these are replaced after Markdown has been read, so that escaping alone does not stop them."""


def plain_label(text: str) -> str:
    """Return Markdown that shows ``text`` as written, on one line.

    Every ASCII sign is escaped: no emphasis, formula, link, image, icon or colour comes out of it.
    Where Streamlit would still put an arrow, a dash, an emoji or a link, an invisible word joiner
    parts the signs.
    """
    line = " ".join(text.split())
    parted = _SPELLS_SOMETHING.sub(_WORD_JOINER, line)
    return _MARKUP.sub(r"\\\1", parted)
