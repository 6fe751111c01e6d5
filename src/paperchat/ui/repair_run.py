"""A library being brought in order in the background, so that nobody's page waits for it."""

from __future__ import annotations

import logging
import threading
from datetime import datetime

from paperchat.checkup import repair_library
from paperchat.errors import PaperchatError
from paperchat.settings import Settings

_log = logging.getLogger(__name__)

_FAILED = "Something went wrong that should not have; the details are in the server's log."


class RepairRun:
    """One repair: what it is at, and what came of it.

    ``sound`` tells whether nothing was known to be wrong. Its fields are written by its own thread
    alone, each at once, and may be read at any time.
    """

    def __init__(self, settings: Settings, *, sound: bool) -> None:
        self.notice = "Looking over the library …"
        self.trouble = ""
        self.outcome = ""
        self._sound = sound
        self._settings = settings
        self._thread = threading.Thread(target=self._run, name="repair", daemon=True)
        self._thread.start()

    @property
    def over(self) -> bool:
        """Whether it has ended, well or not."""
        return not self._thread.is_alive()

    def wait(self, seconds: float) -> None:
        """Wait until it has ended, so long at most."""
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            repair_library(self._settings, self._note)
            self.outcome = self._told(datetime.now().astimezone())
        except PaperchatError as error:
            self.trouble = str(error)
        except Exception:  # noqa: BLE001  # a thread's last door: it is logged, and said plainly
            _log.exception("the library could not be repaired")
            self.trouble = _FAILED

    def _note(self, notice: str) -> None:
        self.notice = notice
        self._sound = False  # A sound library gives it nothing to tell.

    def _told(self, at: datetime) -> str:
        found = "found all in order" if self._sound else "put the library in order"
        return f"The repair at {at:%H:%M} {found}, and wrote both indexes anew."
