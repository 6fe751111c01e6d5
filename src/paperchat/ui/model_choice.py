"""Choosing who writes the answers: the papers' own sentences, or a language model."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from paperchat.embedding.factory import uses_network
from paperchat.errors import ConfigurationError
from paperchat.models.connection import available_models, test_connection
from paperchat.models.factory import check_parts
from paperchat.models.spec import ModelSpec, parse_model, what_leaves, without_password
from paperchat.settings import Settings
from paperchat.ui import model_state
from paperchat.ui.quote import escaped

QUOTES = "extractive"
_STAYS = "Nothing leaves this machine."
_QUOTES_NAME = "The papers' own sentences"
_HELP = "Choose one, or type: ollama:NAME, openai:NAME, gguf:FILE."
_QUOTED_TILL_THEN = "Until then answers are the papers' own sentences."


def draw_model_choice(settings: Settings) -> None:
    """Draw the choice, what leaves this machine by it, and a test of the connection."""
    st.html('<div class="pc-side-head">Written by</div>')
    models = list(dict.fromkeys((settings.model, QUOTES, *model_state.found_models())))
    names = [_QUOTES_NAME if model == QUOTES else without_password(model) for model in models]
    chosen = model_state.model_box(models, names, "Who writes the answers")
    _say(_HELP)
    try:
        spec = parse_model(chosen)
        check_parts(settings, spec)
    except ConfigurationError as error:
        _say(f"{error} {_QUOTED_TILL_THEN}", alert=True)
        return
    if spec.provider == "extractive":
        _say("No language model is asked: what carries a number is a quote.")
    _say(privacy(settings, spec))
    _draw_search(settings, spec)
    if spec.provider == "extractive":
        return
    if st.button("Test the connection", key="test-connection", icon=":material/bolt:"):
        try:
            with st.spinner("Asking for one word …"):
                model_state.keep_report(test_connection(settings, spec))
        except ConfigurationError as error:
            _say(str(error), alert=True)
    report = model_state.report_on(str(spec))
    if report is not None:
        _say(report.message, alert=not report.ok)


def offered_models(settings: Settings, chosen: ModelSpec) -> tuple[str, ...]:
    """Return what may be chosen, as far as servers tell: Ollama's, and that of the chosen model.

    A server that is not there offers nothing.
    """
    servers = [ModelSpec("ollama", "any")]
    if chosen.provider in ("openai", "openai-like"):
        servers.append(chosen)
    return tuple(
        str(replace(server, name=name))
        for server in servers
        for name in available_models(settings, server)
    )


def _draw_search(settings: Settings, chosen: ModelSpec) -> None:
    if not st.button("Look for models", key="look-for-models", icon=":material/search:"):
        return
    try:
        found = offered_models(settings, chosen)
    except ConfigurationError as error:
        _say(str(error), alert=True)
        return
    if not found:
        _say("No server offers a model: start Ollama, or type one in above.")
        return
    model_state.keep_models(found)
    st.rerun()


def privacy(settings: Settings, model: ModelSpec) -> str:
    """Say what leaves this machine when papers are searched and ``model`` writes."""
    told = (
        uses_network(settings.embedder, settings.ollama_url),
        what_leaves(model, settings.ollama_url),
    )
    return " ".join(filter(None, told)) or _STAYS


def _say(text: str, *, alert: bool = False) -> None:
    kind, role = ("pc-side-alert", "alert") if alert else ("pc-side-text", "status")
    st.html(f'<div class="{kind}" role="{role}">{escaped(text)}</div>')
