"""What one visitor's page remembers between runs of the script.

Only this module, ``places`` and ``reactions`` touch ``st.session_state``, and only the first two
the page's address. A question is recorded before it is answered, each sentence of its answer as it
comes, and the turn before it is drawn: whatever interrupts the script, the next run goes on where
it stopped and asks nothing twice.

Each turn is also kept in the library, and the address names the conversation (``?c=ID``). It is
read once, when a visitor comes: so a reload or another window goes on with the same conversation,
while within a visit what was clicked last counts.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from paperchat.errors import InputError, PaperchatError
from paperchat.library.conversations import ConversationStore
from paperchat.library.keeping import ConversationKeeper
from paperchat.library.kept import KeptConversation
from paperchat.models.connection import ConnectionReport
from paperchat.ui import places
from paperchat.ui.chat import Chat

_CHAT = "paperchat-chat"
_INPUT = "paperchat-question"
_DELETED = "paperchat-deleted"
_NOTICE = "paperchat-notice"
_MODEL = "paperchat-model"
_REPORT = "paperchat-connection"
_FOUND = "paperchat-models"
_DRAFT = "paperchat-draft"
_ADDRESS = "c"


def open_chat(store: ConversationStore) -> Chat:
    """Return this visitor's conversation: at first the one that the address names, or a new one."""
    if _CHAT not in st.session_state:
        _show(Chat(keeper=ConversationKeeper(store)))
        named = st.query_params.get(_ADDRESS)
        if named:
            _resume(store, named)
    return _chat()


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


def begin_question(text: str) -> None:
    """Write the beginning of a question into the box, for the visitor to finish."""
    st.session_state[_DRAFT] = text
    places.go("chat")


def stop() -> None:
    """End the answer that is being made; meant as a button's callback."""
    _chat().stop()


def model_box(models: Sequence[str], names: Sequence[str], label: str) -> str:
    """Draw the choice of who writes the answers, and return the one chosen.

    ``names`` are what is shown for ``models``; another model may be typed in.
    """
    shown = dict(zip(models, names, strict=True))
    chosen = st.session_state.setdefault(_MODEL, models[0])
    # A conversation remembers its model by what may be shown of it.
    known = {name: model for model, name in shown.items()}
    if chosen in known and known[chosen] != chosen:
        st.session_state[_MODEL] = chosen = known[chosen]
    found = st.selectbox(
        label,
        list(dict.fromkeys((*models, chosen))),
        key=_MODEL,
        format_func=lambda spec: shown.get(spec, spec),
        accept_new_options=True,
        label_visibility="collapsed",
    )
    return str(found or models[0])


def chosen_model() -> str:
    """Return who is to write the answers, as ``PAPERCHAT_MODEL`` says it."""
    return str(st.session_state.get(_MODEL) or "extractive")


def keep_models(specs: Sequence[str]) -> None:
    """Remember the models that servers were found to offer."""
    st.session_state[_FOUND] = tuple(specs)


def found_models() -> tuple[str, ...]:
    """Return the models that servers were found to offer."""
    found: tuple[str, ...] = st.session_state.get(_FOUND, ())
    return found


def keep_report(report: ConnectionReport) -> None:
    """Remember what the test of a connection found."""
    st.session_state[_REPORT] = report


def report_on(spec: str) -> ConnectionReport | None:
    """Return what the test of the connection to a model found, if it was tested."""
    found: ConnectionReport | None = st.session_state.get(_REPORT)
    return found if found is not None and found.spec == spec else None


def question_box(placeholder: str, longest: int) -> None:
    """Draw the box for questions; what is sent from it is put in line."""
    if draft := st.session_state.pop(_DRAFT, ""):
        st.session_state[_INPUT] = draft
    st.chat_input(placeholder, key=_INPUT, max_chars=longest, on_submit=_ask_from_box)


def pop_notice() -> str:
    """Return what went wrong with the last click, once; empty when nothing did."""
    return str(st.session_state.pop(_NOTICE, ""))


# --- callbacks of the list of conversations ------------------------------------------------------


def new_conversation(store: ConversationStore) -> None:
    """Start over; what was said stays in the list."""
    places.go("chat")
    _begin(store)


def _begin(store: ConversationStore) -> None:
    st.session_state.pop(_DELETED, None)
    _show(Chat(keeper=ConversationKeeper(store)))


def resume(store: ConversationStore, conversation_id: str) -> None:
    """Go on with a kept conversation."""
    places.go("chat")
    _resume(store, conversation_id)


def _resume(store: ConversationStore, conversation_id: str) -> None:
    st.session_state.pop(_DELETED, None)
    try:
        kept = store.load(conversation_id)
    except InputError:
        note("This conversation is not in the library any more.")
    except PaperchatError as error:
        note(str(error))
    else:
        _show(Chat(kept.conversation, ConversationKeeper(store, kept.head.id)))
        writers = [turn.answer.model for turn in kept.conversation.turns if turn.answer.usage]
        if writers:
            st.session_state[_MODEL] = writers[-1]


def rename(store: ConversationStore, conversation_id: str, box: str) -> None:
    """Give a conversation the title that was typed into the box with the key ``box``."""
    try:
        store.rename(conversation_id, str(st.session_state[box]))
    except PaperchatError as error:
        note(str(error))


def delete(store: ConversationStore, conversation_id: str) -> None:
    """Delete a conversation; :func:`undo` puts it back."""
    try:
        kept = store.delete(conversation_id)
    except PaperchatError as error:
        note(str(error))
        return
    if _chat().id == kept.head.id:
        _begin(store)
    st.session_state[_DELETED] = kept


def deleted() -> KeptConversation | None:
    """Return the conversation that was deleted last, as long as that can be undone."""
    found: KeptConversation | None = st.session_state.get(_DELETED)
    return found


def undo(store: ConversationStore) -> None:
    """Put back what was deleted last, and go on with it where nothing else was begun."""
    kept = deleted()
    if kept is None:
        return
    try:
        store.restore(kept)
    except PaperchatError as error:
        note(str(error))
        return
    st.session_state.pop(_DELETED)
    if not _chat().turns and not _chat().waiting:
        _resume(store, kept.head.id)


def _chat() -> Chat:
    found: Chat = st.session_state[_CHAT]
    return found


def _show(chat: Chat) -> None:
    st.session_state[_CHAT] = chat


def note(notice: str) -> None:
    """Have the page say what went wrong with a click."""
    st.session_state[_NOTICE] = notice


def _ask_from_box() -> None:
    question = st.session_state[_INPUT]
    if question:
        _chat().ask(str(question), chosen_model())
