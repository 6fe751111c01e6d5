"""What is drawn beneath an answer, as a part of the page that a click runs by itself.

A click on it draws a dozen elements anew and not those of a whole conversation, on which a browser
spends most of its time.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from paperchat.library.rating import Rating
from paperchat.ui import reactions, state
from paperchat.ui.answer_actions import draw_actions
from paperchat.ui.asking_again import draw_asking_again
from paperchat.ui.chat import Chat
from paperchat.ui.workspace import Shelf


def draw_beneath(
    shelf: Shelf, chat: Chat, place: int, rated: Mapping[int, Rating], *, undoable: bool
) -> None:
    """Draw the actions beneath the answer at ``place`` (from 0), and how to ask it again.

    ``rated`` are the ratings of the conversation by number, from 1, and ``undoable`` tells whether
    the turn has replaced another.
    """
    drawn = chat.conversation
    known = [rated]

    def beneath() -> None:
        alone = not known
        if alone and (chat.waiting or chat.conversation is not drawn or state.needs_whole_page()):
            st.rerun()  # More than this part has changed.
        ratings = reactions.ratings_of(shelf.library.ratings, chat) if alone else known.pop()
        draw_actions(shelf, chat, place, ratings.get(place + 1))
        draw_asking_again(chat, place, undoable=undoable)

    # While the script waits, for an answer or for questions to go on with, a part would wait for
    # its end; a click on what is no part ends the waiting.
    if chat.waiting or (place == len(chat.turns) - 1 and not reactions.has_looked_ahead(chat)):
        beneath()
    else:
        st.fragment(beneath)()
