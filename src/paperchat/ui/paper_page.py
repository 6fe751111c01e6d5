"""One paper by itself: what its record says, its text, papers like it, and what to do with it."""

from __future__ import annotations

import streamlit as st

from paperchat.answering.roles import roles
from paperchat.retrieval.similar import similar_papers
from paperchat.types import Paper, Span
from paperchat.ui import places, state
from paperchat.ui.answer import draw_message
from paperchat.ui.paper_html import (
    body_html,
    facts_html,
    heading,
    roles_html,
    text_html,
    title_bar,
)
from paperchat.ui.paper_list import draw_row
from paperchat.ui.removing import draw_return, remove
from paperchat.ui.scripts import TITLE_IN_SIGHT, TO_MARKED_QUOTE
from paperchat.ui.workspace import Shelf

_SIMILAR = 5
_NO_SUCH_PLACE = (
    "The text has no such place as this address marks; it may have changed since it was quoted."
)


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
    st.html(title_bar(paper))
    _actions(shelf, paper)
    _text(shelf, paper)
    _body(shelf, paper)
    st.html(facts_html(paper, state.open_chat(shelf.chats).id))
    st.html(f"<script>{TITLE_IN_SIGHT}</script>", unsafe_allow_javascript=True)
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
    told = places.opened_range() if places.opened_part() == "abstract" else None
    span = None if told is None else span_told(told, len(paper.text))
    marked = () if span is None else (span,)
    if told is not None and span is None:
        st.html(f'<div class="pc-note" role="status">{_NO_SUCH_PLACE}</div>')
    shaded = st.toggle("Show what each sentence does", key="shade-roles", persist_state="session")
    if shaded:
        sentences = shelf.catalogue.sentences_of([paper])[paper.id]
        st.html(roles_html(paper, sentences, roles(sentences), marked))
    else:
        st.html(text_html(paper, marked))
    if marked:
        st.html(f"<script>{TO_MARKED_QUOTE}</script>", unsafe_allow_javascript=True)


def _body(shelf: Shelf, paper: Paper) -> None:
    """Draw the text behind the abstract, if there is one, once it is asked for."""
    told = places.opened_range() if places.opened_part() == "body" else None
    if told is None and not shelf.library.bodies.held([paper.id]):
        return
    body = shelf.library.bodies.of(paper.id)
    span = None if told is None or body is None else span_told(told, len(body.text))
    if told is not None and span is None:
        st.html(f'<div class="pc-note" role="status">{_NO_SUCH_PLACE}</div>')
    if body is None:
        return
    first, last = body.pages[0].page, body.pages[-1].page
    pages = f"p. {first}" if first == last else f"pp. {first} to {last}"
    key = f"read-body-{paper.id}-{span is not None}"
    if not st.toggle(f"Read the text of the paper ({pages})", value=span is not None, key=key):
        return
    st.html(body_html(body, () if span is None else (span,)))
    if span is not None:
        st.html(f"<script>{TO_MARKED_QUOTE}</script>", unsafe_allow_javascript=True)


def span_told(told: tuple[str, str], length: int) -> Span | None:
    """Return the span that an address tells, if a text of ``length`` characters has it."""
    if not all(number.isdecimal() and number.isascii() and len(number) < 10 for number in told):
        return None
    start, end = map(int, told)
    return Span(start, end) if start < end <= length else None


def _similar(shelf: Shelf, paper: Paper) -> None:
    found = similar_papers(shelf.library, paper.id, _SIMILAR)
    if not found:
        return
    st.html('<h2 class="pc-subheading">Papers like it</h2>')
    with st.container(key="similar", gap=None):
        for similar in found:
            draw_row(similar.paper, "like")
