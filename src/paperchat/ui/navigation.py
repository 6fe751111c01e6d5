"""The pages, and which of them a visitor sees."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from paperchat.errors import PaperchatError
from paperchat.ui import places
from paperchat.ui.answer import draw_message
from paperchat.ui.chat import UNEXPECTED
from paperchat.ui.compare_page import draw_compare_page
from paperchat.ui.library_page import draw_library_page
from paperchat.ui.opening import current_settings, open_shelf
from paperchat.ui.page import draw_chat_page
from paperchat.ui.quote import escaped
from paperchat.ui.scripts import TO_NEWEST_QUESTION, TO_TOP
from paperchat.ui.settings_page import draw_settings_page
from paperchat.ui.workspace import Shelf

_log = logging.getLogger(__name__)

_STYLE = Path(__file__).with_name("style.css")
_ICON = Path(__file__).with_name("icon.svg")

Draw = Callable[[Shelf], None]
# Without icons of their own: Streamlit would fetch them from elsewhere for the browser's tab.
_PAGES: tuple[tuple[places.Place, str, Draw], ...] = (
    ("chat", "Chat", draw_chat_page),
    ("library", "Library", draw_library_page),
    ("compare", "Compare", draw_compare_page),
    ("settings", "Settings", draw_settings_page),
)


def main() -> None:
    """Draw the page that a visitor is on; errors become sentences."""
    pages = {
        place: st.Page(_guarded(draw, place), title=title, url_path=_path(place),
                       default=place == "chat")
        for place, title, draw in _PAGES
    }  # fmt: skip
    current = st.navigation(list(pages.values()), position="top")
    title = "Paperchat" if current is pages["chat"] else f"{current.title} · Paperchat"
    st.set_page_config(page_title=title, page_icon=_ICON, layout="centered")
    st.html(_STYLE)
    _follow(pages, current)
    _begin(next(place for place, page in pages.items() if page is current))
    current.run()


def _begin(place: places.Place) -> None:
    """Let a page that is opened anew begin at its top, a conversation at its newest question.

    The browser runs a script again only where the HTML around it is another: it names what is seen.
    """
    seen = f'<span class="pc-seen" data-seen="{escaped(places.seen(place))}"></span>'
    script = TO_NEWEST_QUESTION if place == "chat" else TO_TOP
    st.html(f"{seen}<script>{script}</script>", unsafe_allow_javascript=True)


def _follow(pages: dict[places.Place, Page], current: Page) -> None:
    """Go where the last click leads."""
    wanted = places.pop_destination()
    if wanted is None:
        return
    if pages[wanted.place] is not current:
        st.switch_page(pages[wanted.place], query_params=wanted.query)
    elif wanted.place != "chat":  # whose address names the conversation
        places.tell_address(wanted.query)


def _path(place: places.Place) -> str | None:
    return None if place == "chat" else place


def _guarded(draw: Draw, place: places.Place) -> Callable[[], None]:
    def page() -> None:
        try:
            shelf = _open()
            if place != "settings":  # which tells all problems
                _draw_outage(shelf)
            draw(shelf)
        except PaperchatError as error:
            draw_message(str(error), alert=True)
        except Exception:  # noqa: BLE001  # the last door: it is logged, and said plainly
            _log.exception("the page could not be drawn")
            draw_message(UNEXPECTED, alert=True)

    return page


def _draw_outage(shelf: Shelf) -> None:
    # In a place of its own, so that nothing below moves to another one when it comes or goes.
    with st.container():
        if shelf.library.outage.sentence:
            draw_message(shelf.library.outage.sentence, alert=True)


def _open() -> Shelf:
    progress = st.empty()

    def show(notice: str) -> None:
        progress.html(f'<div class="pc-progress" role="status">{escaped(notice)}</div>')

    shelf = open_shelf(current_settings(), show)
    progress.empty()
    return shelf
