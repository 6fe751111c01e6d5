"""Pieces of HTML that stand one below the other, as elements of their own or as one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st


class Pieces:
    """Draws pieces of HTML where the script is.

    Each element of a page costs a browser about a millisecond, whatever is in it. Those that are
    ``apart`` can come and change one by one.
    """

    def __init__(self, *, apart: bool = True) -> None:
        self._apart = apart
        self._waiting: list[str] = []

    def html(self, piece: str) -> None:
        """Draw a piece, if there is anything in it."""
        if piece and self._apart:
            st.html(piece)
        elif piece:
            self._waiting.append(f"<div>{piece}</div>")

    def nothing(self) -> None:
        """Keep the place of a piece that may come."""
        if self._apart:
            st.empty()

    def flush(self) -> None:
        """Draw what waits to be drawn as one; to be called before anything that is no piece."""
        if self._waiting:
            st.html(f'<div class="pc-pieces">{"".join(self._waiting)}</div>')
            self._waiting.clear()


@contextmanager
def pieces(*, apart: bool = True) -> Iterator[Pieces]:
    """Give what draws pieces; at the end nothing waits any more."""
    drawn = Pieces(apart=apart)
    yield drawn
    drawn.flush()
