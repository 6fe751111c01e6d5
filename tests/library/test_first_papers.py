"""A library that another process is just filling for the first time is not given the starter."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperchat.library.lock import writer_lock
from paperchat.settings import load_settings
from paperchat.wiring import open_workspace


def test_who_asks_an_empty_library_that_is_being_filled_does_not_wait(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERCHAT_HOME", str(tmp_path / "library"))
    monkeypatch.setenv("PAPERCHAT_CACHE", str(cache))
    (tmp_path / "library").mkdir()
    with writer_lock(tmp_path / "library", lambda _: pytest.fail("nobody else holds it")):
        workspace = open_workspace(load_settings(), lambda _: None)
        assert workspace.library.catalogue.count() == 0
        assert workspace.assistant.ask("What is an otter?").status == "no_evidence"
        workspace.close()
    workspace = open_workspace(load_settings(), lambda _: None)
    assert workspace.library.catalogue.count() == 48
    workspace.close()
