"""The chat page."""

from __future__ import annotations

import logging

import streamlit as st

from paperchat.answering.question import MAX_CHARS
from paperchat.assistant import Finished
from paperchat.errors import PaperchatError
from paperchat.ui import reactions, state
from paperchat.ui.answer import LiveTurn, draw_message, draw_turn
from paperchat.ui.answer_actions import draw_actions, draw_follow_ups
from paperchat.ui.chat import Chat, Pending
from paperchat.ui.history import draw_downloads
from paperchat.ui.labels import plain_label
from paperchat.ui.model_choice import QUOTES
from paperchat.ui.quote import escaped
from paperchat.ui.scripts import TO_NEWEST_QUESTION
from paperchat.ui.sidebar import draw_sidebar
from paperchat.ui.workspace import LibraryFacts, Shelf

_log = logging.getLogger(__name__)

UNEXPECTED = "Something went wrong here that should not have; the details are in the server's log."
_WELCOME = "Ask about the papers in this library."
_QUOTED = "Every sentence of an answer is a quote: open its number to read it in its place."
_WRITTEN = (
    "Every sentence of an answer is checked against the passages it cites: open a number to read "
    "one in its place. What they do not bear out is marked."
)
_EMPTY = "The library is empty: add papers to it on the page “Library”."


def draw_chat_page(shelf: Shelf) -> None:
    """Draw the chat page for one visitor."""
    settings = shelf.workspace.settings
    facts = shelf.facts()
    chat = state.open_chat(shelf.conversations)
    state.tell_address(chat)
    draw_sidebar(settings, facts, shelf.conversations, chat)
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
    rated = reactions.ratings_of(shelf.library.ratings, chat)
    for place, turn in enumerate(chat.turns):
        draw_turn(turn, place, shelf.catalogue, chat.id)
        draw_actions(shelf, chat, place, rated.get(place + 1))
    if chat.waiting:
        reactions.stop_looking()
        _answer(chat, chat.waiting[0], shelf)
        # Drawn once more from what was kept, so that it looks the same now and on every later run.
        st.rerun()
    follow_ups = st.empty()
    if chat.trouble:
        draw_message(chat.trouble, alert=True)
    if chat.turns:
        draw_downloads(chat, shelf.conversations, shelf.catalogue)
    if chat.newly_settled:
        chat.newly_settled = False
        st.html(f"<script>{TO_NEWEST_QUESTION}</script>", unsafe_allow_javascript=True)
    draw_follow_ups(shelf, chat, follow_ups)


def _draw_start(facts: LibraryFacts) -> None:
    how = _QUOTED if state.chosen_model() == QUOTES else _WRITTEN
    lines = (_WELCOME, how) if facts.papers else (_EMPTY,)
    said = "".join(f"<div>{escaped(line)}</div>" for line in lines)
    st.html(
        f'<div class="pc-start"><div class="pc-start-title">Paperchat</div>'
        f'<div class="pc-start-text">{said}</div></div>'
    )
    if facts.suggestions:
        with st.container(key="suggestions"):
            for number, question in enumerate(facts.suggestions):
                st.button(
                    plain_label(question),
                    key=f"suggestion-{number}",
                    on_click=state.ask,
                    args=(question,),
                )


def _answer(chat: Chat, pending: Pending, shelf: Shelf) -> None:
    """Stream the answer of ``pending`` onto the page and settle it, also when it fails."""
    live = LiveTurn(pending, len(chat.turns), shelf.catalogue)
    try:
        assistant = shelf.assistant_for(pending.model)
        for event in pending.events(assistant, chat.conversation):
            if isinstance(event, Finished):
                chat.settle(pending, event.answer)
                return
            live.update()
    except PaperchatError as error:
        chat.fail(pending, str(error))
    except Exception:  # noqa: BLE001  # the last door: whatever it was is logged, and said plainly
        _log.exception("a question could not be answered")
        chat.fail(pending, UNEXPECTED)
    else:
        chat.fail(pending, "The answer broke off before its end: ask again.")
