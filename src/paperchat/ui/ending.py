"""Whether the server ends: what goes on in the background then fails, and nobody needs it."""

from __future__ import annotations

import logging
import threading

_ending = threading.Event()


def begin_to_end() -> None:
    """Say that the server has ended, and that the process is about to."""
    _ending.set()


def ends() -> bool:
    """Tell whether the process is about to end."""
    return _ending.is_set()


def log_unless_ending(log: logging.Logger, what: str) -> None:
    """Log the exception that is being handled, with ``what`` failed, unless all ends anyway.

    A process that ends takes no new work for its threads, which fail at whatever they do.
    """
    if not ends():
        log.exception(what)
