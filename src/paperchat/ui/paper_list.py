"""The list of papers: searched while one types, filtered, sorted, and drawn a page at a time."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from paperchat.errors import ConfigurationError
from paperchat.library.filters import Condition, parse_condition
from paperchat.library.listing import Listing, ListingPage, list_papers
from paperchat.library.paging import Order
from paperchat.types import Paper
from paperchat.ui import places
from paperchat.ui.answer import draw_message
from paperchat.ui.labels import plain_label
from paperchat.ui.paper_html import brief
from paperchat.ui.quote import escaped
from paperchat.ui.scripts import TO_LIST
from paperchat.ui.workspace import Shelf

PER_PAGE = 25
_SOURCES_LISTED = 200
_ANY = ""
_ORDERS: dict[Order, str] = {
    "best": "Best match",
    "newest": "Newest first",
    "oldest": "Oldest first",
    "added": "Last added first",
    "title": "By title",
}
_KINDS = {_ANY: "Any text", "abstract": "Abstracts", "digest": "Digests"}
_CODE = {_ANY: "With or without code", "yes": "With code", "no": "Without code"}


def draw_papers(shelf: Shelf) -> None:
    """Draw the boxes that narrow the list, and the page of it that a visitor is at."""
    written_by = _by_author()
    words = _search_box()
    try:
        conditions = (*written_by, *_filters(shelf))
    except ConfigurationError as error:
        draw_message(str(error), alert=True)
        return
    with st.container(key="listing-head", horizontal=True, vertical_alignment="center"):
        counted = st.empty()
        listing = Listing(words, conditions, _order(words), _in_topic(shelf))
    page = places.page_of(listing)
    found = list_papers(shelf.library, listing, PER_PAGE, page * PER_PAGE)
    said = escaped(_counted(shelf, listing, found))
    counted.html(f'<div class="pc-count" role="status">{said}</div>')
    with st.container(key="papers", gap=None):
        for paper in found.papers:
            draw_row(paper)
    _pager(listing, page, found.total)
    if places.has_turned(listing):
        # Run again only where the HTML around it is another: when the page is.
        turned = f'<span data-page="{page}"></span><script>{TO_LIST}</script>'
        st.html(turned, unsafe_allow_javascript=True)


def show_last_added() -> None:
    """List all papers, those added last first; meant as a button's callback."""
    places.list_by(
        {
            "library-words": "",
            "library-order-all": "added",
            **{f"library-{box}": _ANY for box in ("From", "Until", "source", "kind", "code")},
            places.TOPIC: _ANY,
        }
    )


def draw_row(paper: Paper, place: str = "row") -> None:
    """Draw a paper as a line of a list: its title opens it."""
    with st.container(key=f"{place}-of-{paper.id}", gap=None):
        st.button(
            plain_label(paper.title),
            key=f"{place}-{paper.id}",
            type="tertiary",
            on_click=places.open_paper,
            args=(paper.id,),
            width="stretch",
        )
        st.html(f'<div class="pc-meta">{brief(paper)}</div>')


def _by_author() -> tuple[Condition, ...]:
    """Say whose papers the address asks for, and how to see all again; return it as a condition."""
    name = places.opened_author()
    if not name:
        return ()
    with st.container(key="by-author", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<div class="pc-note" dir="auto">Papers by {escaped(name)}</div>', width="content")
        st.button(
            "Show all papers",
            key="all-authors",
            icon=":material/close:",
            type="tertiary",
            on_click=places.show_view,
            args=("papers",),
        )
    return (Condition("author", "=", name),)


def _search_box() -> str:
    typed = st.text_input(
        "Search the papers",
        key="library-words",
        icon=":material/search:",
        placeholder="Words of a title or text, an author, an arXiv id",
        label_visibility="collapsed",
        live=True,
        persist_state="session",
    )
    return (typed or "").strip()


def _order(words: str) -> Order:
    orders: list[Order] = [order for order in _ORDERS if words or order != "best"]
    return st.selectbox(
        "Order",
        orders,
        # What words find is in the order of how well they fit, unless told otherwise.
        key="library-order-found" if words else "library-order-all",
        format_func=lambda order: _ORDERS[order],
        label_visibility="collapsed",
        persist_state="session",
    )


def _filters(shelf: Shelf) -> tuple[Condition, ...]:
    """Draw the filters and return what they say.

    Raises:
        ConfigurationError: a date is none.
    """
    with st.expander("Filters", icon=":material/filter_list:"):
        found = _dates(st.columns(2))
        # In rows, so that a narrow window has them in the same order.
        source, kind = st.columns(2)
        names = shelf.catalogue.sources()[:_SOURCES_LISTED]
        sources = {_ANY: "Any source", **{f'"{name}"': name for name in names}}
        code, topic = st.columns(2)
        choices = ((source, "source", sources), (kind, "kind", _KINDS), (code, "code", _CODE))
        for column, field, options in choices:
            value = column.selectbox(
                field.capitalize(), list(options), key=f"library-{field}",
                format_func=options.__getitem__, persist_state="session",
            )  # fmt: skip
            if value:
                found.append(Condition(field, "=", value))
        with topic:
            _topic_box(shelf)
    return tuple(found)


def _topic_box(shelf: Shelf) -> None:
    topics = shelf.topics()
    # What was chosen goes on being offered while papers come in and topics are found anew. Labels
    # stay as they are meanwhile: the browser tells what was chosen by its label.
    names = dict.fromkeys((_ANY, *(topic.name for topic in topics or ()), places.chosen_topic()))
    st.selectbox(
        "Topic", list(names), key=places.TOPIC, format_func=lambda name: name or "Any topic",
        help="The groups of the map, under Pictures" if topics is not None
        else "The topics are being found: they are here a moment later",
        persist_state="session",
    )  # fmt: skip


def _in_topic(shelf: Shelf) -> frozenset[str] | None:
    """Return the papers of the topic that was chosen; None if none was."""
    chosen = places.chosen_topic()
    if not chosen:
        return None
    found = (topic.paper_ids for topic in shelf.topics() or () if topic.name == chosen)
    return next(found, frozenset())


def _dates(columns: Sequence[DeltaGenerator]) -> list[Condition]:
    found: list[Condition] = []
    for column, name, sign in zip(columns, ("From", "Until"), (">=", "<="), strict=True):
        day = column.text_input(
            name, key=f"library-{name}", placeholder="2024 or 2024-05", live=True,
            persist_state="session",
        )  # fmt: skip
        if day and day.strip():
            found.append(parse_condition(f"published{sign}{day.strip()}"))
    return found


def _counted(shelf: Shelf, listing: Listing, found: ListingPage) -> str:
    if found.beyond:
        return (
            f"The best {found.total:,} papers; {found.beyond:,} more hold these words: "
            "add a word to narrow them down"
        )
    papers = f"{found.total:,} paper{'' if found.total == 1 else 's'}"
    if not listing.words and not listing.conditions and listing.among is None:
        return papers
    if found.total:
        return " · ".join((f"{papers} of {shelf.catalogue.count():,}", *_filters_said(listing)))
    if not listing.words:
        return "No paper meets the filters."
    narrowed = listing.conditions or listing.among is not None
    which = "No paper that meets the filters" if narrowed else "No paper"
    return f"{which} holds all of these words or is by an author of this name."


def _filters_said(listing: Listing) -> list[str]:
    """Name the filters that are set, which a closed box does not show."""
    said: list[str] = []
    for condition in listing.conditions:
        if condition.field == "published":
            said.append(f"{'from' if condition.operator == '>=' else 'until'} {condition.value}")
        elif condition.field == "source":
            said.append("from " + condition.value.strip('"'))
        elif condition.field != "author":  # The author is named above.
            said.append((_KINDS | _CODE)[condition.value].lower())
    return said + ([f"on {places.chosen_topic()}"] if listing.among is not None else [])


def _pager(listing: Listing, page: int, total: int) -> None:
    last = max(-(-total // PER_PAGE) - 1, 0)
    if not last:
        return
    with st.container(key="pager", horizontal=True, vertical_alignment="center", gap="small"):
        for name, icon, target in (
            ("Previous", "chevron_left", page - 1),
            ("Next", "chevron_right", page + 1),
        ):
            st.button(
                name,
                key=f"page-{name.lower()}",
                icon=f":material/{icon}:",
                icon_position="left" if target < page else "right",
                on_click=places.turn_to,
                args=(listing, target),
                disabled=not 0 <= target <= last,
            )
        first = page * PER_PAGE + 1
        shown = f"{first:,} to {min(first + PER_PAGE - 1, total):,} of {total:,}"
        st.html(f'<div class="pc-count">{shown}</div>')
