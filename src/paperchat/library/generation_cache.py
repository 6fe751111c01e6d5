"""What was read of a library, kept in memory for as long as its generation stays the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class GenerationCache(Generic[_Key, _Value]):
    """The values used last, ``most`` at most and all of one generation. Safe to share."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._generation = -1
        self._values: OrderedDict[_Key, _Value] = OrderedDict()
        self._lock = threading.Lock()

    def known(self, keys: Iterable[_Key], generation: int) -> dict[_Key, _Value]:
        """Return those of the values that are kept; all are forgotten at another generation."""
        with self._lock:
            if generation != self._generation:
                self._values.clear()
                self._generation = generation
            found = {key: self._values[key] for key in keys if key in self._values}
            for key in found:
                self._values.move_to_end(key)
        return found

    def keep(self, values: Mapping[_Key, _Value], generation: int) -> None:
        """Keep values that were read after the library was asked for its ``generation``."""
        if len(values) > self._most:
            return  # A whole library went by: it would push out what questions come back to.
        with self._lock:
            if generation != self._generation:
                return
            self._values.update(values)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
