"""Where in the library a visitor is, and what they picked.

Only this module, ``reactions`` and ``state`` touch ``st.session_state`` and the page's address.

Which paper is open and which are compared stands in the page's address, so that a reload, the
browser's way back and a link lead there; the rest is of the visit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

from paperchat.library.listing import Listing
from paperchat.types import Answer, Part
from paperchat.ui.ingest_run import IngestRun

Place = Literal["chat", "library", "compare", "settings"]
Query = Mapping[str, str | Sequence[str]]

MOST_COMPARED = 4

_GOING = "paperchat-going"
_TURNED = "paperchat-library-page"
_PICKED = "paperchat-compared"
_ANSWER = "paperchat-comparison"
_REMOVED = "paperchat-removed"
_RUN = "paperchat-ingest"
_REFUSED = "paperchat-pasted"
_REPORTED = "paperchat-reported"
_PAPER = "paper"
_AUTHOR = "author"
_FROM = "from"
_TO = "to"
VIEW = "library-view"
"""The key of the choice between the library's views."""
FIRST_VIEW = "papers"
PASTED = "add-text"
"""The key of the box for pasted text."""
TOPIC = "library-topic"
"""The key of the choice of a topic."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A page to go to, and what its address is to say."""

    place: Place
    query: Query = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Removal:
    """What was removed last in this visit."""

    ids: tuple[str, ...]
    title: str


def go(place: Place, query: Query | None = None) -> None:
    """Go to a page; meant for callbacks, which run before the page is chosen."""
    st.session_state[_GOING] = Destination(place, query or {})


def pop_destination() -> Destination | None:
    """Return where the last click leads, once."""
    found: Destination | None = st.session_state.pop(_GOING, None)
    return found


def tell_address(query: Query) -> None:
    """Let the page's address say ``query`` and nothing else."""
    st.query_params.from_dict(dict(query))


def seen(place: Place) -> str:
    """Name what is seen there: of the library the opened paper, or the view of all."""
    if place != "library":
        return place
    return f"{place} {opened_paper() or st.session_state.get(VIEW) or FIRST_VIEW}"


# --- the library ---------------------------------------------------------------------------------


def open_paper(paper_id: str) -> None:
    """Show one paper; meant as a button's callback."""
    go("library", {_PAPER: paper_id})


def opened_paper() -> str | None:
    """Return the id of the paper that the address names."""
    return st.query_params.get(_PAPER) or None


def opened_author() -> str:
    """Return the author whose papers the address asks for; empty if it asks for none's."""
    return " ".join(st.query_params.get(_AUTHOR, "").split())


def opened_range() -> tuple[str, str] | None:
    """Return from where to where the address marks the opened paper, as it says it."""
    told = st.query_params.get(_FROM), st.query_params.get(_TO)
    return (told[0] or "", told[1] or "") if any(told) else None


def opened_part() -> Part:
    """Return which part of the paper that range is of."""
    return "body" if st.query_params.get("part") == "body" else "abstract"


def show_view(view: str) -> None:
    """Go to a view of the library; meant as a button's callback."""
    st.session_state[VIEW] = view
    go("library")


def begin_view() -> None:
    """See to it that some view of the library is chosen.

    Streamlit complains, with a stack trace, of a box that has both a default and a value set here.
    """
    st.session_state.setdefault(VIEW, FIRST_VIEW)


def chosen_topic() -> str:
    """Return the name of the topic that the list is narrowed to; empty if it is not."""
    return str(st.session_state.get(TOPIC) or "")


def list_by(choices: Mapping[str, str]) -> None:
    """List the papers by what is chosen in the boxes with these keys; meant for callbacks."""
    for key, choice in choices.items():
        st.session_state[key] = choice
    show_view("papers")


def list_topic(name: str) -> None:
    """List the papers of a topic; meant as a button's callback."""
    st.session_state[TOPIC] = name
    show_view("papers")


def page_of(listing: Listing) -> int:
    """Return at which page of ``listing`` a visitor is; another listing begins at 0."""
    kept, page = st.session_state.get(_TURNED, (None, 0))
    return page if kept == listing else 0


def has_turned(listing: Listing) -> bool:
    """Tell whether a visitor has turned the pages of ``listing``."""
    kept, _ = st.session_state.get(_TURNED, (None, 0))
    return bool(kept == listing)


def turn_to(listing: Listing, page: int) -> None:
    """Go to a page of a listing; meant as a button's callback."""
    st.session_state[_TURNED] = (listing, page)


def remember_removal(removal: Removal | None) -> None:
    """Remember what was removed, so that a click undoes it."""
    if removal is None:
        st.session_state.pop(_REMOVED, None)
    else:
        st.session_state[_REMOVED] = removal


def removal() -> Removal | None:
    """Return what was removed last, as long as that can be undone by a click."""
    found: Removal | None = st.session_state.get(_REMOVED)
    return found


def remember_run(run: IngestRun | None) -> None:
    """Remember the papers that this visitor is adding."""
    if run is None:
        st.session_state.pop(_RUN, None)
    else:
        st.session_state[_RUN] = run


def own_run() -> IngestRun | None:
    """Return what this visitor added last, unless it was put away."""
    found: IngestRun | None = st.session_state.get(_RUN)
    return found


def keep_pasted(text: str) -> None:
    """Keep what was pasted, which its box loses when it is sent, until it is known to be read."""
    st.session_state[_REFUSED] = st.session_state[_REPORTED] = text


def is_reported(text: str) -> bool:
    """Tell whether this is what was pasted last, so that a report has told of its faults."""
    return bool(st.session_state.get(_REPORTED) == text)


def forget_pasted() -> None:
    """Forget what was kept of the box, as it has been read; what is in the box now stays."""
    if _REFUSED in st.session_state:
        keep_pasted("")


def put_back_pasted() -> None:
    """Fill the box with what was pasted and not taken in; meant to come before it is drawn."""
    if _REFUSED in st.session_state:
        st.session_state[PASTED] = st.session_state.pop(_REFUSED)


# --- what is compared ----------------------------------------------------------------------------


def compared() -> tuple[str, ...]:
    """Return the ids of the papers to be compared: those of the address where it names some."""
    named = tuple(dict.fromkeys(st.query_params.get_all(_PAPER)))[:MOST_COMPARED]
    if named:
        st.session_state[_PICKED] = named
    found: tuple[str, ...] = st.session_state.get(_PICKED, ())
    if found and not named:
        tell_address({_PAPER: list(found)})
    return found


def compare(paper_ids: Sequence[str]) -> None:
    """Compare these papers; meant as a button's callback."""
    picked = tuple(dict.fromkeys(paper_ids))[:MOST_COMPARED]
    st.session_state[_PICKED] = picked
    go("compare", {_PAPER: list(picked)})


def picked() -> tuple[str, ...]:
    """Return the ids of the papers that were picked for a comparison."""
    found: tuple[str, ...] = st.session_state.get(_PICKED, ())
    return found


def kept_comparison(key: object) -> Answer | None:
    """Return the comparison that was made last, if it is that of ``key``."""
    kept = st.session_state.get(_ANSWER)
    return kept[1] if kept is not None and kept[0] == key else None


def keep_comparison(key: object, answer: Answer) -> None:
    """Keep a comparison, so that a click on the page does not make it anew."""
    st.session_state[_ANSWER] = (key, answer)


def clear(key: str) -> None:
    """Empty the box with this key; meant for callbacks."""
    st.session_state[key] = ""


def chosen_point(key: str, name: str) -> str:
    """Return the paper of the point that was chosen on the map with this key; empty if none was."""
    chart = st.session_state.get(key)
    chosen = chart.selection.get(name) if chart is not None else None
    return str(chosen[0].get("paper", "")) if chosen else ""
