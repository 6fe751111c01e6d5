"""The library page: its papers, pictures of them, adding to them, and one paper by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import streamlit as st

from paperchat.ui import places, state
from paperchat.ui.adding import draw_adding
from paperchat.ui.answer import draw_message
from paperchat.ui.corpus_pictures import draw_pictures
from paperchat.ui.paper_list import draw_papers
from paperchat.ui.paper_page import draw_paper
from paperchat.ui.quote import escaped
from paperchat.ui.removing import draw_undo
from paperchat.ui.sidebar import draw_conversations_beside
from paperchat.ui.workspace import Shelf

_VIEWS: Mapping[str, tuple[str, Callable[[Shelf], None]]] = MappingProxyType(
    {
        "papers": ("Papers", draw_papers),
        "pictures": ("Pictures", draw_pictures),
        "add": ("Add papers", draw_adding),
    }
)


def draw_library_page(shelf: Shelf) -> None:
    """Draw the library, or the paper that the address names."""
    draw_conversations_beside(shelf.chats)
    notice = state.pop_notice()
    with st.container(key="notices"):
        if notice:
            draw_message(notice, alert=True)
        draw_undo(shelf)
    paper_id = places.opened_paper()
    if paper_id is not None:
        draw_paper(shelf, paper_id)
        return
    st.html(f'<h1 class="pc-heading">{escaped("Library")}</h1>')
    places.begin_view()
    chosen = st.segmented_control(
        "What to see of the library",
        list(_VIEWS),
        key=places.VIEW,
        required=True,
        format_func=lambda view: _VIEWS[view][0],
        label_visibility="collapsed",
        persist_state="session",
    )
    _VIEWS[chosen or places.FIRST_VIEW][1](shelf)
