"""Asking a question once more: as it was, in other words, or as it was meant."""

from __future__ import annotations

import streamlit as st

from paperchat.answering.question import MAX_CHARS
from paperchat.types import Turn
from paperchat.ui import state
from paperchat.ui.chat import Chat
from paperchat.ui.quote import escaped
from paperchat.ui.scripts import TO_EDITOR

_DELETED = (
    "This conversation was deleted in another window. What is on screen stays until you leave."
)


def draw_asking_again(chat: Chat, place: int, *, undoable: bool) -> None:
    """Draw below the turn at ``place`` how to ask it again, and how to undo that."""
    turn = chat.turns[place]
    if state.edited_place() == place:
        _draw_editor(chat, place)
        return
    last = place == len(chat.turns) - 1
    failed = turn.answer.status == "error" or not turn.answer.complete
    with st.container(key=f"asking-again-{place}", horizontal=True, gap="small"):
        if failed or last:
            st.button(
                "Ask again",
                key=f"again-{place}",
                icon=":material/refresh:",
                type="secondary" if failed else "tertiary",
                help="Ask the same again, of the model that is chosen now",
                on_click=state.ask_again,
                args=(place, turn.question),
            )
        _draw_edits(turn, place)
        if undoable:
            st.button(
                "Undo",
                key=f"undo-{place}",
                icon=":material/undo:",
                type="tertiary",
                help="Put the earlier answer back, and what came after it",
                on_click=state.undo_asking_again,
            )


def draw_deleted(chat: Chat) -> None:
    """Say that the conversation was deleted elsewhere, if it was, and offer to keep it."""
    if not chat.deleted:
        return
    with st.container(key="deleted", horizontal=True, vertical_alignment="center"):
        st.html(f'<div class="pc-note" role="status">{escaped(_DELETED)}</div>')
        st.button("Keep it", key="keep-anyway", on_click=state.keep_anyway)


def _draw_edits(turn: Turn, place: int) -> None:
    understood = turn.answer.rewritten_question
    texts = [("edit", "Edit question", turn.question)]
    if understood:
        texts.append(("correct", "Edit as understood", understood))
    for key, label, text in texts:
        st.button(
            label,
            key=f"{key}-{place}",
            icon=":material/edit:",
            type="tertiary",
            help="Ask it in other words; this answer and what came after it give way",
            on_click=state.edit_question,
            args=(place, text),
        )


def _draw_editor(chat: Chat, place: int) -> None:
    later = len(chat.turns) - 1 - place
    with st.form(f"editor-{place}"):
        state.editor_box("The question in other words", MAX_CHARS)
        if later:
            told = f"The {later} question{'s' if later > 1 else ''} after it will give way as well."
            st.html(f'<div class="pc-note">{escaped(told)}</div>')
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button(
                "Ask", type="primary", key=f"ask-edited-{place}", on_click=state.ask_edited
            )
            st.form_submit_button("Cancel", key=f"cancel-edit-{place}", on_click=state.stop_editing)
    st.html(f"<script>{TO_EDITOR}</script>", unsafe_allow_javascript=True)
