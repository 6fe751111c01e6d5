"""Whether the vector index can be used, told once each time that changes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from paperchat.errors import StoreUnavailable

_log = logging.getLogger(__name__)


class Outage:
    """Why the published vectors cannot be used now, in one sentence; empty as long as they can.

    Safe to use from several threads: it is one sentence, put in place at once.
    """

    def __init__(self) -> None:
        self.sentence = ""

    def begin(self, error: StoreUnavailable) -> None:
        """Keep the sentence of ``error``, and log it unless it was the last one."""
        sentence = str(error)
        if self.sentence != sentence:
            self.sentence = sentence
            _log.warning("%s", sentence)

    def end(self) -> None:
        """The index can be used again."""
        self.sentence = ""

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Run the block; where the store is unavailable, that is noted and not raised."""
        try:
            yield
        except StoreUnavailable as error:
            self.begin(error)
        else:
            self.end()
