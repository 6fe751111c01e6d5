"""Pictures of the library: papers over time, and the map of what they are about."""

from __future__ import annotations

from functools import partial

import streamlit as st

from paperchat.library.figures import Figures
from paperchat.retrieval.cluster_names import ALL, OTHERS
from paperchat.retrieval.corpus_map import CorpusMap
from paperchat.ui import places
from paperchat.ui.answer import draw_message
from paperchat.ui.charts import COLOURS, counts_years, map_chart, time_chart
from paperchat.ui.labels import plain_label
from paperchat.ui.quote import escaped
from paperchat.ui.workspace import Shelf

_MAP = "corpus-map"


def draw_pictures(shelf: Shelf) -> None:
    """Draw both pictures."""
    figures = shelf.catalogue.figures()
    if not figures.count:
        draw_message("The library is empty: there is nothing to picture yet.")
        return
    _draw_time(figures)
    with st.spinner("Drawing the map …"):
        found = shelf.corpus_map()
    _draw_map(found)


def _draw_time(figures: Figures) -> None:
    st.html('<h2 class="pc-subheading">Papers over time</h2>')
    if not figures.dated:
        st.html('<div class="pc-note">None of the papers has a date.</div>')
        return
    st.vega_lite_chart(
        time_chart(figures, dark=_dark()), width="stretch", alt=_time_in_words(figures)
    )
    said = _left_out(figures)
    if said:
        st.html(f'<div class="pc-note">{said}</div>')


def _left_out(figures: Figures) -> str:
    """Say how many papers have no place in the chart, and why."""
    said: list[str] = []
    undated, of = figures.count - figures.dated, f"of {figures.count:,}"
    if undated:
        said.append(f"{undated:,} {of} {'has' if undated == 1 else 'have'} no date.")
    alone = figures.by_year_only
    if alone and not counts_years(figures):
        verb = "is" if alone == 1 else "are"
        said.append(f"{alone:,} {of} {verb} known by year only, and not drawn.")
    return " ".join(said)


def _dark() -> bool:
    return st.context.theme.type == "dark"


def _time_in_words(figures: Figures) -> str:
    years = ", ".join(f"{year}: {count}" for year, count in figures.years().items())
    return f"Papers a year: {years}"


def _draw_map(found: CorpusMap) -> None:
    st.html('<h2 class="pc-subheading">What they are about</h2>')
    if not found.points:
        st.html('<div class="pc-note">The papers wait for their vectors.</div>')
        return
    drawn = len(found.points)
    shown = "" if drawn == found.papers else f" Drawn are {drawn:,} of {found.papers:,} papers."
    said = "Papers near each other are alike in meaning. Choose a point to open its paper." + shown
    st.html(f'<div class="pc-note">{escaped(said)}</div>')
    names = "; ".join(f"{cluster.name} ({cluster.count})" for cluster in found.clusters)
    # Another key for the other theme: the browser keeps what it drew under one key.
    key = f"{_MAP}-dark" if _dark() else _MAP
    st.vega_lite_chart(
        map_chart(found, dark=_dark()),
        width="stretch",
        key=key,
        on_select=partial(_open_chosen, key),
        selection_mode=["chosen"],
        alt=f"A map of {drawn} papers in groups: {names}",
    )
    _draw_clusters(found)


def _open_chosen(key: str) -> None:
    chosen = places.chosen_point(key, "chosen")
    if chosen:
        places.open_paper(chosen)


def _draw_clusters(found: CorpusMap) -> None:
    """Draw the groups in words; it is the map's legend, and the map for those who hear it."""
    with st.container(key="clusters", gap=None):
        for number, cluster in enumerate(found.clusters):
            light, dark = COLOURS[number]
            style = f"--pc-dot: light-dark({light}, {dark})"
            count = f"{cluster.count} paper{'' if cluster.count == 1 else 's'}"
            st.html(
                f'<div class="pc-cluster" style="{style}"><b>{number + 1} '
                f"{escaped(cluster.name)}</b> "
                f"{count}, most typical:</div>"
            )
            st.button(
                plain_label(cluster.central_title),
                key=f"central-{number}",
                type="tertiary",
                on_click=places.open_paper,
                args=(cluster.central_id,),
            )
            st.button(
                plain_label(_listing(cluster.name)),
                key=f"list-topic-{number}",
                type="tertiary",
                icon=":material/list:",
                on_click=places.list_topic,
                args=(cluster.name,),
            )


def _listing(name: str) -> str:
    return (
        f"List {name.lower()}" if name.startswith((OTHERS, ALL)) else f"List the papers on {name}"
    )
