"""Which model one visitor has chosen to write the answers, and what is known of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from paperchat.models.connection import ConnectionReport

_MODEL = "paperchat-model"
_BOX = "paperchat-model-box"
"""The key of the box, which Streamlit empties where a page has no such box; the choice stays."""
_REPORT = "paperchat-connection"
_FOUND = "paperchat-models"


def model_box(models: Sequence[str], names: Sequence[str], label: str) -> str:
    """Draw the choice of who writes the answers, and return the one chosen.

    ``names`` are what is shown for ``models``; another model may be typed in.
    """
    shown = dict(zip(models, names, strict=True))
    chosen = st.session_state.setdefault(_MODEL, models[0])
    # A conversation remembers its model by what may be shown of it.
    known = {name: model for model, name in shown.items()}
    if chosen in known and known[chosen] != chosen:
        st.session_state[_MODEL] = chosen = known[chosen]
    st.session_state[_BOX] = chosen
    st.selectbox(
        label,
        list(dict.fromkeys((*models, chosen))),
        key=_BOX,
        format_func=lambda spec: shown.get(spec, spec),
        accept_new_options=True,
        label_visibility="collapsed",
        on_change=lambda: choose_model(st.session_state[_BOX] or models[0]),
    )
    return str(chosen)


def chosen_model(otherwise: str = "extractive") -> str:
    """Return who is to write the answers, as ``PAPERCHAT_MODEL`` says it.

    It is ``otherwise`` before the visitor has come to where that is chosen.
    """
    return str(st.session_state.get(_MODEL) or otherwise)


def choose_model(spec: str) -> None:
    """Have ``spec`` write the answers."""
    st.session_state[_MODEL] = spec


def keep_models(specs: Sequence[str]) -> None:
    """Remember the models that servers were found to offer."""
    st.session_state[_FOUND] = tuple(specs)


def found_models() -> tuple[str, ...]:
    """Return the models that servers were found to offer."""
    found: tuple[str, ...] = st.session_state.get(_FOUND, ())
    return found


def keep_report(report: ConnectionReport) -> None:
    """Remember what the test of a connection found."""
    st.session_state[_REPORT] = report


def report_on(spec: str) -> ConnectionReport | None:
    """Return what the test of the connection to a model found, if it was tested."""
    found: ConnectionReport | None = st.session_state.get(_REPORT)
    return found if found is not None and found.spec == spec else None
