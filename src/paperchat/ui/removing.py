"""Taking a paper out of the library from its page, and putting it back."""

from __future__ import annotations

import streamlit as st

from paperchat.errors import PaperchatError
from paperchat.ingestion import cut
from paperchat.library.changing import remove_papers, restore_papers
from paperchat.types import Paper
from paperchat.ui import places, state
from paperchat.ui.labels import plain_label
from paperchat.ui.places import Removal
from paperchat.ui.quote import escaped
from paperchat.ui.workspace import Shelf

BUSY = (
    "Papers are being written to this library just now, by another visitor or another process: "
    "try again when that has finished."
)
_LISTED = 20


def remove(shelf: Shelf, paper: Paper) -> None:
    """Remove a paper; meant as a button's callback."""
    try:
        with shelf.library.writing_if_free() as free:
            if not free:
                state.note(BUSY)
                return
            remove_papers(shelf.library, [paper.id])
    except PaperchatError as error:
        state.note(str(error))
        return
    places.remember_removal(Removal((paper.id,), paper.title))
    places.go("library")


def put_back(shelf: Shelf, paper_ids: tuple[str, ...]) -> None:
    """Put removed papers back and show one that is alone; meant as a button's callback."""
    try:
        with shelf.library.writing_if_free() as free:
            if not free:
                state.note(BUSY)
                return
            restore_papers(shelf.library, shelf.workspace.embedder, paper_ids, cut)
    except PaperchatError as error:
        state.note(str(error))
        return
    places.remember_removal(None)
    if len(paper_ids) == 1:
        places.open_paper(paper_ids[0])


def draw_undo(shelf: Shelf) -> None:
    """Draw what was removed last in this visit, and the button that undoes it."""
    removal = places.removal()
    if removal is None:
        return
    with st.container(
        key="undo-removal", horizontal=True, vertical_alignment="center", gap="small"
    ):
        said = f"“{removal.title}” is removed."
        st.html(f'<div class="pc-side-text" role="status">{escaped(said)}</div>')
        st.button("Undo", key="undo-remove", on_click=put_back, args=(shelf, removal.ids))


def draw_return(shelf: Shelf, paper_id: str) -> None:
    """Draw the button that puts back a paper whose address was opened after its removal."""
    if any(item.id == paper_id for item in shelf.catalogue.removed()):
        st.button(
            "It was removed: put it back",
            key="return-paper",
            icon=":material/undo:",
            on_click=put_back,
            args=(shelf, (paper_id,)),
        )


def draw_removed(shelf: Shelf) -> None:
    """Draw the papers that were removed from this library, whoever did, each to be put back."""
    removed = shelf.catalogue.removed()
    if not removed:
        return
    st.html('<h2 class="pc-subheading">Removed papers</h2>')
    with st.container(key="removed", gap=None):
        for item in removed[:_LISTED]:
            st.button(
                plain_label(f"Put back “{item.title}”"),
                key=f"return-{item.id}",
                icon=":material/undo:",
                type="tertiary",
                on_click=put_back,
                args=(shelf, (item.id,)),
            )
    if len(removed) > _LISTED:
        more = f"{len(removed) - _LISTED:,} more: paperchat restore --list"
        st.html(f'<div class="pc-side-text">{escaped(more)}</div>')
