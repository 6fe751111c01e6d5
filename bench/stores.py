"""The same papers with the same chunks and vectors in both sides' stores, kept between runs."""

from __future__ import annotations

import hashlib
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.corpora import Corpus, to_jsonl
from bench.plain import PlainPipeline
from ingest.chunking import CHUNKER
from ingest.pipeline import Progress, ingest
from ingest.sources import Source
from paperchat.embedding.llama import PaperchatEmbedding
from paperchat.embedding.port import Embedder
from paperchat.library.library import Library
from paperchat.library.tables import SCHEMA_VERSION

_READY = "ready"
_PAGE = 2_000


@dataclass(frozen=True, slots=True)
class Stores:
    """The folder of our library, and that of the plain index."""

    home: Path
    plain: Path


def prepare(corpus: Corpus, embedder: Embedder, cache: Path) -> Stores:
    """Fill both stores with ``corpus`` unless an earlier run has.

    The texts are embedded once, by our ingest; the plain side is given its chunks and vectors.
    """
    data = to_jsonl(corpus.documents)
    rules = f"{embedder.fingerprint} {CHUNKER} {SCHEMA_VERSION}".encode()
    folder = cache / hashlib.blake2b(data + rules, digest_size=8).hexdigest()
    stores = Stores(folder / "library", folder / "plain")
    if not (folder / _READY).is_file():
        print(f"preparing {len(corpus.documents)} abstracts ...", file=sys.stderr)
        _fill_ours(stores.home, data, embedder)
        shutil.rmtree(stores.plain, ignore_errors=True)
        _fill_plain(stores, embedder)
        (folder / _READY).touch()
    return stores


def beside(home: Path, embedder: Embedder, cache: Path) -> Stores:
    """Take the library in ``home`` as it is, and fill a plain index with its chunks once.

    Raises:
        LibraryError: ``home`` cannot be opened.
        EmbedderMismatch: its vectors are of another embedder.
    """
    library = Library(home)
    try:
        library.require(embedder)
        state = f"{home.resolve()} {library.catalogue.generation()} {embedder.fingerprint}"
    finally:
        library.close()
    folder = cache / hashlib.blake2b(state.encode(), digest_size=8).hexdigest()
    stores = Stores(home, folder / "plain")
    if not (folder / _READY).is_file():
        print("filling the plain index; this takes minutes ...", file=sys.stderr)
        shutil.rmtree(stores.plain, ignore_errors=True)
        _fill_plain(stores, embedder)
        (folder / _READY).touch()
    return stores


def size_of(stores: Stores) -> int:
    """Return the number of papers in our library."""
    library = Library(stores.home)
    try:
        return library.catalogue.count()
    finally:
        library.close()


def _fill_ours(home: Path, data: bytes, embedder: Embedder) -> None:
    library = Library(home)
    try:
        ingest(library, embedder, [Source.from_bytes("bench.jsonl", data)], None, _tell)
    finally:
        library.close()


def _fill_plain(stores: Stores, embedder: Embedder) -> None:
    library = Library(stores.home)
    plain = PlainPipeline(stores.plain, PaperchatEmbedding(embedder))
    try:
        chunks = {chunk.id: chunk for chunk in library.catalogue.changes(-1).added}
        after = ""
        while True:
            ids, vectors = library.vector_cache.newer_than(-1, after=after, limit=_PAGE)
            if not ids:
                break
            plain.add_vectors([chunks[name] for name in ids], vectors)
            after = ids[-1]
        if plain.count() != len(chunks):
            raise RuntimeError(f"the plain index holds {plain.count()} of {len(chunks)} chunks")
    finally:
        plain.close()
        library.close()


def _tell(progress: Progress) -> None:
    if progress.stage == "embedding":
        print(f"\r  embedded {progress.done} of {progress.total}", end="", file=sys.stderr)
        if progress.done == progress.total:
            print(file=sys.stderr)
