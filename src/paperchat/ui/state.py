"""What one visitor's page remembers between runs of the script.

Only this module, ``model_state``, ``places`` and ``reactions`` touch ``st.session_state``, and only
this one and ``places`` the page's address. Answers are made outside of the script (see
:class:`Chat`): whatever interrupts it, the next run shows what has come.

Each turn is kept in the library from when it is asked, and the address names the conversation
(``?c=ID``). It is read once, when a visitor comes: so a reload or another window goes on with the
same conversation, while within a visit what was clicked last counts.
"""

from __future__ import annotations

import streamlit as st

from paperchat.errors import InputError, PaperchatError
from paperchat.library.conversations import ConversationStore
from paperchat.library.kept import KeptConversation
from paperchat.ui import places
from paperchat.ui.chat import Chat
from paperchat.ui.chats import Chats
from paperchat.ui.model_state import choose_model, chosen_model

_CHAT = "paperchat-chat"
_INPUT = "paperchat-question"
_DELETED = "paperchat-deleted"
_NOTICE = "paperchat-notice"
_DRAFT = "paperchat-draft"
_DRAWN = "paperchat-drawn"
_EDITED = "paperchat-edited"
_EDITOR = "paperchat-editor"
_WHOLE = "paperchat-whole-page"
_ADDRESS = "c"
_LISTED = "paperchat-listed"
_LISTED_FIRST = 9
_LISTED_MORE = 20


def open_chat(chats: Chats) -> Chat:
    """Return this visitor's conversation: at first the one that the address names, or a new one."""
    if _CHAT not in st.session_state:
        _show(chats.begin())
        named = st.query_params.get(_ADDRESS)
        if named:
            _resume(chats, named)
    chat = _chat()
    chat.refresh()
    return chat


def tell_address(chat: Chat) -> None:
    """Let the page's address name the conversation, once it is kept."""
    if chat.id is None:
        st.query_params.pop(_ADDRESS, None)
    elif st.query_params.get(_ADDRESS) != chat.id:
        st.query_params[_ADDRESS] = chat.id


def ask(question: str) -> None:
    """Put a question in line; meant as a button's callback."""
    _chat().ask(question, chosen_model())
    places.go("chat")


def shown_conversations() -> int:
    """Return how many of the conversations are listed."""
    return int(st.session_state.get(_LISTED, _LISTED_FIRST))


def show_more_conversations() -> None:
    """List more of the conversations; meant as a button's callback."""
    st.session_state[_LISTED] = shown_conversations() + _LISTED_MORE


def begin_question(text: str) -> None:
    """Write the beginning of a question into the box, for the visitor to finish."""
    st.session_state[_DRAFT] = text
    places.go("chat")


def ask_again(place: int, question: str) -> None:
    """Ask a question in place of a turn and all after it; meant as a button's callback."""
    stop_editing()
    st.session_state[_DRAWN] = place
    _chat().ask_again(place, question, chosen_model())


def undo_asking_again() -> None:
    """Put back the turns that gave way last; meant as a button's callback."""
    try:
        _chat().undo()
    except PaperchatError as error:
        note(str(error))


def keep_anyway() -> None:
    """Keep a conversation that was deleted in another window; meant as a button's callback."""
    try:
        _chat().keep_anyway()
    except PaperchatError as error:
        note(str(error))


def edit_question(place: int, text: str) -> None:
    """Open the editor below a turn, with ``text`` in it; meant as a button's callback."""
    st.session_state[_WHOLE] = edited_place() not in (None, place)
    st.session_state[_EDITED] = place
    st.session_state[_EDITOR] = text


def edited_place() -> int | None:
    """Return the place of the turn whose question is being edited, if one is."""
    found: int | None = st.session_state.get(_EDITED)
    return found


def editor_box(label: str, longest: int) -> None:
    """Draw the box in which a question is edited."""
    st.text_area(label, key=_EDITOR, max_chars=longest)


def ask_edited() -> None:
    """Ask what the editor holds in place of its turn; meant as a button's callback."""
    place = edited_place()
    if place is not None:
        ask_again(place, str(st.session_state[_EDITOR]))


def stop_editing() -> None:
    """Close the editor; meant as a button's callback."""
    st.session_state.pop(_EDITED, None)


def stop() -> None:
    """End the answer that is being made; meant as a button's callback."""
    _chat().stop()


def question_box(placeholder: str, longest: int) -> None:
    """Draw the box for questions; what is sent from it is put in line.

    It is put at the bottom by name: where Streamlit 1.67 puts it there by itself, it also glides to
    the page's end whenever the page has grown, away from where the reader is.
    """
    if draft := st.session_state.pop(_DRAFT, ""):
        st.session_state[_INPUT] = draft
    with st.bottom:
        st.chat_input(placeholder, key=_INPUT, max_chars=longest, on_submit=_ask_from_box)


def pop_notice() -> str:
    """Return what went wrong with the last click, once; empty when nothing did."""
    return str(st.session_state.pop(_NOTICE, ""))


def needs_whole_page() -> bool:
    """Tell, once, whether the last click changed more than the part of the page it was made in."""
    return bool(st.session_state.pop(_WHOLE, False)) or _NOTICE in st.session_state


def has_new_turn(chat: Chat) -> bool:
    """Tell, once, whether this window has not drawn the last turn yet."""
    drawn = st.session_state.get(_DRAWN, 0)
    st.session_state[_DRAWN] = len(chat.turns)
    return len(chat.turns) > int(drawn)


# --- callbacks of the list of conversations ------------------------------------------------------


def new_conversation(chats: Chats) -> None:
    """Start over; what was said stays in the list."""
    places.go("chat")
    _begin(chats)


def _begin(chats: Chats) -> None:
    st.session_state.pop(_DELETED, None)
    _show(chats.begin())


def resume(chats: Chats, conversation_id: str) -> None:
    """Go on with a kept conversation."""
    places.go("chat")
    _resume(chats, conversation_id)


def _resume(chats: Chats, conversation_id: str) -> None:
    st.session_state.pop(_DELETED, None)
    try:
        chat = chats.open(conversation_id)
    except InputError:
        note("This conversation is not in the library any more.")
    except PaperchatError as error:
        note(str(error))
    else:
        _show(chat)
        writers = [turn.answer.model for turn in chat.turns if turn.answer.usage]
        if writers:
            choose_model(writers[-1])


def rename(store: ConversationStore, conversation_id: str, box: str) -> None:
    """Give a conversation the title that was typed into the box with the key ``box``."""
    try:
        store.rename(conversation_id, str(st.session_state[box]))
    except PaperchatError as error:
        note(str(error))


def rename_and_close(store: ConversationStore, conversation_id: str, box: str, menu: str) -> None:
    """Rename a conversation, and close the popover with the key ``menu`` in which that was done."""
    rename(store, conversation_id, box)
    st.session_state[menu] = False


def delete(chats: Chats, conversation_id: str) -> None:
    """Delete a conversation; :func:`undo` puts it back."""
    try:
        kept = chats.store.delete(conversation_id)
    except PaperchatError as error:
        note(str(error))
        return
    if _chat().id == kept.head.id:
        _begin(chats)
    st.session_state[_DELETED] = kept


def deleted() -> KeptConversation | None:
    """Return the conversation that was deleted last, as long as that can be undone."""
    found: KeptConversation | None = st.session_state.get(_DELETED)
    return found


def undo(chats: Chats) -> None:
    """Put back what was deleted last, and go on with it where nothing else was begun."""
    kept = deleted()
    if kept is None:
        return
    try:
        chats.store.restore(kept)
    except PaperchatError as error:
        note(str(error))
        return
    st.session_state.pop(_DELETED)
    if not _chat().turns and not _chat().waiting:
        _resume(chats, kept.head.id)


def _chat() -> Chat:
    found: Chat = st.session_state[_CHAT]
    return found


def _show(chat: Chat) -> None:
    st.session_state[_CHAT] = chat
    st.session_state.pop(_DRAWN, None)
    stop_editing()


def note(notice: str) -> None:
    """Have the page say what went wrong with a click."""
    st.session_state[_NOTICE] = notice


def _ask_from_box() -> None:
    question = st.session_state[_INPUT]
    if question:
        _chat().ask(str(question), chosen_model())
