"""Readings of sentences and titles, kept in memory while questions keep coming back to them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from paperchat.embedding.port import Reader, Reading

_KEPT = 6_000
"""Readings kept: some 120 MB for sentences of 25 tokens."""


class Readings:
    """A cache of readings, shared by all questions of a process. Safe to share between threads."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._kept: OrderedDict[str, Reading] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, texts: Sequence[str]) -> list[Reading]:
        """Return the readings of ``texts``, in order.

        Raises:
            EmbeddingError: the reader failed.
        """
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
            for text in known:
                self._kept.move_to_end(text)
        missing = list(dict.fromkeys(text for text in texts if text not in known))
        if missing:
            known |= dict(zip(missing, self._reader.read(missing), strict=True))
            with self._lock:
                self._kept.update({text: known[text] for text in missing})
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return [known[text] for text in texts]

    def fresh(self, texts: Sequence[str]) -> list[Reading]:
        """Read texts that nobody will ask for again, and keep nothing. Raises as :meth:`of`."""
        return self._reader.read(texts)
