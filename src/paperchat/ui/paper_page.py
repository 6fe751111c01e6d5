"""One paper by itself: what its record says, its text, papers like it, and what to do with it."""

from __future__ import annotations

import streamlit as st

from paperchat.answering.roles import roles
from paperchat.retrieval.similar import similar_papers
from paperchat.types import Paper
from paperchat.ui import places, state
from paperchat.ui.answer import draw_message
from paperchat.ui.paper_html import facts_html, heading, roles_html, text_html
from paperchat.ui.paper_list import draw_row
from paperchat.ui.removing import draw_return, remove
from paperchat.ui.workspace import Shelf

_SIMILAR = 5


def draw_paper(shelf: Shelf, paper_id: str) -> None:
    """Draw the page of a paper, or say that the library does not hold it."""
    st.button(
        "All papers",
        key="to-library",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=places.show_view,
        args=("papers",),
    )
    paper = shelf.catalogue.papers_by_id([paper_id]).get(paper_id)
    if paper is None:
        draw_message("The library holds no paper at this address.", alert=True)
        draw_return(shelf, paper_id)
        return
    st.html(heading(paper))
    _actions(shelf, paper)
    _text(shelf, paper)
    st.html(facts_html(paper))
    _similar(shelf, paper)


def _actions(shelf: Shelf, paper: Paper) -> None:
    with st.container(key="paper-actions", horizontal=True, gap="small"):
        st.button(
            "Ask about this",
            key="ask-about",
            icon=":material/chat:",
            type="primary",
            on_click=state.begin_question,
            args=(f"In “{paper.title}”, ",),
        )
        others = [picked for picked in places.picked() if picked != paper.id]
        full = len(others) >= places.MOST_COMPARED
        st.button(
            f"Compare with {_others(len(others))}" if others else "Compare with …",
            key="compare-with",
            icon=":material/compare_arrows:",
            help="The comparison holds four papers already." if full else None,
            on_click=places.compare,
            args=((*others, paper.id),),
            disabled=full,
        )
        st.button(
            "Remove",
            key="remove-paper",
            icon=":material/delete:",
            on_click=remove,
            args=(shelf, paper),
        )


def _others(count: int) -> str:
    return "the one picked" if count == 1 else f"the {count} picked"


def _text(shelf: Shelf, paper: Paper) -> None:
    shaded = st.toggle("Show what each sentence does", key="shade-roles", persist_state="session")
    if not shaded:
        st.html(text_html(paper))
        return
    sentences = shelf.catalogue.sentences_of([paper])[paper.id]
    st.html(roles_html(paper, sentences, roles(sentences)))


def _similar(shelf: Shelf, paper: Paper) -> None:
    found = similar_papers(shelf.library, paper.id, _SIMILAR)
    if not found:
        return
    st.html('<h2 class="pc-subheading">Papers like it</h2>')
    with st.container(key="similar", gap=None):
        for similar in found:
            draw_row(similar.paper, "like")
