"""Adding papers from the page: files and pasted text, how far that is, and what came of it."""

from __future__ import annotations

import streamlit as st

from paperchat.ingestion import Progress, Source, starter_records, starter_sources
from paperchat.types import IngestReport
from paperchat.ui import places, state
from paperchat.ui.answer import draw_message
from paperchat.ui.ingest_run import IngestRun
from paperchat.ui.paper_list import show_last_added
from paperchat.ui.quote import escaped
from paperchat.ui.removing import draw_removed
from paperchat.ui.report_html import report_html, trouble_html
from paperchat.ui.sidebar import ingest_command
from paperchat.ui.workspace import Shelf

_LONGEST_TEXT = 2_000_000
_LOOK_EVERY_S = 0.7
_SHORT_WAIT_S = 0.3
_WHAT = (
    "BibTeX, RIS, CSL-JSON (Zotero), CSV, JSON Lines, Atom and RSS feeds, PDF, text or Markdown of "
    "one paper, saved Daily Papers pages, and zip archives of these. A paper needs a title and an "
    "abstract. What the library holds already is left alone, or updated."
)
_PASTED = Source.from_text("").name
_PASTE = (
    "A title, an empty line and the abstract; or BibTeX, RIS, JSON, CSV; or all the text of a "
    "Daily Papers page."
)


def draw_adding(shelf: Shelf) -> None:
    """Draw the form, or the run that is at work; then what came of the last run of this visitor."""
    running = shelf.adding()
    own = places.own_run()
    if running is not None:
        _draw_running(running, own=running is own)
    else:
        if own is not None:
            _draw_outcome(own)
            if own.accepted and _PASTED in own.names:
                places.forget_pasted()
        _draw_form(shelf)
    draw_removed(shelf)


def _draw_form(shelf: Shelf) -> None:
    places.put_back_pasted()
    st.html(f'<div class="pc-note">{escaped(_WHAT)}</div>')
    with st.form("add-papers", clear_on_submit=True):
        files = st.file_uploader("Files", accept_multiple_files=True, key="add-files")
        pasted = st.text_area(
            "Or text",
            key=places.PASTED,
            placeholder=_PASTE,
            max_chars=_LONGEST_TEXT,
        )
        sent = st.form_submit_button("Add", icon=":material/note_add:", key="add-send")
    if sent:
        sources = [Source.from_bytes(file.name, file.getvalue()) for file in files or ()]
        # What stays in the box to be mended was reported already: a file's report is of the file.
        told = bool(sources) and places.is_reported(pasted or "")
        if pasted and pasted.strip() and not told:
            sources.append(Source.from_text(pasted))
        if sources:
            places.keep_pasted(pasted or "")
            _begin(shelf, tuple(sources))
            st.rerun()
        draw_message("Choose a file or paste a text first.", alert=True)
    _draw_starter(shelf)
    st.html('<div class="pc-note">Large files are added in a terminal:</div>')
    st.code(ingest_command(shelf.workspace.settings), language=None, wrap_lines=True)


def _draw_starter(shelf: Shelf) -> None:
    """Offer the starter papers as long as some of them are missing."""
    papers = starter_records()
    known = shelf.catalogue.count_known(papers)
    if known == len(papers):
        return
    st.button(
        "Add the missing starter papers" if known else "Add the starter papers",
        key="add-starter",
        icon=":material/library_add:",
        help=f"{len(papers)} papers on alignment, most of them of language models, as digests",
        on_click=_begin,
        args=(shelf, starter_sources()),
    )


def _begin(shelf: Shelf, sources: tuple[Source, ...]) -> None:
    run = shelf.add(sources)
    if run is None:
        state.note("Another visitor is adding papers just now: try again when that has finished.")
        return
    places.remember_run(run)
    # A few papers take a moment only.
    run.wait(_SHORT_WAIT_S)


def _draw_running(run: IngestRun, *, own: bool) -> None:
    @st.fragment(run_every=_LOOK_EVERY_S)
    def watch() -> None:
        if run.over:
            st.rerun()
        whose = ", ".join(run.names) if own else "Another visitor's papers"
        progress = run.progress
        st.html(
            f'<div class="pc-progress" role="status"><b>{escaped(whose)}</b><br>'
            f"{escaped(said_of(progress))}</div>"
        )
        if progress.stage == "embedding" and progress.total:
            st.progress(min(progress.done / progress.total, 1.0))

    watch()
    if own:
        st.button("Stop", key="stop-adding", icon=":material/stop:", on_click=run.stop)
    st.html(
        '<div class="pc-note">You may go on with something else: papers can be asked about as '
        "they come in.</div>"
    )


def said_of(progress: Progress) -> str:
    """Return how far a run is, in words."""
    if progress.message:
        return progress.message
    if progress.stage == "embedding":
        return f"Making papers findable by meaning: {progress.done:,} of {progress.total or 0:,}"
    return f"Reading papers: {progress.done:,}"


def _draw_outcome(run: IngestRun) -> None:
    with st.container(key="outcome"):
        if run.trouble:
            pasted = run.trouble.startswith(_PASTED)
            said = f"The {run.trouble}" if pasted else run.trouble
            st.html(trouble_html(said, run.reasons))
        elif run.stopped:
            draw_message("You stopped this; what had come by then stays in the library.")
        elif run.report is not None:
            report: IngestReport = run.report
            st.html(report_html(report))
        with st.container(key="outcome-ways", horizontal=True, gap="small"):
            if run.report is not None and run.report.new:
                st.button("Show the new papers", key="show-new", on_click=show_last_added,
                          icon=":material/list:", type="tertiary")  # fmt: skip
            st.button("Close this report", key="close-report", on_click=places.remember_run,
                      args=(None,), icon=":material/close:", type="tertiary")  # fmt: skip
