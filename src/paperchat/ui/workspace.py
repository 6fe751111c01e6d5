"""The workspace behind the page: opened once for the whole process, shared by all its visitors."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from paperchat.assistant import Assistant
from paperchat.checkup import LibraryReport, check_library
from paperchat.errors import PaperchatError
from paperchat.ingestion import Source
from paperchat.library.catalogue import Catalogue
from paperchat.library.conversations import ConversationStore
from paperchat.library.filters import Condition
from paperchat.library.library import Library
from paperchat.retrieval.corpus_map import CorpusMap, Topic, map_corpus
from paperchat.retrieval.similar import nearness_in
from paperchat.types import Paper
from paperchat.ui.chats import Chats
from paperchat.ui.ending import log_unless_ending
from paperchat.ui.ingest_run import IngestRun
from paperchat.ui.repair_run import RepairRun
from paperchat.ui.suggestions import SUGGESTED, last_batch, suggest, topics
from paperchat.ui.topic_search import TopicSearch
from paperchat.wiring import Workspace

_log = logging.getLogger(__name__)

_SUGGEST_FROM = 60
"""Of the newest papers, and of those added last."""
_OF_THE_LAST = 2
"""Suggestions that come from the papers added last, where others were there before."""
_SUBJECTS = 3


@dataclass(frozen=True, slots=True)
class LibraryFacts:
    """What the page tells about the library as it was at ``generation``."""

    generation: int
    papers: int
    oldest: date | None
    newest: date | None
    """Both the first day of a month."""
    suggestions: tuple[str, ...]
    subjects: tuple[str, ...] = ()
    """Up to three phrases that several titles share, of those added last and of the newest."""
    digests: bool = False
    """Whether some of the texts tell abstracts in other words."""


class Shelf:
    """An open workspace, and the facts about its library, kept until the library changes."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._lock = threading.RLock()
        self._facts: LibraryFacts | None = None
        self._assistants: dict[str, Assistant] = {}
        self._run: IngestRun | None = None
        self._repair: RepairRun | None = None
        self.chats = Chats(workspace.library.conversations, self.assistant_for)
        self._topics: TopicSearch | None = None
        self._map_lock = threading.Lock()
        self._map: tuple[int, CorpusMap] | None = None

    @property
    def assistant(self) -> Assistant:
        """The one door to answers."""
        return self.workspace.assistant

    def assistant_for(self, model: str) -> Assistant:
        """Return the assistant whose answers ``model`` writes; each is made once.

        Raises:
            ConfigurationError: there is no such model, or what it needs is missing.
        """
        with self._lock:
            if model not in self._assistants:
                self._assistants[model] = self.workspace.assistant_for(model)
            return self._assistants[model]

    @property
    def catalogue(self) -> Catalogue:
        """The papers."""
        return self.workspace.library.catalogue

    @property
    def conversations(self) -> ConversationStore:
        """The conversations that were kept."""
        return self.workspace.library.conversations

    def facts(self) -> LibraryFacts:
        """Return the facts of now; they are gathered anew after papers came or went."""
        generation = self.catalogue.generation()
        with self._lock:
            if self._facts is not None and self.adding():
                # While papers come in, each batch changes them; nobody waits for that.
                return self._facts
            if self._facts is not None and (waiting := self.library.waiting.now()):
                # They come in from another process: the number tells so, the rest can wait.
                return replace(self._facts, papers=waiting.of)
            if self._facts is None or self._facts.generation != generation:
                self._facts = self._gather(generation)
            return self._facts

    @property
    def library(self) -> Library:
        """The library as a whole."""
        return self.workspace.library

    def adding(self) -> IngestRun | None:
        """Return the run that adds papers from this process, if one is at work."""
        with self._lock:
            return None if self._run is None or self._run.over else self._run

    def add(self, sources: Sequence[Source]) -> IngestRun | None:
        """Begin to add papers; returns None where another visitor's are being added."""
        with self._lock:
            if self.adding() is not None:
                return None
            self._run = IngestRun(self.workspace, sources)
            return self._run

    def repairing(self) -> RepairRun | None:
        """Return the repair at work in this process, if there is one."""
        with self._lock:
            return None if self._repair is None or self._repair.over else self._repair

    def repair(self) -> None:
        """Begin to bring the library in order, unless that is being done."""
        with self._lock:
            if self.repairing() is None:
                self._repair = RepairRun(self.workspace.settings, sound=self._is_sound())

    def _is_sound(self) -> bool:
        try:
            return not self.library_report().problems
        except PaperchatError:
            return False

    def last_repair(self) -> RepairRun | None:
        """Return the last repair of this process, at work or not; None if there was none."""
        with self._lock:
            return self._repair

    def library_report(self) -> LibraryReport:
        """Return the state of the library as a look shows it now; ``doctor`` reads all of it.

        Raises:
            LibraryError: it cannot be read.
        """
        return check_library(self.library, self.workspace.settings, thoroughly=False)

    def corpus_map(self) -> CorpusMap:
        """Return the map of the library as it is now, or was when papers began to come in."""
        generation = self.catalogue.generation()
        with self._map_lock:
            if self._map is None or (self._map[0] != generation and not self._growing()):
                self._map = generation, map_corpus(self.library)
            return self._map[1]

    def topics(self) -> tuple[Topic, ...] | None:
        """Return the library's topics; None while they are still being found, in the background.

        While papers come in, those of before are told.
        """
        generation = self.catalogue.generation()
        with self._lock:
            known = self._topics
            if known is not None and (known.generation == generation or self._growing()):
                return known.found
            self._topics = known = TopicSearch(self.library, generation, known)
            return known.found

    def _growing(self) -> bool:
        """Tell whether papers come in, from here or from another process."""
        return self.adding() is not None or self.library.waiting.now() is not None

    def _gather(self, generation: int) -> LibraryFacts:
        figures = self.catalogue.figures()
        known = [(year, month) for year, month, _ in figures.months]
        known += [(year, 1) for year, _ in figures.years_alone]
        months = [date(*month, 1) for month in sorted(known)]
        newest = self.catalogue.page((), "newest", _SUGGEST_FROM, 0)
        added = self.catalogue.page((), "added", _SUGGEST_FROM, 0)
        added = last_batch(added, len(self.catalogue.sources()))
        about = dict.fromkeys((*topics(added)[:1], *topics(newest), *topics(added)))
        return LibraryFacts(
            generation=generation,
            papers=figures.count,
            oldest=months[0] if months else None,
            newest=months[-1] if months else None,
            suggestions=self._suggest(added, newest),
            subjects=tuple(about)[:_SUBJECTS],
            digests=self.catalogue.count([Condition("kind", "=", "digest")]) > 0,
        )

    def _suggest(self, added: Sequence[Paper], newest: Sequence[Paper]) -> tuple[str, ...]:
        try:
            ask = self.assistant_for("extractive").ask
            near = nearness_in(self.library)
            first = suggest(added, ask, near)[:_OF_THE_LAST] if added else ()
            return tuple(dict.fromkeys((*first, *suggest(newest, ask, near))))[:SUGGESTED]
        except Exception:  # noqa: BLE001  # the page is of use without suggestions
            log_unless_ending(_log, "no suggestions could be made")
            return ()
