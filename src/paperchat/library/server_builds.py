"""The vector index on a Chroma server: one collection a build, which grows in place.

A server takes care of several readers and of being killed, so that what comes and goes is written
to the published collection itself. Doing that twice does no harm: a writer that broke off leaves
the catalogue at the generation before, and the next one does all since then again.

A collection carries the *edition* that its last writer ended with, and the catalogue the one that
it knows. Where they differ, somebody else has written: a copy of the library, or a backup has come
back on either side. Then the collection is left alone, and a new one is made.
"""

from __future__ import annotations

import json
import uuid
from contextlib import suppress
from dataclasses import dataclass

from paperchat.errors import LibraryError, StoreUnavailable
from paperchat.library.builds import Build, NamedBuild
from paperchat.library.catalogue import Catalogue
from paperchat.library.chroma_address import ChromaAddress
from paperchat.library.chroma_server import ChromaServer, ServerCollection
from paperchat.library.server_faults import is_inner_failure
from paperchat.library.vector_cache import VectorCache
from paperchat.library.vector_filling import fill, finds, holds_all, is_current

_READ_S = 5.0
_WRITE_S = 60.0
_PROBES = 8
_LIBRARY = "library_id"


@dataclass(frozen=True, slots=True)
class _Seal:
    """What a finished collection looked like."""

    id: str
    edition: str
    count: int
    embedder: str

    def __str__(self) -> str:
        return f"{self.id} {self.edition} {self.count} {self.embedder}"

    @classmethod
    def read(cls, build: Build) -> _Seal:
        collection, edition, count, embedder = build.seal.split(" ", 3)
        return cls(collection, edition, int(count), embedder)


class ServerBuilds:
    """The builds of one library's vector index on one server."""

    def __init__(self, catalogue: Catalogue, cache: VectorCache, address: ChromaAddress) -> None:
        self._catalogue = catalogue
        self._cache = cache
        # A library may be used with one server today and with another tomorrow.
        self._kind = f"vectors at {address.url}"
        self._named = NamedBuild(catalogue, self._kind)
        self._address = address
        # A question does not wait long; a writer does.
        self._reading = ChromaServer(address, _READ_S)
        self._writing = ChromaServer(address, _WRITE_S)

    def published(self) -> Build | None:
        """Return the build the catalogue names, whether or not its collection is sound."""
        return self._named.current()

    def current(self) -> bool:
        """Tell whether the published build holds all that the catalogue holds."""
        return is_current(self._named.current(), self._catalogue, self._cache)

    def sound(self) -> bool:
        """Tell whether the published collection is as it was when sealed, and finds a sample.

        Raises:
            StoreUnavailable: the server cannot be asked.
        """
        build = self._named.current()
        try:
            collection = self._as_sealed(self._reading, build)
            if build is None or collection is None or collection.count() != _Seal.read(build).count:
                return False
            return finds(collection, self._cache.sample(_PROBES, build.generation))
        except StoreUnavailable as error:
            if not is_inner_failure(error):
                raise
            # A server that answers otherwise has lost this collection: killed while it wrote to
            # it, Chroma may not read it again.
            self._reading.version()
            return False

    def open(self, build: Build, embedder: str) -> ServerCollection | None:
        """Return the collection of ``build``; None where it is gone, or somebody else's by now.

        Raises:
            StoreUnavailable: the server cannot be asked.
        """
        collection = self._as_sealed(self._reading, build)
        return collection if collection and collection.embedder == embedder else None

    def sweep(self) -> None:
        """Delete the collections that this library has made here, but for the current one.

        Raises:
            StoreUnavailable: the server cannot be asked.
        """
        build = self._named.current()
        kept = [build.name] if build else []
        made = self._made()
        for name in made:
            if name not in kept:
                self._reading.delete(name)
        if made != kept:
            self._note_made(kept)

    def publish(self, *, anew: bool = False) -> None:
        """Bring the published collection up to date, or make another one; see ``VectorStore``.

        Raises:
            StoreUnavailable: the server cannot be asked, or fails.
            LibraryError: the server does not find what it was given.
        """
        # Asked with less patience, so that a server that hangs is found out soon.
        self._reading.version()
        build = None if anew else self._named.current()
        collection = self._as_sealed(self._writing, build)
        if build is None or collection is None or collection.embedder != self._embedder():
            self._publish_anew()
            return
        try:
            self._bring_up(build.name, collection, build.generation)
        except LibraryError:
            # Where the server answers, it is this collection that fails.
            self._reading.version()
            self._publish_anew()

    def close(self) -> None:
        """Close the connections."""
        self._reading.close()
        self._writing.close()

    def _as_sealed(self, server: ChromaServer, build: Build | None) -> ServerCollection | None:
        """Return the collection of ``build`` unless somebody else has written to it."""
        if build is None:
            return None
        seal = _Seal.read(build)
        collection = server.find(build.name)
        if collection is None or (collection.id, collection.edition) != (seal.id, seal.edition):
            return None
        return collection

    def _publish_anew(self) -> None:
        name = f"paperchat-{self._library()}-{uuid.uuid4().hex[:12]}"
        # Noted before it is made, so that no crash leaves one that nobody knows of.
        self._note_made([*self._made(), name])
        self._bring_up(name, self._writing.create(name, self._embedder()), -1)

    def _bring_up(self, name: str, collection: ServerCollection, since: int) -> None:
        """Fill ``collection``, which holds generation ``since``, check it, and publish it."""
        generation = self._catalogue.generation()
        probes = fill(collection, self._catalogue, self._cache, since)
        if not holds_all(collection, self._cache, probes):
            raise LibraryError(
                f"The Chroma server at {self._address.url} does not find all that it was given: "
                "look at its log and run 'paperchat doctor --repair'; no paper is lost."
            )
        edition = uuid.uuid4().hex
        collection.mark(edition)
        count = self._cache.embedded_count()
        seal = _Seal(collection.id, edition, count, self._embedder())
        self._named.publish(name, generation, str(seal))
        with suppress(StoreUnavailable):
            self.sweep()  # Else the next writer does.

    def _embedder(self) -> str:
        return self._catalogue.fact("embedder") or ""

    def _library(self) -> str:
        known = self._catalogue.fact(_LIBRARY)
        if known is None:
            known = uuid.uuid4().hex[:8]
            self._catalogue.record_facts({_LIBRARY: known})
        return known

    def _made(self) -> list[str]:
        names: list[str] = json.loads(self._catalogue.fact(f"{self._kind} made") or "[]")
        return names

    def _note_made(self, names: list[str]) -> None:
        self._catalogue.record_facts({f"{self._kind} made": json.dumps(names)})
