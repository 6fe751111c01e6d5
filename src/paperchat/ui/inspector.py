"""Looking into an answer: what was found, weighed and decided, and what a model was told."""

from __future__ import annotations

import streamlit as st

from paperchat.errors import PaperchatError
from paperchat.types import Conversation
from paperchat.ui.inspector_html import inspection_html
from paperchat.ui.quote import escaped
from paperchat.ui.workspace import Shelf


@st.dialog("Why this answer", width="medium")
def inspect_answer(shelf: Shelf, conversation: Conversation, place: int) -> None:
    """Show how the answer at ``place`` (from 0) came about; its question is asked again for that.

    Nothing is sent to a language model.
    """
    try:
        with st.spinner("Asking again …"):
            found = shelf.workspace.replay(conversation, place)
    except PaperchatError as error:
        st.html(f'<div class="pc-alert" role="alert">{escaped(str(error))}</div>')
        return
    st.html(inspection_html(conversation.turns[place].answer, found))
