"""From sources to a searchable library: read, deduplicate, catalogue, index, embed.

Each step stores its work before the next begins, so a run killed at any moment is finished by the
next one: papers are searchable by words as soon as they are catalogued, vectors follow.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ingest.chunking import CHUNKER, cut
from ingest.report import to_json
from ingest.sources import OnFormat, ReadOptions, Source, read_source
from paperchat.embedding.port import Embedder
from paperchat.errors import NothingRead, SourceError
from paperchat.library.embed_pending import embed_pending
from paperchat.library.library import Library
from paperchat.library.moment import now
from paperchat.types import IngestReport, Record, Rejected, SourceFormat, UnreadSource

_BATCH = 500
_BODIES = 10
"""Records with a body that are stored at once: each takes seconds to read, which a killed run would
lose."""
_INDEX_EVERY_S = 1.0

Stage = Literal["waiting", "reading", "embedding"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: ``done`` of ``total`` (null: not known) papers or texts.

    ``reading`` is the file that is being read, and as what.
    """

    stage: Stage
    done: int
    total: int | None
    message: str = ""
    reading: SourceFormat | None = None


OnProgress = Callable[[Progress], None]


@dataclass(slots=True)
class _Tally:
    outcomes: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejected] = field(default_factory=list)
    settled: set[tuple[str, str]] = field(default_factory=set)
    formats: list[SourceFormat] = field(default_factory=list)
    unread: tuple[UnreadSource, ...] = ()

    @property
    def read(self) -> int:
        return self.outcomes.total() + len(self.rejected)


def ingest(
    library: Library,
    embedder: Embedder,
    sources: Sequence[Source],
    options: ReadOptions | None = None,
    on_progress: OnProgress = lambda _: None,
) -> IngestReport:
    """Add the papers of ``sources`` to ``library``.

    Of several records of one paper the best text counts, and the others fill its gaps. Of several
    sources those that cannot be read are reported, and the others are taken.

    Raises:
        SourceError: no source can be read; the library is as it was.
        EmbedderMismatch: the library belongs to another embedder.
        LibraryError: the library cannot be written to; what was stored before is kept.
        EmbeddingError: the embedder failed; what was stored before is kept.
    """
    started, clock = now(), time.perf_counter()
    options = options or ReadOptions()
    sources, unread = _readable(sources, options)
    library.require(embedder)
    tally = _Tally(unread=unread)
    with library.writing(lambda text: on_progress(Progress("waiting", 0, None, text))):
        use_current_rules(library)
        items = _records(sources, options, tally.formats.append)
        _catalogue(library, items, tally, on_progress)
        embedded = embed_pending(
            library, embedder, lambda done, total: on_progress(Progress("embedding", done, total))
        )
        report = _report(library, sources, tally, embedded, time.perf_counter() - clock)
        library.catalogue.record_run(started, report, to_json(report))
    return report


def _report(
    library: Library, sources: Sequence[Source], tally: _Tally, embedded: int, seconds: float
) -> IngestReport:
    return IngestReport(
        sources=tuple(source.name for source in sources),
        read=tally.read,
        new=tally.outcomes["new"],
        updated=tally.outcomes["updated"],
        unchanged=tally.outcomes["unchanged"],
        rejected=tuple(tally.rejected),
        embedded=embedded,
        papers=library.catalogue.count(),
        seconds=round(seconds, 3),
        formats=tuple(tally.formats),
        unread=tally.unread,
    )


def use_current_rules(library: Library) -> None:
    """Cut the library's texts again if they were cut by other rules than today's."""
    stored = library.catalogue.fact("chunker")
    if stored == CHUNKER:
        return
    if stored is not None:
        library.catalogue.cut_again(cut)
        library.index_words()
    library.catalogue.record_facts({"chunker": CHUNKER})


def _readable(
    sources: Sequence[Source], options: ReadOptions
) -> tuple[tuple[Source, ...], tuple[UnreadSource, ...]]:
    """Return the sources that can be read, and all that cannot.

    Raises:
        SourceError: none can be read.
    """
    good: list[Source] = []
    bad: list[UnreadSource] = []
    for source in sources:
        try:
            _check(source, options)
        except SourceError as error:
            if len(sources) == 1:
                raise
            bad.append(UnreadSource(source.name, str(error)))
        else:
            good.append(source)
    if bad and not good:
        raise NothingRead(source.reason for source in bad)
    return tuple(good), tuple(bad)


def _check(source: Source, options: ReadOptions) -> None:
    """Read up to the first paper: readers tell before it what makes a source unusable."""
    any(isinstance(item, Record) for item in read_source(source, options))


def _records(
    sources: Sequence[Source], options: ReadOptions, on_format: OnFormat
) -> Iterator[Record | Rejected]:
    for source in sources:
        yield from read_source(source, options, on_format)


def _catalogue(
    library: Library,
    items: Iterable[Record | Rejected],
    tally: _Tally,
    on_progress: OnProgress,
) -> None:
    indexed = time.monotonic()
    for records, rejected in _batches(items):
        tally.rejected += rejected
        if records:
            outcomes = library.catalogue.store(records, cut, tally.settled)
            tally.outcomes.update(outcome for _, outcome in outcomes)
        if time.monotonic() - indexed > _INDEX_EVERY_S:
            library.lexical.catch_up()
            indexed = time.monotonic()
        reading = tally.formats[-1] if tally.formats else None
        on_progress(Progress("reading", tally.read, None, reading=reading))
    library.index_words()


def _batches(
    items: Iterable[Record | Rejected],
) -> Iterator[tuple[list[Record], list[Rejected]]]:
    records: list[Record] = []
    rejected: list[Rejected] = []
    bodies = 0
    for item in items:
        if isinstance(item, Record):
            records.append(item)
            bodies += item.body is not None
        else:
            rejected.append(item)
        if len(records) + len(rejected) >= _BATCH or bodies >= _BODIES:
            yield records, rejected
            records, rejected, bodies = [], [], 0
    if records or rejected:
        yield records, rejected
