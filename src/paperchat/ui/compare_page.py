"""The page that puts papers side by side."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from paperchat.library.listing import Listing, list_papers
from paperchat.retrieval.similar import similar_papers
from paperchat.types import Answer, Paper
from paperchat.ui import places, state
from paperchat.ui.answer import draw_comparison, draw_message
from paperchat.ui.comparison_ways import draw_downloads
from paperchat.ui.labels import plain_label
from paperchat.ui.paper_html import brief
from paperchat.ui.quote import escaped
from paperchat.ui.sidebar import draw_conversations_beside
from paperchat.ui.workspace import Shelf

_OFFERED = 5
_START = "Choose two to four papers; each row below then tells what they say of one matter."


def draw_compare_page(shelf: Shelf) -> None:
    """Draw the papers that were picked, the box to find more, and their comparison."""
    draw_conversations_beside(shelf.chats)
    st.html('<h1 class="pc-heading">Compare</h1>')
    if notice := state.pop_notice():
        draw_message(notice, alert=True)
    wanted = places.compared()
    found = shelf.catalogue.papers_by_id(wanted)
    papers = [found[key] for key in wanted if key in found]
    if len(papers) < len(wanted):
        draw_message("Some of the papers at this address are not in the library.", alert=True)
    if not papers:
        st.html(f'<div class="pc-note">{escaped(_START)}</div>')
    with st.container(key="picked", gap="small"):
        for place, paper in enumerate(papers):
            _draw_picked(papers, place, paper)
    if len(papers) < places.MOST_COMPARED:
        _draw_finder(shelf, papers)
    if len(papers) > 1:
        _draw_grid(shelf, papers)


def _draw_picked(papers: Sequence[Paper], place: int, paper: Paper) -> None:
    ids = [picked.id for picked in papers]
    with st.container(key=f"picked-{place}", horizontal=True, wrap=False, gap="small",
                      vertical_alignment="center"):  # fmt: skip
        st.button(
            plain_label(paper.title),
            key=f"picked-title-{place}",
            type="tertiary",
            width="stretch",
            on_click=places.open_paper,
            args=(paper.id,),
        )
        if place:
            st.button(
                "Swap",
                key=f"swap-{place}",
                help="Change places with the one above",
                icon=":material/swap_vert:",
                on_click=places.compare,
                args=([*ids[: place - 1], paper.id, ids[place - 1], *ids[place + 1 :]],),
            )
        st.button(
            plain_label(f"Take “{paper.title}” out of the comparison"),
            key=f"drop-{place}",
            icon=":material/close:",
            on_click=places.compare,
            args=([key for key in ids if key != paper.id],),
        )


def _draw_finder(shelf: Shelf, papers: Sequence[Paper]) -> None:
    words = st.text_input(
        "Find a paper to compare",
        key="compare-words",
        icon=":material/search:",
        placeholder="Find a paper by words of its title or text",
        label_visibility="collapsed",
        live=True,
    )
    here = {paper.id for paper in papers}
    if words and words.strip():
        page = list_papers(shelf.library, Listing(words.strip()), _OFFERED + len(here))
        offered = [paper for paper in page.papers if paper.id not in here]
        if not offered:
            st.html('<div class="pc-note" role="status">No paper holds all of these words.</div>')
    elif len(papers) == 1:
        st.html('<div class="pc-near">Papers like it:</div>')
        offered = [near.paper for near in similar_papers(shelf.library, papers[0].id, _OFFERED)]
    elif not papers:
        st.html('<div class="pc-near">The newest papers:</div>')
        offered = shelf.catalogue.page((), "newest", _OFFERED, 0)
    else:
        return
    ids = [paper.id for paper in papers]
    with st.container(key="offered", gap=None):
        for paper in offered[:_OFFERED]:
            with st.container(key=f"offer-of-{paper.id}", gap=None):
                st.button(
                    plain_label(f"Add “{paper.title}”"),
                    key=f"offer-{paper.id}",
                    icon=":material/add:",
                    type="tertiary",
                    width="stretch",
                    on_click=_pick,
                    args=([*ids, paper.id],),
                )
                st.html(f'<div class="pc-meta">{brief(paper)}</div>')


def _pick(paper_ids: Sequence[str]) -> None:
    places.clear("compare-words")
    places.compare(paper_ids)


def _draw_grid(shelf: Shelf, papers: Sequence[Paper]) -> None:
    answer = _comparison(shelf, papers)
    by_id = {paper.id: paper for paper in papers}
    with st.container(key="comparison"):
        draw_comparison(answer, 0, shelf.catalogue)
    if answer.comparison is None:
        return
    with st.container(key="downloads", horizontal=True, gap="small"):
        st.button(
            "Discuss these in the chat",
            key="discuss",
            icon=":material/chat:",
            type="primary",
            on_click=state.ask,
            args=(_question(papers),),
        )
        draw_downloads(answer, by_id)


def _comparison(shelf: Shelf, papers: Sequence[Paper]) -> Answer:
    ids = [paper.id for paper in papers]
    # Quotes, whoever writes in the chat: they come at once and cost nothing.
    key = (*ids, shelf.catalogue.generation())
    kept = places.kept_comparison(key)
    if kept is None:
        kept = shelf.assistant_for("extractive").compare(ids)
        places.keep_comparison(key, kept)
    return kept


def _question(papers: Sequence[Paper]) -> str:
    *others, last = [f"“{paper.title}”" for paper in papers]
    return f"Compare {', '.join(others)} and {last}"
