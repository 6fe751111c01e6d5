"""Saying that an answer is from the papers spoken of alone, and asking all of them."""

from __future__ import annotations

import streamlit as st

from paperchat.answering.narrowing import asked_of_all, told
from paperchat.types import Answer
from paperchat.ui import state
from paperchat.ui.pieces import Pieces
from paperchat.ui.quote import escaped


def draw_narrowed(draw: Pieces, answer: Answer, place: int) -> None:
    """Say that the answer at ``place`` (from 0) was narrowed, if it was."""
    said, instead = told(answer), asked_of_all(answer)
    if not said:
        return
    note = f'<div class="pc-note">{escaped(said)}</div>'
    if not instead:
        draw.html(note)
        return
    draw.flush()
    with st.container(
        key=f"narrowed-{place}", horizontal=True, gap="small", vertical_alignment="center"
    ):
        st.html(note, width="content")
        st.button(
            "Ask all papers",
            key=f"ask-all-{place}",
            type="tertiary",
            icon=":material/search:",
            on_click=state.ask,
            args=(instead,),
        )
