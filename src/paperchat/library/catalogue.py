"""The catalogue: papers with the spans of their sentences and chunks. It is the one truth.

Each change raises the library's *generation*; the lexical and the vector index are derived from
the catalogue, and remember the generation they were built to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, or_, select

from paperchat.library.answer_json import storable
from paperchat.library.body_rows import FACT, read_bodies, write_bodies
from paperchat.library.database import Database, next_generation, set_fact
from paperchat.library.figures import Figures, Measure, Ranked, read_figures, read_ranked
from paperchat.library.filters import Condition, to_sql
from paperchat.library.generation_cache import GenerationCache
from paperchat.library.intake import Intake, Settled
from paperchat.library.known_keys import count_known
from paperchat.library.paging import Order, read_page
from paperchat.library.provenance import read_sources
from paperchat.library.removal import RemovedPaper, read_removed, remove_rows, restore_rows
from paperchat.library.rows import CHUNKS, in_parts, to_chunk, to_paper
from paperchat.library.spans import Cutter, SpanWriter
from paperchat.library.tables import (
    BODY_TABLES,
    chunks,
    dropped_chunks,
    facts,
    paper_sources,
    papers,
    removed_papers,
    runs,
    sentences,
)
from paperchat.types import Body, Chunk, IngestOutcome, IngestReport, Paper, Record, Sentence

_PAPERS_KEPT = 4_000
"""Some 12 MB of titles and abstracts."""
_SELECTIONS_KEPT = 8
"""Whoever filters asks several questions of the same papers, and seldom turns to many others."""
_CUT_AT_ONCE = 100
"""Papers with their bodies, of some 100 KB each, that are cut again in one transaction."""


@dataclass(frozen=True, slots=True)
class IndexChanges:
    """What an index has to do to get from one generation to another."""

    added: tuple[Chunk, ...]
    dropped: tuple[str, ...]


class Catalogue:
    """Reads and writes of papers; every method is one transaction and safe across processes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._facts: tuple[tuple[int, int], dict[str, str]] | None = None
        self._papers: GenerationCache[str, Paper] = GenerationCache(_PAPERS_KEPT)
        self._selections: GenerationCache[tuple[Condition, ...], frozenset[str]] = GenerationCache(
            _SELECTIONS_KEPT
        )

    @property
    def read_only(self) -> bool:
        """Whether the library's folder may only be read."""
        return self._database.read_only

    # --- reading ---------------------------------------------------------------------------------

    def generation(self) -> int:
        """Return the number of the newest change."""
        return int(self.fact("generation") or 0)

    def fact(self, key: str) -> str | None:
        """Return what is recorded of the library under ``key``."""
        return self._all_facts().get(key)

    def facts(self, keys: Iterable[str]) -> dict[str, str]:
        """Return those of the facts that are recorded, all as of one moment."""
        known = self._all_facts()
        return {key: known[key] for key in keys if key in known}

    def _all_facts(self) -> dict[str, str]:
        # One question asks for the generation dozens of times; they are few, and read at once.
        version = self._database.version()  # First: what changes meanwhile is read next time.
        kept = self._facts
        if kept is None or kept[0] != version:
            with self._database.read() as connection:
                rows = connection.execute(select(facts))
                kept = self._facts = version, {row.key: row.value for row in rows}
        return kept[1]

    def record_facts(self, values: dict[str, str]) -> None:
        """Record several facts at once."""
        with self._database.write() as connection:
            for key, value in values.items():
                set_fact(connection, key, value)

    def count(self, conditions: Sequence[Condition] = ()) -> int:
        """Return the number of papers that meet all conditions."""
        query = select(func.count()).select_from(papers).where(*map(to_sql, conditions))
        with self._database.read() as connection:
            return connection.scalar(query) or 0

    def count_known(self, records: Sequence[Record]) -> int:
        """Return how many of ``records`` are of papers that the library has."""
        with self._database.read() as connection:
            return count_known(connection, records)

    def figures(self, conditions: Sequence[Condition] = ()) -> Figures:
        """Return how the papers that meet all conditions spread over months and author counts."""
        with self._database.read() as connection:
            return read_figures(connection, conditions)

    def ranked(
        self,
        measure: Measure,
        conditions: Sequence[Condition] = (),
        limit: int | None = None,
        *,
        largest: bool = True,
    ) -> Ranked:
        """Return the ``limit`` papers with the largest or smallest measure, the first one first.

        Without a limit these are all that share the first place, 100 at most. Papers whose measure
        is not known are left out and counted.
        """
        with self._database.read() as connection:
            return read_ranked(connection, measure, conditions, limit, largest=largest)

    def chunk_count(self) -> int:
        """Return the number of chunks."""
        with self._database.read() as connection:
            return connection.scalar(select(func.count()).select_from(chunks)) or 0

    def papers(
        self, conditions: Sequence[Condition] = (), limit: int | None = None, offset: int = 0
    ) -> list[Paper]:
        """Return the papers that meet all conditions, in the order they were added.

        These are all, or the first ``limit`` of them, after passing over ``offset``.
        """
        met = map(to_sql, conditions)
        query = select(papers).where(*met).order_by(papers.c.number).limit(limit).offset(offset)
        with self._database.read() as connection:
            return [to_paper(row) for row in connection.execute(query)]

    def page(
        self, conditions: Sequence[Condition], order: Order, limit: int | None, offset: int
    ) -> list[Paper]:
        """Return ``limit`` of the papers that meet all conditions, from ``offset`` on."""
        with self._database.read() as connection:
            return read_page(connection, conditions, order, limit, offset)

    def named(self, given: str) -> list[str]:
        """Return the ids of the papers that have ``given`` as their id or arXiv id."""
        name = storable(given)
        is_it = or_(papers.c.id == name, papers.c.arxiv_id == name)
        with self._database.read() as connection:
            return list(connection.scalars(select(papers.c.id).where(is_it).limit(10)))

    def sources(self) -> list[str]:
        """Return the names of the sources the papers came from, in alphabetical order."""
        query = select(papers.c.source).distinct().order_by(papers.c.source)
        with self._database.read() as connection:
            return list(connection.scalars(query))

    def paper_ids(self, conditions: Sequence[Condition]) -> frozenset[str]:
        """Return the ids of the papers that meet all conditions."""
        generation = self.generation()
        asked = tuple(conditions)
        found = self._selections.known([asked], generation).get(asked)
        if found is None:
            with self._database.read() as connection:
                query = select(papers.c.id).where(*map(to_sql, conditions))
                found = frozenset(connection.scalars(query))
            self._selections.keep({asked: found}, generation)
        return found

    def papers_in_order(self, ids: Iterable[str]) -> list[Paper]:
        """Return those of the papers that exist, in the order of ``ids``."""
        wanted = list(ids)
        found = self.papers_by_id(wanted)
        return [found[key] for key in wanted if key in found]

    def papers_by_id(self, ids: Iterable[str]) -> dict[str, Paper]:
        """Return those of the papers that exist, keyed by id, in order of id."""
        generation = self.generation()
        wanted = dict.fromkeys(ids)
        found = self._papers.known(wanted, generation)
        missing = [key for key in wanted if key not in found]
        if not missing:
            return dict(sorted(found.items()))
        with self._database.read() as connection:
            read = {
                row.id: to_paper(row)
                for part in in_parts(missing)
                for row in connection.execute(select(papers).where(papers.c.id.in_(part)))
            }
        self._papers.keep(read, generation)
        return dict(sorted((found | read).items()))

    def sentences_of(self, found: Iterable[Paper]) -> dict[str, tuple[Sentence, ...]]:
        """Return the sentences of each paper in the order of its text, keyed by paper id."""
        by_id = {paper.id: paper for paper in found}
        result: dict[str, list[Sentence]] = {paper_id: [] for paper_id in by_id}
        with self._database.read() as connection:
            for part in in_parts(by_id):
                query = select(sentences).where(sentences.c.paper_id.in_(part))
                for row in connection.execute(
                    query.order_by(sentences.c.paper_id, sentences.c.ordinal)
                ):
                    text = by_id[row.paper_id].text[row.start : row.end]
                    result[row.paper_id].append(
                        Sentence(row.paper_id, row.ordinal, row.start, row.end, text)
                    )
        return {paper_id: tuple(found) for paper_id, found in result.items()}

    def sources_of(self, found: Iterable[Paper]) -> dict[str, tuple[str, ...]]:
        """Return where each paper was found, keyed by paper id: first where its text is from."""
        if not self._database.holds(paper_sources):
            return {paper.id: (paper.source,) for paper in found}
        with self._database.read() as connection:
            return read_sources(connection, found)

    def bodies(self, paper_ids: Iterable[str]) -> dict[str, Body]:
        """Return those of the papers' bodies that there are, keyed by paper id."""
        if self.fact(FACT) is None:
            return {}
        with self._database.read() as connection:
            found = read_bodies(connection, paper_ids)
        return {paper_id: item.body for paper_id, item in found.items()}

    def chunks_of(self, paper_ids: Iterable[str]) -> dict[str, tuple[Chunk, ...]]:
        """Return the chunks of each paper in the order of its text, keyed by paper id."""
        found: dict[str, list[Chunk]] = {}
        with self._database.read() as connection:
            for part in in_parts(dict.fromkeys(paper_ids)):
                query = CHUNKS.where(chunks.c.paper_id.in_(part)).order_by(chunks.c.ordinal)
                for row in connection.execute(query):
                    found.setdefault(row.paper_id, []).append(to_chunk(row))
        return {paper_id: tuple(cut) for paper_id, cut in found.items()}

    def changes(self, since: int) -> IndexChanges:
        """Return the chunks that came and went after generation ``since``."""
        with self._database.read() as connection:
            added = connection.execute(CHUNKS.where(chunks.c.generation > since))
            dropped = connection.scalars(
                select(dropped_chunks.c.chunk_id).where(dropped_chunks.c.generation > since)
            )
            return IndexChanges(tuple(map(to_chunk, added)), tuple(dropped))

    def dropped_since(self, generation: int) -> tuple[str, ...]:
        """Return the ids of the chunks that went after ``generation``; no text is read for it."""
        with self._database.read() as connection:
            query = select(dropped_chunks.c.chunk_id)
            return tuple(connection.scalars(query.where(dropped_chunks.c.generation > generation)))

    def all_papers(self, batch: int = 2000) -> Iterator[list[Paper]]:
        """Yield every paper, in batches, without holding the library in memory."""
        last = 0
        while True:
            query = select(papers).where(papers.c.number > last).order_by(papers.c.number)
            with self._database.read() as connection:
                rows = connection.execute(query.limit(batch)).all()
            if not rows:
                return
            yield [to_paper(row) for row in rows]
            last = rows[-1].number

    # --- writing ---------------------------------------------------------------------------------

    def store(
        self, records: Sequence[Record], cut: Cutter, settled: Settled | None = None
    ) -> list[tuple[str, IngestOutcome]]:
        """Add or update the papers of ``records`` in one transaction.

        A record that tells nothing new changes nothing. Of several records of one run that describe
        a paper, the best text counts (see :func:`paperchat.library.merging.leads`) and the others
        fill its gaps; ``settled`` carries whose word has counted from one batch of a run to the
        next. Returns id and outcome of each record.
        """
        if not self._database.holds(paper_sources, *BODY_TABLES):
            self._database.add_missing_tables()
        with self._database.write() as connection:
            return Intake(connection, records, cut, set() if settled is None else settled).run()

    def cut_again(self, cut: Cutter) -> None:
        """Cut every text anew, after the rules of cutting changed; cached vectors are kept."""
        bodied = self.fact(FACT) is not None
        for batch in self.all_papers(_CUT_AT_ONCE if bodied else 2000):
            with self._database.write() as connection:
                generation = next_generation(connection)
                writer = SpanWriter(connection, generation)
                writer.drop(paper.id for paper in batch)
                writer.put((paper, cut(paper.title, paper.text)) for paper in batch)
                titles = {paper.id: paper.title for paper in batch}
                known = read_bodies(connection, titles) if bodied else {}
                write_bodies(connection, known, titles, cut, generation)

    def remove(self, paper_ids: Iterable[str]) -> int:
        """Remove papers with all that belongs to them; returns how many there were.

        Their records are kept for :meth:`restore`.
        """
        if not self._database.holds(removed_papers):
            self._database.add_missing_tables()
        with self._database.write() as connection:
            return remove_rows(connection, paper_ids)

    def removed(self) -> list[RemovedPaper]:
        """Return the removed papers that can be put back, the latest first."""
        if not self._database.holds(removed_papers):
            return []
        with self._database.read() as connection:
            return read_removed(connection)

    def restore(self, paper_ids: Sequence[str], cut: Cutter) -> tuple[str, ...]:
        """Put removed papers back and return their ids; those that are there are left alone."""
        if not self._database.holds(removed_papers):
            return ()
        if not self._database.holds(*BODY_TABLES):
            self._database.add_missing_tables()
        with self._database.write() as connection:
            return restore_rows(connection, paper_ids, cut)

    def last_run(self) -> datetime | None:
        """Return when papers were last added, in UTC without its zone; None if never."""
        if not self._database.holds(runs):
            return None
        with self._database.read() as connection:
            newest: datetime | None = connection.scalar(select(func.max(runs.c.started_at)))
        return newest

    def record_run(self, started_at: datetime, report: IngestReport, as_json: str) -> None:
        """Keep the report of an ingest run."""
        with self._database.write() as connection:
            connection.execute(
                insert(runs).values(started_at=started_at, seconds=report.seconds, report=as_json)
            )
