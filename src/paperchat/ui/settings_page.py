"""The settings page: what writes and embeds, what leaves this machine, and the library's state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from paperchat.checkup import LibraryReport, SettingInForce, network_use, settings_in_force
from paperchat.embedding.trial import EmbedderReport, try_embedder
from paperchat.errors import ConfigurationError, PaperchatError
from paperchat.library.store_state import store_place
from paperchat.models.connection import ConnectionReport, test_connection
from paperchat.models.spec import parse_model, without_password
from paperchat.settings import Settings
from paperchat.ui import model_state, state
from paperchat.ui.answer import draw_message
from paperchat.ui.quote import escaped
from paperchat.ui.scripts import MARK_THE_THEME, THEMES
from paperchat.ui.sidebar import draw_conversations_beside
from paperchat.ui.verdict_legend import legend_html
from paperchat.ui.workspace import Shelf

_THEME_NAMES = {"System": "As the system", "Light": "Light", "Dark": "Dark"}
_THEME_ICONS = {"System": "contrast", "Light": "light_mode", "Dark": "dark_mode"}
_IN_ORDER = "in order"
_MINILM = "MiniLM, on this machine"
_POLL_S = 0.3
_KIB = 1024


def draw_settings_page(shelf: Shelf) -> None:
    """Draw what is in force, and let it be tried and repaired."""
    settings = shelf.workspace.settings
    draw_conversations_beside(shelf.chats)
    notice = state.pop_notice()
    if notice:
        draw_message(notice, alert=True)
    st.html('<h1 class="pc-heading">Settings</h1>')
    _draw_privacy(settings)
    _draw_parts(settings)
    _draw_marks()
    _draw_theme()
    _draw_library(shelf)
    _draw_configuration(settings)


def _draw_privacy(settings: Settings) -> None:
    try:
        use = network_use(settings, model_state.chosen_model(settings.model))
    except ConfigurationError as error:
        draw_message(str(error), alert=True)
        return
    kind = "pc-leaves" if use.used else "pc-stays"
    st.html(
        f'<p class="pc-privacy {kind}">{escaped(use.what)}</p>'
        f'<p class="pc-note">{escaped(use.on_command)}</p>'
    )


# --- model and embedder --------------------------------------------------------------------------


def _draw_parts(settings: Settings) -> None:
    _heading("Model and embedder")
    chosen = model_state.chosen_model(settings.model)
    writer = "the papers' own sentences" if chosen == "extractive" else without_password(chosen)
    _facts([("Answers are written by", writer), ("Texts are embedded by", _embedder(settings))])
    st.html('<p class="pc-note">Who writes is chosen beside the chat, for each visit.</p>')
    with st.container(key="tests", horizontal=True, gap="small"):
        model = st.button("Test the model", key="test-model", icon=":material/bolt:")
        embedder = st.button("Test the embedder", key="test-embedder", icon=":material/bolt:")
    if model:
        _try_model(settings, chosen)
    if embedder:
        _try_embedder(settings)


def _embedder(settings: Settings) -> str:
    return _MINILM if settings.embedder == "minilm" else settings.embedder


def _try_model(settings: Settings, spec: str) -> None:
    try:
        with st.spinner("Asking for one word …"):
            report: ConnectionReport = test_connection(settings, parse_model(spec))
    except ConfigurationError as error:
        draw_message(str(error), alert=True)
    else:
        draw_message(report.message, alert=not report.ok)


def _try_embedder(settings: Settings) -> None:
    try:
        with st.spinner("Embedding one text …"):
            report: EmbedderReport = try_embedder(settings)
    except ConfigurationError as error:
        draw_message(str(error), alert=True)
    else:
        draw_message(report.message, alert=not report.ok)


def _draw_marks() -> None:
    _heading("How sentences are marked")
    st.html(legend_html())


# --- theme ---------------------------------------------------------------------------------------


def _draw_theme() -> None:
    _heading("Theme")
    chosen = ""
    with st.container(key="themes", horizontal=True, gap="small"):
        for theme, name in _THEME_NAMES.items():
            icon = f":material/{_THEME_ICONS[theme]}:"
            if st.button(name, key=f"theme-{theme.lower()}", icon=icon):
                chosen = theme
    shown = st.context.theme.type or "light"
    st.html(f'<p class="pc-note">Shown now: {shown}. What is chosen is kept by this browser.</p>')
    st.html(f"<script>{MARK_THE_THEME}</script>", unsafe_allow_javascript=True)
    if chosen:
        st.html(f"<script>{THEMES[chosen]}</script>", unsafe_allow_javascript=True)


# --- the library ---------------------------------------------------------------------------------


def _draw_library(shelf: Shelf) -> None:
    _heading("Library")
    run = shelf.repairing()
    if run is not None:
        line = st.empty()
        while not run.over:
            line.html(f'<div class="pc-progress" role="status">{escaped(run.notice)}</div>')
            run.wait(_POLL_S)
        line.empty()
    try:
        report = shelf.library_report()
    except PaperchatError as error:
        draw_message(str(error), alert=True)
        return
    _facts(_health(report, shelf.workspace.settings))
    for problem in report.problems:
        draw_message(problem, alert=True)
    last = shelf.last_repair()
    if last is not None and last.outcome:
        draw_message(last.outcome)
    if last is not None and last.trouble:
        draw_message(last.trouble, alert=True)
    elif not report.problems:
        draw_message("The library is in order. “paperchat doctor” reads through all of it.")
    st.button(
        "Repair",
        key="repair",
        icon=":material/build:",
        help="Reads all, embeds what waits and writes both indexes anew; no paper is lost",
        on_click=shelf.repair,
        disabled=report.busy,
    )


def _health(report: LibraryReport, settings: Settings) -> list[tuple[str, str]]:
    health = report.health
    waiting = f", {health.pending:,} wait for theirs" if health.pending else ""
    return [
        ("Folder", str(settings.home)),
        ("Papers", f"{health.papers:,}"),
        ("Passages", f"{health.chunks:,}, {health.vectors:,} with vectors{waiting}"),
        ("Index of words", _IN_ORDER if health.lexical_sound else "damaged"),
        ("Index of vectors", f"{store_place(settings)}, {_state_of_vectors(report)}"),
        ("Size on disk", _size(report.size)),
        ("Papers last added", _moment(report.last_ingest)),
    ]


def _state_of_vectors(report: LibraryReport) -> str:
    if report.health.vectors_sound:
        return _IN_ORDER
    return "cannot be used now" if report.vectors_away else "damaged"


def _size(count: int) -> str:
    size = float(count)
    for unit in ("bytes", "KiB", "MiB"):
        if size < _KIB:
            return f"{size:.0f} {unit}"
        size /= _KIB
    return f"{size:.1f} GiB"


def _moment(at: datetime | None) -> str:
    return "never" if at is None else f"{at.replace(tzinfo=UTC).astimezone():%Y-%m-%d %H:%M}"


# --- the configuration ---------------------------------------------------------------------------


def _draw_configuration(settings: Settings) -> None:
    _heading("Configuration")
    try:
        found = settings_in_force(settings)
    except ConfigurationError as error:
        draw_message(str(error), alert=True)
        return
    rows = "".join(map(_row, found))
    st.html(
        '<p class="pc-note">Set in the environment or in a file .env; read when the server starts.'
        '</p><div class="pc-scroll" role="region" aria-label="Configuration" tabindex="0">'
        '<table class="pc-config"><thead><tr><th scope="col">Setting</th><th scope="col">Value</th>'
        f'<th scope="col">From</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(setting: SettingInForce) -> str:
    value = "not set" if setting.value is None else setting.value
    return (
        f'<tr><th scope="row"><code>{escaped(setting.variable)}</code></th>'
        f"<td>{escaped(value)}</td><td>{escaped(setting.origin)}</td></tr>"
    )


def _heading(text: str) -> None:
    st.html(f'<h2 class="pc-subheading">{escaped(text)}</h2>')


def _facts(facts: Sequence[tuple[str, str]]) -> None:
    rows = "".join(
        f"<div><dt>{escaped(name)}</dt><dd>{escaped(value)}</dd></div>" for name, value in facts
    )
    st.html(f'<dl class="pc-facts">{rows}</dl>')
