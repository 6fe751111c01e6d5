"""Results as the JSON that other programs read: one form for the command line and for MCP."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date, datetime

from paperchat.export import iso
from paperchat.types import Paper, PaperHit


@dataclass(frozen=True, slots=True)
class RankedPaper:
    """One row of a search; a rank is null where that index did not find the paper."""

    rank: int
    paper_id: str
    title: str
    score: float
    dense_rank: int | None
    lexical_rank: int | None
    proximity: float | None


def ranked(hits: Sequence[PaperHit]) -> tuple[RankedPaper, ...]:
    """Return found papers, best first, as the rows of a search."""
    return tuple(
        RankedPaper(
            rank=rank,
            paper_id=hit.paper.id,
            title=hit.paper.title,
            score=round(hit.score, 6),
            dense_rank=hit.dense_rank,
            lexical_rank=hit.lexical_rank,
            proximity=None if hit.proximity is None else round(hit.proximity, 4),
        )
        for rank, hit in enumerate(hits, 1)
    )


@dataclass(frozen=True, slots=True)
class ListedPaper(Paper):
    """A paper with all the sources that spoke of it, that of its text first."""

    sources: tuple[str, ...]


def listed(
    papers: Sequence[Paper], sources: Mapping[str, tuple[str, ...]]
) -> tuple[ListedPaper, ...]:
    """Return papers as they are listed; ``sources`` are keyed by paper id."""
    return tuple(
        ListedPaper(
            **{item.name: getattr(paper, item.name) for item in fields(paper)},
            sources=sources[paper.id],
        )
        for paper in papers
    )


def as_json(value: object) -> object:
    """Return dataclasses, and lists and dicts of them, as plain values of JSON."""
    plain_value: object = json.loads(json.dumps(value, default=plain))
    return plain_value


def plain(value: object) -> object:
    """Return what stands in JSON for a value that ``json`` cannot write itself."""
    if isinstance(value, datetime | date):
        return iso(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"not a JSON value: {value!r}")
