"""The library is opened once, and a call that was cancelled goes no further."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import Mock

import pytest

from paperchat.errors import LibraryError
from paperchat.mcp import calls
from paperchat.mcp.shared_workspace import SharedWorkspace
from paperchat.writing.events import Drafting


def test_many_calls_open_it_once() -> None:
    opened = []

    def open_it():
        time.sleep(0.05)
        opened.append(Mock())
        return opened[-1]

    shared = SharedWorkspace(open_it)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: shared.get(), range(8)))
    assert len(opened) == 1
    assert set(found) == set(opened)
    shared.close()
    shared.close()
    opened[0].close.assert_called_once_with()


def test_what_could_not_be_opened_is_tried_again() -> None:
    outcomes = iter([LibraryError("The disk is full."), Mock()])

    def open_it():
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    shared = SharedWorkspace(open_it)
    with pytest.raises(LibraryError):
        shared.get()
    assert shared.get() is shared.get()


def test_a_cancelled_call_stops_the_model_that_writes_for_it() -> None:
    stopped, steps = threading.Event(), []

    def events():
        try:
            while True:
                yield Drafting("a word")
        finally:
            stopped.set()

    def checkpoint() -> None:
        steps.append(1)
        if len(steps) == 3:
            raise TimeoutError

    with pytest.raises(TimeoutError):
        calls._last(events(), checkpoint)
    assert stopped.is_set()
    assert len(steps) == 3
