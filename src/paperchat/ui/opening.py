"""Opening the workspace once for the whole process, in the background."""

from __future__ import annotations

import threading
from collections.abc import Callable

import streamlit as st

from paperchat.settings import Settings, load_settings
from paperchat.ui.workspace import Shelf
from paperchat.wiring import Workspace, open_workspace

_POLL_S = 0.1

_given: list[Settings] = []
_begun: list[Opening] = []


class Opening:
    """A workspace being opened in the background, so that every visitor sees how far it is."""

    def __init__(self, settings: Settings, workspace: Workspace | None = None) -> None:
        self.notice = "Opening the library …"
        self._settings = settings
        self._workspace = workspace
        self._shelf: Shelf | None = None
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._open, name="open-workspace", daemon=True)
        self._thread.start()

    def wait(self, show: Callable[[str], None]) -> Shelf:
        """Return the open workspace; until then ``show`` is given what is being done.

        Raises:
            PaperchatError: the library cannot be opened.
        """
        while self._thread.is_alive():
            show(self.notice)
            self._thread.join(_POLL_S)
        if self._shelf is None:
            raise self._error or RuntimeError("the library was not opened")
        return self._shelf

    def _open(self) -> None:
        try:
            shelf = Shelf(self._workspace or open_workspace(self._settings, self._note))
            self.notice = "Reading the library …"
            shelf.facts()
            self._shelf = shelf
        except Exception as error:  # noqa: BLE001  # raised again in the visitor's own thread
            self._error = error

    def _note(self, notice: str) -> None:
        self.notice = notice


def use_settings(settings: Settings, workspace: Workspace | None = None) -> None:
    """Serve every visitor of this process with ``settings`` rather than the environment's.

    A ``workspace`` that is open already is read at once, before the first visitor comes.
    """
    _given[:] = [settings]
    _begun[:] = [Opening(settings, workspace)] if workspace is not None else []


def current_settings() -> Settings:
    """Return the settings in force.

    Raises:
        ConfigurationError: a variable of the environment cannot be used.
    """
    return _given[0] if _given else load_settings()


def open_shelf(settings: Settings, show: Callable[[str], None]) -> Shelf:
    """Return the open workspace of ``settings``, opened on the first call of the process.

    A failure is not kept: the next call tries again.

    Raises:
        PaperchatError: the library cannot be opened.
    """
    key = (str(settings.home), settings.model, settings.embedder)
    opening = _opening(*key, settings)
    try:
        return opening.wait(show)
    except Exception:
        _opening.clear(*key, settings)
        raise


@st.cache_resource(show_spinner=False)
def _opening(home: str, model: str, embedder: str, _settings: Settings) -> Opening:  # noqa: ARG001
    # The first three are the cache's key; a leading underscore keeps the settings out of it.
    return _begun.pop() if _begun and _settings in _given else Opening(_settings)
