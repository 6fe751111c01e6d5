"""What one can do with a comparison: save it, and go on with it on the page that compares."""

from __future__ import annotations

from functools import partial

import streamlit as st

from paperchat.comparison_export import Papers, export_comparison
from paperchat.types import Answer
from paperchat.ui import places

_DOWNLOADS = (("markdown", "Markdown", "md", "text/markdown"), ("csv", "CSV", "csv", "text/csv"))


def draw_downloads(answer: Answer, papers: Papers) -> None:
    """Draw a button for each form that a comparison is saved in."""
    for form, name, ending, kind in _DOWNLOADS:
        st.download_button(
            f"Save as {name}",
            partial(export_comparison, answer, papers, form),
            file_name=f"comparison.{ending}",
            mime=kind,
            key=f"download-{form}",
            icon=":material/download:",
            on_click="ignore",
            type="tertiary",
        )


def draw_ways_on(answer: Answer, papers: Papers, place: int) -> None:
    """Draw what can be done with the comparison that is the answer at ``place`` (from 0).

    As Markdown it is copied, with every answer's own button.
    """
    if answer.comparison is None:
        return
    held = [key for key in answer.comparison.papers if key in papers]
    with st.container(
        key=f"comparison-ways-{place}", horizontal=True, gap="small", vertical_alignment="center"
    ):
        if 1 < len(held) <= places.MOST_COMPARED:
            st.button(
                "Open in Compare",
                key=f"open-compare-{place}",
                icon=":material/compare_arrows:",
                type="tertiary",
                on_click=places.compare,
                args=(held,),
            )
        st.download_button(
            "Save the comparison as CSV",
            partial(export_comparison, answer, papers, "csv"),
            file_name="comparison.csv",
            mime="text/csv",
            key=f"save-comparison-{place}",
            icon=":material/download:",
            on_click="ignore",
            type="tertiary",
        )
