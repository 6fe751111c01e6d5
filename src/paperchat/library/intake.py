"""Writing papers into the catalogue: one batch of records, one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from paperchat.library.body_intake import BodyIntake
from paperchat.library.database import next_generation
from paperchat.library.merging import keys_of, leads, merged, new_paper_id, same_paper
from paperchat.library.moment import now
from paperchat.library.rows import from_paper, in_parts, to_paper
from paperchat.library.spans import Cutter, SpanWriter
from paperchat.library.tables import paper_keys, paper_sources, papers
from paperchat.types import IngestOutcome, Paper, Record

Settled = set[tuple[str, str]]
"""``(paper id, source)`` of the records whose word on a paper's text has counted in a run."""


class Intake:
    """One batch of records on its way into the catalogue.

    ``settled`` holds the papers that this run has heard of, each with the source that spoke of
    it; it is added to.
    """

    def __init__(
        self, connection: Connection, records: Sequence[Record], cut: Cutter, settled: Settled
    ) -> None:
        self._connection = connection
        self._records = records
        self._cut = cut
        self._settled = settled
        self._now = now()
        self._stored: dict[str, Paper] = {}
        self._papers: dict[str, Paper] = {}
        self._record_ids: dict[str, str | None] = {}
        self._keys: dict[str, list[str]] = {}
        self._new_keys: list[dict[str, str]] = []
        self._numbered: list[str] = []
        self._sources: dict[str, dict[str, None]] = {}
        self._new_sources: list[dict[str, str]] = []
        self._taken: set[str] = set()
        self._bodies = BodyIntake(connection)

    def run(self) -> list[tuple[str, IngestOutcome]]:
        """Store the batch; returns id and outcome of each record, in order."""
        self._load()
        outcomes = [self._take(record) for record in self._records]
        self._write()
        return outcomes

    def _load(self) -> None:
        wanted = {key for record in self._records for key in keys_of(record)}
        for part in in_parts(wanted):
            query = select(paper_keys).where(paper_keys.c.key.in_(part))
            for row in self._connection.execute(query.order_by(paper_keys.c.paper_id)):
                self._keys.setdefault(row.key, []).append(row.paper_id)
        ids = {paper_id for found in self._keys.values() for paper_id in found}
        for part in in_parts(ids):
            for row in self._connection.execute(select(papers).where(papers.c.id.in_(part))):
                self._stored[row.id] = to_paper(row)
                self._record_ids[row.id] = row.record_id
            query = select(paper_sources).where(paper_sources.c.paper_id.in_(part))
            for row in self._connection.execute(query.order_by(paper_sources.c.number)):
                self._sources.setdefault(row.paper_id, {})[row.source] = None
        self._papers = dict(self._stored)
        if any(record.body for record in self._records):
            self._bodies.load(self._stored)
        for part in in_parts({new_paper_id(record, ()) for record in self._records}):
            self._taken.update(
                self._connection.scalars(select(papers.c.id).where(papers.c.id.in_(part)))
            )

    def _take(self, record: Record) -> tuple[str, IngestOutcome]:
        paper = self._match(record)
        if paper is None:
            paper_id = self._add(record)
            self._bodies.take(paper_id, record)
            return paper_id, "new"
        heard = (paper.id, record.source)
        leading = leads(paper, record, settled=heard in self._settled)
        after = merged(paper, record, leading=leading)
        if leading or record.text_kind == paper.text_kind:
            self._settled.add(heard)
        self._found_in(paper.id, paper.source, record.source)
        self._papers[paper.id] = after
        self._remember(paper.id, record)
        fuller = self._bodies.take(paper.id, record)
        return paper.id, "updated" if fuller or after != paper else "unchanged"

    def _match(self, record: Record) -> Paper | None:
        for key in keys_of(record):
            for paper_id in self._keys.get(key, ()):
                paper = self._papers[paper_id]
                if same_paper(key, record, paper, self._record_ids[paper_id]):
                    return paper
        return None

    def _add(self, record: Record) -> str:
        paper = Paper(
            id=self._free_id(record),
            title=record.title,
            text=record.text,
            text_kind=record.text_kind,
            authors=record.authors,
            author_count=record.author_count or len(record.authors) or None,
            published=record.published,
            url=record.url,
            code_url=record.code_url,
            project_url=record.project_url,
            arxiv_id=record.arxiv_id,
            doi=record.doi,
            comment_count=record.comment_count,
            source=record.source,
            added_at=self._now,
        )
        self._papers[paper.id] = paper
        self._record_ids[paper.id] = record.record_id
        self._settled.add((paper.id, record.source))
        self._found_in(paper.id, record.source)
        self._remember(paper.id, record)
        return paper.id

    def _free_id(self, record: Record) -> str:
        wanted = new_paper_id(record, ())
        if wanted in self._taken:
            alike = select(papers.c.id).where(papers.c.id.startswith(wanted, autoescape=True))
            self._taken.update(self._connection.scalars(alike))
            wanted = new_paper_id(record, self._taken)
        self._taken.add(wanted)
        return wanted

    def _remember(self, paper_id: str, record: Record) -> None:
        for key in keys_of(record):
            known = self._keys.setdefault(key, [])
            if paper_id not in known:
                known.append(paper_id)
                self._new_keys.append({"key": key, "paper_id": paper_id})
        if record.record_id and self._record_ids[paper_id] is None:
            self._record_ids[paper_id] = record.record_id
            self._numbered.append(paper_id)

    def _found_in(self, paper_id: str, *sources: str) -> None:
        known = self._sources.setdefault(paper_id, {})
        for source in sources:
            if source not in known:
                known[source] = None
                self._new_sources.append({"paper_id": paper_id, "source": source})

    def _write(self) -> None:
        added = [paper for key, paper in self._papers.items() if key not in self._stored]
        changed = [
            paper for key, paper in self._papers.items() if self._stored.get(key, paper) != paper
        ]
        if added:
            self._connection.execute(
                insert(papers),
                [{**from_paper(p), "record_id": self._record_ids[p.id]} for p in added],
            )
        if changed:
            self._connection.execute(
                update(papers).where(papers.c.id == bindparam("own_id")),
                [{**from_paper(paper), "own_id": paper.id} for paper in changed],
            )
        if numbered := [key for key in self._numbered if key in self._stored]:
            self._connection.execute(
                update(papers).where(papers.c.id == bindparam("own_id")),
                [{"own_id": key, "record_id": self._record_ids[key]} for key in numbered],
            )
        if self._new_keys:
            self._connection.execute(insert(paper_keys), self._new_keys)
        if self._new_sources:
            self._connection.execute(insert(paper_sources), self._new_sources)
        # Only a batch that changes a paper raises the generation.
        if added or changed or self._bodies.changed:
            generation = next_generation(self._connection)
            writer = SpanWriter(self._connection, generation)
            recut = [paper for paper in changed if _text(paper) != _text(self._stored[paper.id])]
            writer.drop(paper.id for paper in recut)
            writer.put((paper, self._cut(paper.title, paper.text)) for paper in (*added, *recut))
            retitled = [p.id for p in changed if p.title != self._stored[p.id].title]
            titles = {paper.id: paper.title for paper in self._papers.values()}
            self._bodies.write(retitled, titles, self._cut, generation)


def _text(paper: Paper) -> tuple[str, str]:
    return paper.title, paper.text
