"""Finding the library's topics in the background, so that no page waits for them."""

from __future__ import annotations

import logging
import threading

from paperchat.library.library import Library
from paperchat.retrieval.corpus_map import Topic, topics_of
from paperchat.ui.ending import log_unless_ending

_log = logging.getLogger(__name__)


class TopicSearch:
    """The topics of a library as it was at ``generation``; those of ``before`` until then."""

    def __init__(self, library: Library, generation: int, before: TopicSearch | None) -> None:
        self.generation = generation
        self.found: tuple[Topic, ...] | None = before.found if before is not None else None
        threading.Thread(target=self._run, args=(library,), name="topics", daemon=True).start()

    def _run(self, library: Library) -> None:
        try:
            self.found = topics_of(library)
        except Exception:  # noqa: BLE001  # the list is of use without topics
            log_unless_ending(_log, "no topics could be found")
            self.found = ()
