"""The library of a server: opened once, while the client is already being answered."""

from __future__ import annotations

import threading
from collections.abc import Callable

from paperchat.wiring import Workspace


class SharedWorkspace:
    """A workspace that the first who needs it opens and all others wait for.

    Clients give a server seconds to say hello; a new library takes longer than that to set up.
    """

    def __init__(self, open_it: Callable[[], Workspace]) -> None:
        self._open_it = open_it
        self._lock = threading.Lock()
        self._workspace: Workspace | None = None

    def get(self) -> Workspace:
        """Return the open workspace. One that could not be opened is tried again.

        Raises:
            PaperchatError: it cannot be opened.
        """
        with self._lock:
            if self._workspace is None:
                self._workspace = self._open_it()
            return self._workspace

    def close(self) -> None:
        """Release the library's files."""
        with self._lock:
            if self._workspace is not None:
                self._workspace.close()
                self._workspace = None
