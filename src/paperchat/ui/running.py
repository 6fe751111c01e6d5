"""An answer being made in the background, so that the page can be stopped and drawn meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from queue import Empty, SimpleQueue

from paperchat.assistant import Event

_TICK_S = 0.1
"""How often a page that waits looks whether its visitor has clicked something."""


class Running:
    """Takes events from their source in a thread of its own, whoever listens.

    A page that goes away loses nothing: what has come is handed to the next one.
    """

    def __init__(self, events: Iterator[Event]) -> None:
        self._events = events
        self._news: SimpleQueue[Event | Exception | None] = SimpleQueue()
        self._stopped = threading.Event()
        self._over = False
        threading.Thread(target=self._run, name="answering", daemon=True).start()

    def events(self) -> Iterator[Event | None]:
        """Yield the events that are still to come, and None now and then while none comes.

        Raises:
            Exception: what the source raised.
        """
        while not self._over:
            try:
                news = self._news.get(timeout=_TICK_S)
            except Empty:
                yield None
                continue
            if news is None:
                self._over = True
            elif isinstance(news, Exception):
                self._over = True
                raise news
            else:
                yield news

    def stop(self) -> None:
        """End the answer as soon as its source allows; nobody waits for that."""
        self._stopped.set()

    def _run(self) -> None:
        try:
            for event in self._events:
                self._news.put(event)
                if self._stopped.is_set():
                    break
        except Exception as error:  # noqa: BLE001  # raised again where the page is drawn
            self._news.put(error)
        finally:
            close = getattr(self._events, "close", None)
            if close is not None:
                close()
            self._news.put(None)
