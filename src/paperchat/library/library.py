"""One library: a folder with the catalogue and the two indexes derived from it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from paperchat.embedding.port import Embedder
from paperchat.errors import LibraryDamaged, LibraryError
from paperchat.library.bodies import BodyStore
from paperchat.library.catalogue import Catalogue
from paperchat.library.chroma_address import ChromaAddress
from paperchat.library.completions import CompletionStore
from paperchat.library.conversations import ConversationStore
from paperchat.library.database import Database
from paperchat.library.health import Health
from paperchat.library.indexed_texts import PassageTexts
from paperchat.library.lexical import LexicalIndex
from paperchat.library.lock import writer_lock, writer_lock_if_free
from paperchat.library.outage import Outage
from paperchat.library.ratings import RatingStore
from paperchat.library.selected_vectors import SelectedVectors
from paperchat.library.vector_builds import VectorBuilds
from paperchat.library.vector_cache import VectorCache, embedder_mismatch
from paperchat.library.vector_store import VectorStore
from paperchat.library.vectors import VectorIndex
from paperchat.library.waiting import WaitingPapers
from paperchat.library.watches import WatchStore

Notify = Callable[[str], None]

_log = logging.getLogger(__name__)

FILE = "catalogue.sqlite3"
_LEXICAL, _VECTORS, _BODIES = "lexical", "vectors", "bodies"


class Library:
    """The stores of one home. Any number of processes may read, one at a time writes.

    With ``server`` the index of the vectors is kept there instead of in the home.

    Raises:
        LibraryError: the folder cannot be created or opened.
        LibraryDamaged: the catalogue is not a database.
    """

    def __init__(self, home: Path, server: ChromaAddress | None = None) -> None:
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"The library folder {home} cannot be created ({error.strerror}): "
                "choose another with --home or PAPERCHAT_HOME."
            ) from error
        self.home = home
        _refuse_emptied(home)
        self._database = Database(home / FILE)
        self.catalogue = Catalogue(self._database)
        self.conversations = ConversationStore(self._database)
        self.ratings = RatingStore(self._database)
        self.completions = CompletionStore(self._database)
        self.watches = WatchStore(self._database)
        self.vector_cache = VectorCache(self._database)
        self.selected_vectors = SelectedVectors(self.catalogue, self.vector_cache)
        self.waiting = WaitingPapers(self._database)
        self.lexical = LexicalIndex(self.catalogue, home / _LEXICAL, self.reconcile)
        self.bodies = BodyStore(self._database, self.catalogue)
        self.body_index = LexicalIndex(
            self.catalogue, home / _BODIES, self.reconcile, PassageTexts(self.bodies)
        )
        self.vector_builds = self._store(server)
        self.outage = Outage()
        self.vectors = VectorIndex(
            self.catalogue, self.vector_cache, self.vector_builds, self.outage
        )

    def _store(self, server: ChromaAddress | None) -> VectorStore:
        if server is None:
            return VectorBuilds(self.catalogue, self.vector_cache, self.home / _VECTORS)
        # Loaded when it is used, since it brings chromadb and httpx.
        from paperchat.library.server_builds import ServerBuilds

        return ServerBuilds(self.catalogue, self.vector_cache, server)

    @staticmethod
    def exists(home: Path) -> bool:
        """Tell whether ``home`` holds a library."""
        return (home / FILE).is_file()

    def close(self) -> None:
        """Release every file of this library."""
        self.lexical.close()
        self.body_index.close()
        self.vectors.close()
        self.vector_builds.close()
        self._database.close()

    # --- the embedder the vectors belong to ------------------------------------------------------

    def require(self, embedder: Embedder) -> None:
        """Make sure that ``embedder`` made the stored vectors; a new library adopts it.

        Raises:
            EmbedderMismatch: it did not; the message says how to go on.
        """
        stored = self.catalogue.fact("embedder")
        if stored is None and not self._database.read_only:
            self.vector_cache.adopt(embedder.fingerprint, embedder.dimension, if_none=True)
            stored = self.catalogue.fact("embedder")
        if stored != embedder.fingerprint:
            raise embedder_mismatch(stored, embedder.fingerprint)
        self.vectors.expect(embedder.fingerprint)

    # --- keeping the indexes true to the catalogue -----------------------------------------------

    @contextmanager
    def writing(self, notify: Notify = _log.warning) -> Iterator[None]:
        """Hold the writer's lock; mends what a crash left before the block runs.

        ``notify`` is told, in one sentence, what one has to wait for.

        Raises:
            LibraryError: the folder cannot be locked, or an index cannot be written.
        """
        with writer_lock(self.home, notify):
            self._mend(notify)
            yield

    def reconcile(self, notify: Notify = _log.info) -> bool:
        """Mend what a crash or a deleted folder left, unless a writer is at work.

        What cannot be mended now (the disk is full) does not keep anyone from reading. Returns
        whether the library can be written to.
        """
        try:
            self.try_writing(lambda: self._mend(notify))
        except LibraryDamaged:
            raise
        except LibraryError as error:
            _log.warning("%s", error)
            return False
        return not self._database.read_only

    def try_writing(self, work: Callable[[], object]) -> bool:
        """Do ``work`` under the writer's lock if that is free; returns whether it was."""
        if self._database.read_only:
            return False
        with writer_lock_if_free(self.home) as free:
            if free:
                work()
            return free

    @contextmanager
    def writing_if_free(self) -> Iterator[bool]:
        """Hold the writer's lock as :meth:`writing` does if it is free; yields whether it was.

        Raises:
            LibraryError: an index cannot be written.
        """
        if self._database.read_only:
            raise self._database.refusal()
        with writer_lock_if_free(self.home) as free:
            if free:
                self._mend(_log.info)
            yield free

    def publish_vectors(self) -> None:
        """Make the vectors of the catalogue the published ones; the caller holds the lock.

        Where their store cannot be reached they wait in the catalogue, where they are searched.

        Raises:
            LibraryError: the index cannot be written.
        """
        if not self.vector_builds.current():
            with self.outage.noted():
                self.vector_builds.publish()

    def pending_count(self) -> int:
        """Return how many texts have no vector yet: chunks of abstracts, and passages of bodies."""
        return self.vector_cache.pending_count() + self.bodies.pending_count()

    def index_words(self) -> None:
        """Bring the lexical indexes to the catalogue's generation; the caller holds the lock.

        Raises:
            LibraryError: an index cannot be written.
        """
        self.lexical.catch_up()
        self.lexical.finish()
        if self.bodies.any():
            self.body_index.catch_up()
            self.body_index.finish()

    def rebuild(self) -> None:
        """Write both indexes anew from the catalogue; nothing is embedded again.

        Raises:
            LibraryError: the folder cannot be locked, or an index cannot be written.
        """
        with writer_lock(self.home, _log.warning):
            self.lexical.rebuild()
            if self.bodies.any():
                self.body_index.rebuild()
            self.vector_builds.publish(anew=True)

    def check_catalogue(self) -> None:
        """Read through the whole catalogue, which takes a second for some 100 MB.

        Raises:
            LibraryDamaged: it is damaged, perhaps where no question has come yet.
            LibraryError: it cannot be read.
        """
        self._database.check()

    def mend_catalogue(self, notify: Notify) -> None:
        """Mend the catalogue where only its own indexes, or cached vectors, are damaged.

        Raises:
            LibraryDamaged: more than that is damaged.
            LibraryError: the folder cannot be locked, or the catalogue cannot be written.
        """
        with writer_lock(self.home, notify):
            if self._database.mend():
                notify("The catalogue was damaged, and was mended: no paper is lost.")

    def forget_damaged_vectors(self, notify: Notify) -> None:
        """Let texts whose vectors are damaged be embedded anew; the caller holds the lock.

        Raises:
            LibraryError: the catalogue cannot be written.
        """
        if count := self.vector_cache.forget_damaged():
            notify(f"Stored vectors were damaged ({count}); their texts are embedded anew.")

    def health(self) -> Health:
        """Count and check everything; damage is reported, never touched."""
        vectors_sound, published = False, self.vectors.count()
        with self.outage.noted():
            vectors_sound = self.vector_builds.sound()
            if self._database.read_only and vectors_sound and self.vector_builds.current():
                # Chroma has to write to what it opens; the seal tells that all are there.
                published = self.vector_cache.embedded_count()
        return Health(
            papers=self.catalogue.count(),
            chunks=self.catalogue.chunk_count(),
            lexical=self.lexical.count(),
            vectors=published,
            vectors_waiting=self.vectors.waiting(),
            pending=self.pending_count(),
            lexical_sound=self.lexical.sound()
            and (not self.bodies.any() or self.body_index.sound()),
            vectors_sound=vectors_sound,
        )

    def _mend(self, notify: Notify) -> None:
        if self.catalogue.generation() == 0:
            return
        self._mend_words(self.lexical, notify)
        if self.bodies.any():
            self._mend_words(self.body_index, notify)
        with self.outage.noted():
            self.vector_builds.sweep()
            sound = self.vector_builds.sound()
            if not (sound and self.vector_builds.current()):
                if not sound:
                    # What hit the index may have hit what it is made from.
                    self.forget_damaged_vectors(notify)
                notify("Bringing the vector index up to date from the catalogue ...")
                self.vector_builds.publish()

    @staticmethod
    def _mend_words(index: LexicalIndex, notify: Notify) -> None:
        index.sweep()
        if index.sound():
            index.catch_up()
            index.finish()
        else:
            notify("Writing the lexical index anew from the catalogue ...")
            index.rebuild()


def _refuse_emptied(home: Path) -> None:
    """Keep a catalogue that was cut to nothing from passing for that of a new library."""
    path = home / FILE
    if path.is_file() and path.stat().st_size == 0 and (home / _LEXICAL).is_dir():
        raise LibraryDamaged(
            f"The catalogue {path} is empty although its indexes are there: restore it from a "
            "backup, or move the folder away and ingest the sources again."
        )
