"""What fails because the process ends is no failure to tell of."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest

from paperchat.assistant import Event
from paperchat.errors import EmbeddingError
from paperchat.types import Conversation
from paperchat.ui import ending
from paperchat.ui.chat import BROKE_OFF, Chat
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


class _Failing:
    def stream(self, question: str, conversation: Conversation) -> Iterator[Event]:
        raise EmbeddingError("The embedder failed: cannot schedule new futures.")


def _asked() -> str:
    chat = Chat(lambda _model: _Failing())
    chat.ask("Why?")
    for thread in threading.enumerate():
        if thread.name == "answering":
            thread.join(10)
    return chat.turns[0].answer.text


def test_an_answer_that_fails_at_the_end_broke_off() -> None:
    assert "cannot schedule" in _asked()
    ending.begin_to_end()
    assert _asked() == BROKE_OFF
