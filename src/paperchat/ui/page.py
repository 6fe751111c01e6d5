"""The chat page."""

from __future__ import annotations

import time

import streamlit as st

from paperchat.answering.question import MAX_CHARS
from paperchat.ui import model_state, reactions, state
from paperchat.ui.answer import LiveTurn, draw_message, draw_turn
from paperchat.ui.answer_actions import draw_follow_ups
from paperchat.ui.asking_again import draw_deleted
from paperchat.ui.beneath import draw_beneath
from paperchat.ui.chat import Chat, Pending
from paperchat.ui.history import draw_downloads
from paperchat.ui.labels import plain_label
from paperchat.ui.model_choice import QUOTES
from paperchat.ui.scripts import TO_NEWEST_QUESTION, TO_TOP
from paperchat.ui.sidebar import draw_sidebar
from paperchat.ui.welcome import welcome_html
from paperchat.ui.workspace import LibraryFacts, Shelf

_TICK_S = 0.05
"""How often a page that waits looks for what has come, and whether its visitor has clicked."""

_AT_ONCE_S = 0.4
"""How long a page waits for an answer before it draws what comes of it bit by bit.

An answer made of quotes mostly comes within it, and then the page is drawn once instead of twice,
which takes a browser longer than the answer took.
"""


def draw_chat_page(shelf: Shelf) -> None:
    """Draw the chat page for one visitor."""
    facts = shelf.facts()
    chat = state.open_chat(shelf.chats)
    chat.wait(_AT_ONCE_S)
    state.tell_address(chat)
    draw_sidebar(shelf, facts, chat)
    state.question_box("Ask about the papers …", MAX_CHARS)
    notice = state.pop_notice()
    with st.container():
        if notice:
            draw_message(notice, alert=True)
    # A slot of its own, so that the first question clears it at once and not only when answered.
    start = st.empty()
    if not chat.turns and not chat.waiting:
        with start.container():
            _draw_start(facts)
    turns, waiting = chat.turns, chat.waiting
    rated = reactions.ratings_of(shelf.library.ratings, chat)
    replaced = chat.replaced
    for place, turn in enumerate(turns):
        draw_turn(turn, place, shelf.catalogue, chat.id, apart=place == len(turns) - 1)
        draw_beneath(shelf, chat, place, rated, undoable=place == replaced)
    if waiting:
        reactions.stop_looking()
        _follow(chat, waiting[0], len(turns), shelf)
        # Drawn once more from what was kept, so that it looks the same now and on every later run.
        st.rerun()
    follow_ups = st.empty()
    draw_deleted(chat)
    if chat.trouble:
        draw_message(chat.trouble, alert=True)
    if turns:
        draw_downloads(chat, shelf.conversations, shelf.catalogue)
    if state.has_new_turn(chat):
        st.html(f"<script>{TO_NEWEST_QUESTION}</script>", unsafe_allow_javascript=True)
    draw_follow_ups(shelf, chat, follow_ups)


def _draw_start(facts: LibraryFacts) -> None:
    st.html(welcome_html(facts, quotes=model_state.chosen_model() == QUOTES))
    if facts.suggestions:
        with st.container(key="suggestions"):
            for number, question in enumerate(facts.suggestions):
                st.button(
                    plain_label(question),
                    key=f"suggestion-{number}",
                    on_click=state.ask,
                    args=(question,),
                )
    st.html(f"<script>{TO_TOP}</script>", unsafe_allow_javascript=True)


def _follow(chat: Chat, pending: Pending, place: int, shelf: Shelf) -> None:
    """Draw the answer of ``pending`` as it comes, until it is settled."""
    live = LiveTurn(pending, place, shelf.catalogue)
    st.html(f"<script>{TO_NEWEST_QUESTION}</script>", unsafe_allow_javascript=True)
    while pending in chat.waiting:
        live.update()
        time.sleep(_TICK_S)
