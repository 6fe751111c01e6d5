"""What a visitor makes of the answers: their ratings, and the questions they may go on with.

Beside ``state`` and ``places`` the only module that touches ``st.session_state``: what is typed
into the box for a rating, and the search for questions to go on with, are of one visit.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from paperchat.errors import PaperchatError
from paperchat.library.rating import Rating, rating_of
from paperchat.library.ratings import RatingStore
from paperchat.ui import state
from paperchat.ui.chat import Chat
from paperchat.ui.looking_ahead import LookingAhead
from paperchat.ui.workspace import Shelf

_AHEAD = "paperchat-follow-ups"

_Key = tuple[str | None, int, int]


def ratings_of(store: RatingStore, chat: Chat) -> Mapping[int, Rating]:
    """Return the ratings of a conversation, by the number of the turn, from 1."""
    return store.of(chat.id) if chat.id is not None else {}


def box_key(place: int) -> str:
    """Return the key of the box that asks what is wrong with the answer at ``place``."""
    return f"bad-{place}"


def reasons_key(place: int) -> str:
    """Return the key of the box with the reasons for the answer at ``place``."""
    return f"reasons-{place}"


def comment_key(place: int) -> str:
    """Return the key of the box for the reader's own words on the answer at ``place``."""
    return f"comment-{place}"


def rate_good(store: RatingStore, chat: Chat, place: int, before: Rating | None) -> None:
    """Rate an answer as good, or take that back; meant as a button's callback."""
    good = before is not None and before.mark == "good"
    _keep(store, chat, place, None if good else rating_of("good"))


def rate_bad(store: RatingStore, chat: Chat, place: int) -> None:
    """Rate an answer as not good, for the reasons that were picked; meant as a callback."""
    reasons = st.session_state.get(reasons_key(place)) or ()
    comment = str(st.session_state.get(comment_key(place)) or "")
    st.session_state[box_key(place)] = False  # It would go on covering the page.
    _keep(store, chat, place, rating_of("bad", [str(reason) for reason in reasons], comment))


def take_back(store: RatingStore, chat: Chat, place: int) -> None:
    """Forget the rating of an answer; meant as a button's callback."""
    for key in (reasons_key(place), comment_key(place)):
        st.session_state.pop(key, None)
    st.session_state[box_key(place)] = False
    _keep(store, chat, place, None)


def _keep(store: RatingStore, chat: Chat, place: int, rating: Rating | None) -> None:
    if chat.id is None:
        state.note("This answer is not kept, so that it cannot be rated.")
        return
    try:
        store.rate(chat.id, place + 1, rating, chat.turns[place].question)
    except PaperchatError as error:
        state.note(str(error))


# --- questions to go on with ---------------------------------------------------------------------


def look_ahead(shelf: Shelf, chat: Chat) -> LookingAhead:
    """Return the search for questions to go on with after the newest answer; begun once."""
    key: _Key = (chat.id, len(chat.turns), shelf.catalogue.generation())
    kept = st.session_state.get(_AHEAD)
    if kept is not None and kept[0] == key:
        found: LookingAhead = kept[1]
        return found
    stop_looking()
    # Tried out with quotes, whoever writes: it costs nothing, and the evidence is the same.
    new = LookingAhead(shelf.assistant_for("extractive"), chat.conversation)
    st.session_state[_AHEAD] = (key, new)
    return new


def has_looked_ahead(chat: Chat) -> bool:
    """Tell whether the search after the newest answer is over, or there is none to be made."""
    if not chat.turns or chat.turns[-1].answer.status == "error":
        return True
    kept = st.session_state.get(_AHEAD)
    return kept is not None and kept[0][:2] == (chat.id, len(chat.turns)) and kept[1].over(0)


def stop_looking() -> None:
    """End a search that nobody waits for any more: a question is to be answered first."""
    kept = st.session_state.pop(_AHEAD, None)
    if kept is not None:
        kept[1].stop()
