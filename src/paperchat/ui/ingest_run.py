"""Papers being added in the background, so that nobody's page waits for it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from paperchat.errors import NothingRead, PaperchatError
from paperchat.ingestion import Progress, Source, ingest
from paperchat.types import IngestReport
from paperchat.wiring import Workspace

_log = logging.getLogger(__name__)

_FAILED = "Something went wrong that should not have; the details are in the server's log."


class _Stopped(Exception):  # noqa: N818  # no error, but a visitor's wish
    pass


class IngestRun:
    """One run of the ingest pipeline: how far it is, and what came of it.

    Its fields are written by its own thread alone, each at once, and may be read at any time.
    """

    def __init__(self, workspace: Workspace, sources: Sequence[Source]) -> None:
        self.names = tuple(source.name for source in sources)
        self.progress = Progress("reading", 0, None)
        self.report: IngestReport | None = None
        self.trouble = ""
        self.reasons: tuple[str, ...] = ()
        self.stopped = False
        self._workspace = workspace
        self._sources = sources
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ingest", daemon=True)
        self._thread.start()

    @property
    def over(self) -> bool:
        """Whether it has ended, well or not."""
        return not self._thread.is_alive()

    @property
    def accepted(self) -> bool:
        """Whether it has ended with nothing refused."""
        report = self.report
        return self.over and report is not None and not report.rejected and not report.unread

    def stop(self) -> None:
        """End it after the batch it is at; what was stored by then stays."""
        self._stop.set()

    def wait(self, seconds: float) -> None:
        """Wait until it has ended, so long at most."""
        self._thread.join(seconds)

    def _run(self) -> None:
        space = self._workspace
        try:
            self.report = ingest(
                space.library, space.embedder, self._sources, on_progress=self._note
            )
        except _Stopped:
            self.stopped = True
            # The indexes learn what the catalogue has taken in by then.
            space.library.reconcile()
        except NothingRead as error:
            self.reasons = error.reasons
            self.trouble = str(error)
        except PaperchatError as error:
            self.trouble = str(error)
        except Exception:  # noqa: BLE001  # a thread's last door: it is logged, and said plainly
            _log.exception("papers could not be added")
            self.trouble = _FAILED

    def _note(self, progress: Progress) -> None:
        self.progress = progress
        if self._stop.is_set():
            raise _Stopped
