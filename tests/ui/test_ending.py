"""What fails because the process ends is no failure to tell of."""

from __future__ import annotations

import logging
import threading

import pytest

from paperchat.ui import ending
from paperchat.ui.topic_search import TopicSearch

TOLD = "no topics could be found"


@pytest.fixture(autouse=True)
def own_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "_ending", threading.Event())


def _search_that_fails() -> None:
    # Without a library each step of it fails, as each does once the process ends.
    search = TopicSearch(None, 0, None)  # type: ignore[arg-type]
    for thread in threading.enumerate():
        if thread.name == "topics":
            thread.join(10)
    assert search.found == ()


def test_a_failure_in_the_background_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        _search_that_fails()
    assert TOLD in caplog.text
    assert "Traceback" in caplog.text


def test_at_the_end_it_is_not(caplog: pytest.LogCaptureFixture) -> None:
    ending.begin_to_end()
    with caplog.at_level(logging.DEBUG):
        _search_that_fails()
    assert TOLD not in caplog.text
