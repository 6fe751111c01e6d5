"""The conversations that were kept: their list in the sidebar, and the current one to save."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

import streamlit as st

from paperchat.conversation_export import export_conversation
from paperchat.errors import PaperchatError
from paperchat.layout import spent_on
from paperchat.library.catalogue import Catalogue
from paperchat.library.conversation_rows import title_from
from paperchat.library.conversations import ConversationStore
from paperchat.library.kept import ConversationHead
from paperchat.ui import state
from paperchat.ui.chat import Chat
from paperchat.ui.chats import Chats
from paperchat.ui.labels import plain_label
from paperchat.ui.quote import escaped

_SEARCH_FROM = 9
"""Conversations from which on there is a box to search them."""
_DOWNLOADS = (
    ("markdown", "Markdown", "md", "text/markdown"),
    ("bibtex", "BibTeX", "bib", "application/x-bibtex"),
)


def draw_history(chats: Chats, chat: Chat) -> None:
    """Draw the list of conversations, newest first; where none was kept, nothing."""
    store = chats.store
    _draw_undo(chats)
    total = store.count()
    if not total:
        return
    st.html('<div class="pc-side-head">Conversations</div>')
    words = ""
    if total >= _SEARCH_FROM:
        words = st.text_input(
            "Search conversations",
            key="search-conversations",
            icon=":material/search:",
            placeholder="Search conversations",
            label_visibility="collapsed",
            live=True,
        )
    shown = state.shown_conversations()
    found = store.heads(words, shown + 1)
    with st.container(key="conversations", gap=None):
        for head in found[:shown]:
            _draw_row(chats, head, current=head.id == chat.id)
    if words and not found:
        _say("None of them holds these words.")
    if len(found) > shown:
        st.button(
            "Show more",
            key="more-conversations",
            icon=":material/expand_more:",
            type="tertiary",
            on_click=state.show_more_conversations,
        )


def draw_downloads(chat: Chat, store: ConversationStore, catalogue: Catalogue) -> None:
    """Draw the buttons that save the current conversation, and what it took altogether."""
    told = spent_on(chat.turns)
    if told and len(chat.turns) > 1:
        st.html(f'<div class="pc-spent">{escaped(told)}</div>')
    with st.container(key="downloads", horizontal=True, gap="small"):
        for form, name, ending, kind in _DOWNLOADS:
            st.download_button(
                f"Save as {name}",
                partial(_export, chat, store, catalogue, form),
                file_name=f"conversation-{chat.id or 'now'}.{ending}",
                mime=kind,
                key=f"download-{form}",
                help=f"Save this conversation as {name}, with the quote behind every number",
                icon=":material/download:",
                on_click="ignore",
                type="tertiary",
            )


def _draw_undo(chats: Chats) -> None:
    gone = state.deleted()
    if gone is None:
        return
    with st.container(key="undo", horizontal=True, vertical_alignment="center", gap="small"):
        said = f"“{gone.head.title}” is deleted."
        st.html(f'<div class="pc-side-text" role="status">{escaped(said)}</div>')
        st.button("Undo", key="undo-delete", on_click=state.undo, args=(chats,))


def _draw_row(chats: Chats, head: ConversationHead, *, current: bool) -> None:
    mark = "current" if current else "other"
    with st.container(key=f"{mark}-conversation-{head.id}", horizontal=True, wrap=False, gap=None):
        st.button(
            plain_label(head.title),
            key=f"open-{head.id}",
            type="tertiary",
            on_click=state.resume,
            args=(chats, head.id),
            width="stretch",
        )
        with st.popover(
            plain_label(f"Rename or delete “{head.title}”"),
            key=f"more-{head.id}",
            type="tertiary",
            icon=":material/more_horiz:",
            on_change="rerun",
        ):
            _draw_menu(chats, head)


def _draw_menu(chats: Chats, head: ConversationHead) -> None:
    box = f"title-{head.id}"
    renamed = (chats.store, head.id, box)
    st.text_input("Title", head.title, key=box, on_change=state.rename, args=renamed)
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Save",
            key=f"save-{head.id}",
            icon=":material/check:",
            on_click=state.rename_and_close,
            args=(*renamed, f"more-{head.id}"),
        )
        st.button(
            "Delete",
            key=f"delete-{head.id}",
            icon=":material/delete:",
            on_click=state.delete,
            args=(chats, head.id),
        )


def _say(text: str) -> None:
    st.html(f'<div class="pc-side-text">{escaped(text)}</div>')


def _export(chat: Chat, store: ConversationStore, catalogue: Catalogue, form: str) -> str:
    cited = {item.paper_id for turn in chat.turns for item in turn.answer.citations}
    papers = catalogue.papers_by_id(cited)
    return export_conversation(_title(chat, store), chat.turns, papers, form)


def _title(chat: Chat, store: ConversationStore) -> str:
    if chat.id is not None:
        with suppress(PaperchatError):  # deleted meanwhile, in another window
            return store.load(chat.id).head.title
    return title_from(chat.turns[0].question)
