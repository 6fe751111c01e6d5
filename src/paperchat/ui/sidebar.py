"""The side of the page: conversations, what the library holds, how to add to it, what answers."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import streamlit as st

from paperchat.settings import Settings
from paperchat.text.dates import month_in_words
from paperchat.ui import places, state
from paperchat.ui.chat import Chat
from paperchat.ui.chats import Chats
from paperchat.ui.history import draw_history
from paperchat.ui.model_choice import draw_model_choice
from paperchat.ui.quote import escaped
from paperchat.ui.scripts import CLOSE_THE_MENU, SKIP_LINK
from paperchat.ui.waiting import draw_waiting
from paperchat.ui.workspace import LibraryFacts, Shelf


def draw_sidebar(shelf: Shelf, facts: LibraryFacts, chat: Chat) -> None:
    """Draw the sidebar of a visitor who is in ``chat``."""
    settings = shelf.workspace.settings
    with st.sidebar:
        _draw_conversations(shelf.chats, chat, idle=not chat.turns and not chat.waiting)
        st.html(
            '<div class="pc-side-head">Library</div>'
            f'<div class="pc-side-number">{size(facts)}</div>'
            f'<div class="pc-side-text">{dates(facts)}</div>'
            f'<div class="pc-side-path">{escaped(str(settings.home))}</div>'
        )
        draw_waiting(shelf.library.waiting)
        st.button(
            "Add papers",
            key="add-papers",
            icon=":material/note_add:",
            on_click=places.show_view,
            args=("add",),
            width="stretch",
        )
        st.html('<div class="pc-side-text">Or in a terminal, with a file of yours:</div>')
        st.code(ingest_command(settings), language=None, wrap_lines=True)
        st.html('<div class="pc-side-text">New papers are found from the next question on.</div>')
        draw_model_choice(settings)


def draw_conversations_beside(chats: Chats) -> None:
    """Draw the sidebar of a page other than the chat: what leads back to a conversation."""
    with st.sidebar:
        _draw_conversations(chats, state.open_chat(chats), idle=False)


def _draw_conversations(chats: Chats, chat: Chat, *, idle: bool) -> None:
    st.html('<div class="pc-brand">Paperchat</div>')
    st.button(
        "New conversation",
        key="new-conversation",
        icon=":material/add:",
        on_click=state.new_conversation,
        args=(chats,),
        disabled=idle,
        width="stretch",
    )
    draw_history(chats, chat)
    for script in (CLOSE_THE_MENU, SKIP_LINK):
        st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def size(facts: LibraryFacts) -> str:
    """Return the number of papers in words: ``1 paper``, ``12,345 papers``."""
    return f"{facts.papers:,} paper{'' if facts.papers == 1 else 's'}"


def dates(facts: LibraryFacts) -> str:
    """Return the range of publication dates, month by month; empty when none is known."""
    if facts.oldest is None or facts.newest is None:
        return ""
    oldest, newest = month_in_words(facts.oldest), month_in_words(facts.newest)
    return oldest if oldest == newest else f"{oldest} to {newest}"


def ingest_command(settings: Settings) -> str:
    """Return the command that adds a file to this library, wherever it is."""
    default = Settings.model_fields["home"].get_default(call_default_factory=True)
    if settings.home == default:
        return f"{program()} ingest FILE"
    if os.name == "nt":
        return f'{program()} ingest FILE --home "{settings.home}"'
    return f"{program()} ingest FILE \\\n  --home {shlex.quote(str(settings.home))}"


def program() -> str:
    """Return what starts Paperchat in a terminal: in a clone its script, as the README says."""
    script = Path(sys.prefix).parent / "scripts" / "start"
    return "./scripts/start" if script.is_file() and os.name != "nt" else "paperchat"
