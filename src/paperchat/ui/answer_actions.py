"""What one can do with an answer: copy it, rate it, look into it, and go on from it."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from paperchat.conversation_export import answer_as_markdown
from paperchat.library.rating import LONGEST_COMMENT, REASONS, Rating, rating_in_words
from paperchat.ui import reactions, state
from paperchat.ui.chat import Chat
from paperchat.ui.inspector import inspect_answer
from paperchat.ui.labels import plain_label
from paperchat.ui.quote import escaped
from paperchat.ui.scripts import AT_THE_ANSWERS
from paperchat.ui.workspace import Shelf

_TICK_S = 0.1
"""How often a page that looks ahead looks whether its visitor has clicked something."""


def draw_actions(shelf: Shelf, chat: Chat, place: int, rating: Rating | None) -> None:
    """Draw the row of actions beneath the answer at ``place`` (from 0) of a conversation."""
    with st.container(
        key=f"actions-{place}", horizontal=True, gap=None, vertical_alignment="center"
    ):
        st.html(_copy(shelf, chat, place), width="content")
        if chat.id is not None:
            _draw_thumbs(shelf, chat, place, rating)
        if st.button(
            "Why this answer",
            key=f"why-{place}",
            icon=":material/manage_search:",
            type="tertiary",
            help="Why this answer: what was found, taken and dropped",
        ):
            inspect_answer(shelf, chat.conversation, place)
        st.html(_rated(rating), width="content")


def draw_follow_ups(shelf: Shelf, chat: Chat, slot: DeltaGenerator) -> None:
    """Draw questions to go on with into ``slot``, as soon as they are found.

    The last thing that a page does: whatever its visitor clicks meanwhile comes first. The script
    that the answers need stands here too, where it takes no room between them.
    """
    if not chat.turns:
        return
    st.html(f"<script>{AT_THE_ANSWERS}</script>", unsafe_allow_javascript=True)
    status = chat.turns[-1].answer.status
    if status == "error":
        return
    ahead = reactions.look_ahead(shelf, chat)
    while not ahead.over(_TICK_S):
        slot.empty()
    if not ahead.found:
        return
    with slot.container(key="follow-ups", horizontal=True, gap="small"):
        lead = "You might go on with" if status == "answered" else "You might ask instead"
        st.html(f'<div class="pc-near">{lead}</div>', width="content")
        for number, question in enumerate(ahead.found):
            st.button(
                plain_label(question),
                key=f"follow-up-{len(chat.turns)}-{number}",
                on_click=state.ask,
                args=(question,),
            )


def _copy(shelf: Shelf, chat: Chat, place: int) -> str:
    """Return the button that copies an answer; the script of the page listens to it."""
    answer = chat.turns[place].answer
    papers = shelf.catalogue.papers_by_id({item.paper_id for item in answer.citations})
    text = escaped(answer_as_markdown(answer, papers))
    what = "Copy this answer with its sources"
    return (
        f'<span class="pc-copying"><button type="button" class="pc-copy" data-text="{text}" '
        f'aria-label="{what}" title="{what}">'
        '<span class="pc-icon" aria-hidden="true">content_copy</span></button>'
        '<span class="pc-copied" role="status"></span></span>'
    )


def _draw_thumbs(shelf: Shelf, chat: Chat, place: int, rating: Rating | None) -> None:
    store = shelf.library.ratings
    good = rating is not None and rating.mark == "good"
    st.button(
        "Take back: good answer" if good else "Good answer",
        key=f"good-{place}",
        icon=":material/thumb_up:",
        type="tertiary",
        help="Take back that this is a good answer" if good else "A good answer",
        on_click=reactions.rate_good,
        args=(store, chat, place, rating),
    )
    box = st.popover(
        "Not a good answer",
        key=reactions.box_key(place),
        icon=":material/thumb_down:",
        type="tertiary",
        help="Not a good answer: say why",
        on_change="rerun",
    )
    if box.open:
        with box:
            _draw_reasons(shelf, chat, place, rating)


def _draw_reasons(shelf: Shelf, chat: Chat, place: int, rating: Rating | None) -> None:
    store = shelf.library.ratings
    bad = rating if rating is not None and rating.mark == "bad" else None
    st.pills(
        "What is wrong with it?",
        list(REASONS),
        selection_mode="multi",
        default=[reason for reason in bad.reasons if reason in REASONS] if bad else None,
        format_func=REASONS.__getitem__,
        key=reactions.reasons_key(place),
    )
    st.text_area(
        "In your own words",
        bad.comment if bad else "",
        key=reactions.comment_key(place),
        max_chars=LONGEST_COMMENT,
        height=80,
    )
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Keep",
            key=f"keep-rating-{place}",
            type="primary",
            on_click=reactions.rate_bad,
            args=(store, chat, place),
        )
        if bad is not None:
            st.button(
                "Take back",
                key=f"take-back-{place}",
                on_click=reactions.take_back,
                args=(store, chat, place),
            )


def _rated(rating: Rating | None) -> str:
    """Return what was thought of the answer, in a place that is there all the time."""
    if rating is None:
        return '<span class="pc-rated" role="status"></span>'
    said = escaped(rating_in_words(rating))
    return f'<span class="pc-rated pc-rated-{rating.mark}" role="status" dir="auto">{said}</span>'
