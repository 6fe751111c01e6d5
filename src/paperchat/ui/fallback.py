"""Saying above an answer that the language model failed, and what can be done about it."""

from __future__ import annotations

import streamlit as st

from paperchat.types import Answer
from paperchat.ui import places
from paperchat.ui.pieces import Pieces
from paperchat.ui.quote import escaped
from paperchat.writing.closing_words import DECLINED, fell_back

_REMEDY = "Test it under Settings; another can be chosen beside the conversations."


def draw_fallback(draw: Pieces, answer: Answer, place: int) -> None:
    """Say why the answer at ``place`` (from 0) is not what its model was to write, if so."""
    if not fell_back(answer):
        return
    declined = any(DECLINED in note for note in answer.notes)
    said = " ".join(answer.notes if declined else (*answer.notes, _REMEDY))
    draw.html(f'<div class="pc-alert" role="alert">{escaped(said)}</div>')
    if declined:  # The model works; its passages say nothing.
        return
    draw.flush()
    st.button(
        "Open Settings",
        key=f"fallback-settings-{place}",
        icon=":material/settings:",
        type="tertiary",
        on_click=places.go,
        args=("settings",),
    )
