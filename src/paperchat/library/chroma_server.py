"""Collections on a Chroma server, over HTTP.

Chroma's own client is used below its front door: that one waits without end for a server that
hangs, sends what is for this machine through the proxy for the outside, and drops the status of
whatever stands between us and the server.
"""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

# First, since it switches telemetry off before chromadb is imported.
from paperchat.library.chroma import HNSW, nearest  # isort: split

import httpx
import numpy as np
import numpy.typing as npt
from chromadb.api.fastapi import FastAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings as ChromaSettings
from chromadb.config import System
from chromadb.errors import ChromaError

from paperchat.errors import ConfigurationError, PaperchatError
from paperchat.library.chroma_address import ChromaAddress
from paperchat.library.server_faults import Refused, WrongServer, unavailable

_CONNECT_S = 3.0
_IDLE_S = 5.0
_BODY = 700_000
"""Bytes of a request: many proxies let no more than a megabyte pass."""
_DELETE = 500
_MAJOR = "1"
_CONFIGURATION = {"hnsw": HNSW}


class ChromaServer:
    """One server; connects when it is first asked. Safe to use from several threads.

    Every method raises ``StoreUnavailable`` where the server cannot be reached, lets nobody in,
    is none, or fails. ``timeout`` is how many seconds to wait for an answer.
    """

    def __init__(self, address: ChromaAddress, timeout: float) -> None:
        self._address = address
        self._timeout = httpx.Timeout(timeout, connect=min(timeout, _CONNECT_S))
        self._lock = threading.Lock()
        self._api: FastAPI | None = None

    def version(self) -> str:
        """Return the version that the server tells."""
        with self.asked():
            return self._checked_version(self._connected())

    def find(self, name: str) -> ServerCollection | None:
        """Return the collection ``name``, or None where there is none."""
        with self.asked():
            try:
                api = self._connected()
                model = api.get_collection(name)
            except Refused as error:
                if not error.means_gone:
                    raise
                return None
            return ServerCollection(self, _collection(api, model))

    def create(self, name: str, embedder: str) -> ServerCollection:
        """Make an empty collection for vectors of ``embedder``."""
        with self.asked():
            api = self._connected()
            model = api.create_collection(
                name,
                metadata={"embedder": embedder},
                configuration=_CONFIGURATION,  # type: ignore[arg-type]  # a TypedDict upstream
            )
            return ServerCollection(self, _collection(api, model))

    def delete(self, name: str) -> None:
        """Delete the collection ``name``; it may be gone already."""
        with self.asked():
            try:
                self._connected().delete_collection(name)
            except Refused as error:
                if not error.means_gone:
                    raise

    def close(self) -> None:
        """Close the connections."""
        with self._lock:
            if self._api is not None:
                self._api._session.close()
                self._api = None

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Turn whatever goes wrong in the block into one clear sentence."""
        try:
            yield
        except PaperchatError:
            raise
        except (
            Refused, WrongServer, ChromaError, httpx.HTTPError, httpx.InvalidURL, ImportError,
            OSError, ValueError, KeyError, TypeError,
        ) as error:  # fmt: skip
            raise unavailable(error, self._address) from error

    def _connected(self) -> FastAPI:
        with self._lock:
            if self._api is None:
                api = self._api_of(self._address)
                try:
                    self._checked_version(api)
                except BaseException:
                    api._session.close()
                    raise
                self._api = api
            return self._api

    def _api_of(self, address: ChromaAddress) -> FastAPI:
        settings = ChromaSettings(
            anonymized_telemetry=False,
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host=address.url,
            # Not looked at, since the address is a whole one.
            chroma_server_http_port=1,
        )
        api = System(settings).instance(FastAPI)
        api._session.close()
        api._session = httpx.Client(
            headers=[("Content-Type", "application/json"), *address.headers],
            timeout=self._timeout,
            limits=httpx.Limits(keepalive_expiry=_IDLE_S),
            verify=_trust(address),
            # A proxy for the outside has no business with what stays on this machine.
            trust_env=not address.is_here,
            follow_redirects=False,
            event_hooks={"response": [_refuse]},
        )
        return api

    def _checked_version(self, api: FastAPI) -> str:
        try:
            version = api.get_version()
        except Refused as error:
            if error.status == 404 and _speaks_version_1(api):
                raise WrongServer(
                    "is too old for this Paperchat, which needs one of Chroma 1"
                ) from error
            raise
        if not isinstance(version, str) or not version[:1].isdigit():
            raise WrongServer("is no Chroma server: what answers there is something else")
        if version.partition(".")[0] != _MAJOR:
            raise WrongServer(f"speaks Chroma {version[:20]}, but this Paperchat needs version 1")
        return version


class ServerCollection:
    """Vectors by chunk id, in one collection; raises as :class:`ChromaServer` does."""

    def __init__(self, server: ChromaServer, collection: Collection) -> None:
        self._server = server
        self._collection = collection

    @property
    def id(self) -> str:
        """What the server calls it; another collection of its name has another one."""
        return str(self._collection.id)

    @property
    def embedder(self) -> str:
        """Fingerprint of the embedder whose vectors these are."""
        return self._said("embedder")

    @property
    def edition(self) -> str:
        """What the last writer who finished has marked it with; empty before the first."""
        return self._said("edition")

    def mark(self, edition: str) -> None:
        """Mark it as finished, as this edition."""
        with self._server.asked():
            self._collection.modify(metadata={"embedder": self.embedder, "edition": edition})

    def count(self) -> int:
        """Return the number of vectors."""
        with self._server.asked():
            return self._collection.count()

    def add(self, ids: Sequence[str], vectors: npt.NDArray[np.float32]) -> None:
        """Add or replace vectors, one row an id."""
        # In a request each byte of a vector takes four thirds.
        rows = max(1, _BODY // (vectors.shape[1] * 6 + 100))
        with self._server.asked():
            for start in range(0, len(ids), rows):
                part = slice(start, start + rows)
                self._collection.upsert(ids=list(ids[part]), embeddings=vectors[part])

    def delete(self, ids: Sequence[str]) -> None:
        """Forget vectors; unknown ids are no error."""
        with self._server.asked():
            for start in range(0, len(ids), _DELETE):
                self._collection.delete(ids=list(ids[start : start + _DELETE]))

    def query(self, vector: npt.NDArray[np.float32], limit: int) -> list[tuple[str, float]]:
        """Return up to ``limit`` pairs of id and cosine similarity, nearest first."""
        with self._server.asked():
            return nearest(self._collection, vector, limit)

    def close(self) -> None:
        """There is nothing to release: the connections are the server's."""

    def _said(self, name: str) -> str:
        return str((self._collection.metadata or {}).get(name, ""))


def _collection(api: FastAPI, model: object) -> Collection:
    return Collection(client=api, model=model, embedding_function=None)  # type: ignore[arg-type]


def _trust(address: ChromaAddress) -> ssl.SSLContext | bool:
    if address.ca is None:
        return True
    try:
        return ssl.create_default_context(cafile=address.ca)
    except (ssl.SSLError, OSError) as error:
        raise ConfigurationError(
            f"PAPERCHAT_CHROMA_CA names {address.ca}, which holds no certificate in PEM form."
        ) from error


def _speaks_version_1(api: FastAPI) -> bool:
    """Tell whether a server that does not know today's paths is an old one of Chroma's."""
    old = api.get_api_url().removesuffix("/v2") + "/v1/heartbeat"
    try:
        return "heartbeat" in api._session.get(old).text
    except Refused:
        return False


def _refuse(response: httpx.Response) -> None:
    """Keep the status of an answer, which Chroma's client would drop."""
    if response.is_success:
        return
    response.read()
    try:
        body = json.loads(response.text)
        kind, said = str(body["error"]), str(body.get("message", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        kind, said = "", ""
    raise Refused(response.status_code, kind, said)
