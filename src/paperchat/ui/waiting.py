"""The line that says how many papers are found by words only so far, while there are any."""

from __future__ import annotations

import streamlit as st

from paperchat.library.waiting import WaitingPapers
from paperchat.ui.quote import escaped

_LOOK_EVERY_S = 5.0


def draw_waiting(papers: WaitingPapers) -> None:
    """Draw the line and keep it true, by itself; nothing where no paper waits."""
    if papers.now() is None:
        return

    @st.fragment(run_every=_LOOK_EVERY_S)
    def watch() -> None:
        waiting = papers.now()
        if waiting is not None:
            st.html(f'<div class="pc-side-text" role="status">{escaped(str(waiting))}</div>')

    watch()
