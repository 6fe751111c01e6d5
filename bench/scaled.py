"""A library of more papers than there are, grown from a real one; kept between runs."""

from __future__ import annotations

import resource
import shutil
import sys
import time
from pathlib import Path

from bench.synthetic import NearbyEmbedder, mixed_lines
from ingest.pipeline import ingest
from ingest.sources import Source
from paperchat.embedding.port import Embedder
from paperchat.library.library import Library

_LEAST = 20
_PART = 50_000
"""Papers ingested in one run, so that a killed build goes on near where it stopped."""


def scaled(base: Path, chunks: int, questions: Embedder, cache: Path) -> Path:
    """Return the home of a library of at least ``chunks`` chunks, those of ``base`` among them.

    The others are mixed of those (see ``synthetic``) and go through the ingest itself, files and
    all. What an earlier run has made is used, or gone on with.

    Raises:
        LibraryError: ``base`` cannot be read, or the library not be written.
        RuntimeError: ``base`` has too few papers to mix that many of.
    """
    home = cache / f"scaled-{chunks}"
    source = Library(base)
    try:
        if not Library.exists(home):
            print(f"copying {source.catalogue.count():,} papers ...", file=sys.stderr)
            shutil.rmtree(home, ignore_errors=True)
            unready = home.with_suffix(".copy")
            shutil.rmtree(unready, ignore_errors=True)
            shutil.copytree(base, unready)
            unready.rename(home)
        embedder = NearbyEmbedder(source, questions)
        library = Library(home)
        try:
            _grow(library, source, embedder, chunks)
        finally:
            library.close()
    finally:
        source.close()
    return home


def _grow(library: Library, source: Library, embedder: NearbyEmbedder, chunks: int) -> None:
    real = source.catalogue.count()
    a_paper = source.catalogue.chunk_count() / real
    first = library.catalogue.count() - real
    while (missing := chunks - library.catalogue.chunk_count()) > 0 or library.pending_count():
        count = min(_PART, max(int(missing / a_paper) + 1, _LEAST))
        began = time.perf_counter()
        lines = "".join(mixed_lines(source, first, count)).encode()
        made = time.perf_counter()
        before = library.catalogue.chunk_count()
        ingest(library, embedder, [Source.from_bytes(f"mixed-{first}.jsonl", lines)])
        if library.catalogue.chunk_count() == before and missing > 0:
            raise RuntimeError("nothing new can be mixed of so few papers")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        first += count
        print(
            f"  {library.catalogue.chunk_count():,} of {chunks:,} chunks; {count:,} papers mixed "
            f"in {made - began:.0f} s, ingested in {time.perf_counter() - made:.0f} s; "
            f"{peak:,.0f} MiB at most so far",
            file=sys.stderr,
        )
