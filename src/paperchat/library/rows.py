"""Between rows of the catalogue and the domain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import Row, select

from paperchat.library.tables import chunks, papers
from paperchat.types import Chunk, Paper, Span

CHUNKS = select(chunks, papers.c.title, papers.c.text).join_from(chunks, papers)
"""What :func:`to_chunk` reads."""

_MANY = 500
"""Values in one IN list: far below SQLite's limit, and a plan that stays the same."""

_OWN = ("number", "record_id")
"""Columns of the table that are no part of a paper."""


def to_paper(row: Row[tuple[object, ...]]) -> Paper:
    """Return the paper of a row of ``papers``."""
    values = {name: value for name, value in row._mapping.items() if name not in _OWN}
    return Paper(**{**values, "authors": tuple(json.loads(row.authors))})


def from_paper(paper: Paper) -> dict[str, object]:
    """Return the columns of ``papers`` for a paper."""
    names = [column.name for column in papers.columns if column.name not in _OWN]
    values = {name: getattr(paper, name) for name in names}
    return {**values, "authors": json.dumps(paper.authors, ensure_ascii=False)}


def to_chunk(row: Row[tuple[object, ...]]) -> Chunk:
    """Return the chunk of a row of ``CHUNKS``."""
    text = row.text[row.start : row.end]
    return Chunk(row.id, row.paper_id, row.ordinal, row.start, row.end, row.title, text)


def cut_chunk(paper: Paper, ordinal: int, span: Span) -> Chunk:
    """Return a chunk of ``paper``; its id carries the hash of what is embedded."""
    return cut_piece(paper.id, paper.title, paper.text, ordinal, span)


def cut_piece(  # noqa: PLR0913, PLR0917  # a text, whose it is, and which piece of it
    paper_id: str, title: str, text: str, ordinal: int, span: Span, kind: str = ""
) -> Chunk:
    """Return a piece of a ``text`` of a paper; ``kind`` sets the ids of several texts apart."""
    own = text[span.start : span.end]
    draft = Chunk("", paper_id, ordinal, span.start, span.end, title, own)
    return replace(draft, id=f"{paper_id}~{kind}{ordinal}~{draft.text_hash[:12]}")


def from_chunk(chunk: Chunk, generation: int) -> dict[str, object]:
    """Return the columns of ``chunks``, or of ``passages``, for a chunk that came then."""
    return {
        "id": chunk.id,
        "paper_id": chunk.paper_id,
        "ordinal": chunk.ordinal,
        "start": chunk.start,
        "end": chunk.end,
        "text_hash": chunk.text_hash,
        "generation": generation,
    }


def paper_of(chunk_id: str) -> str:
    """Return the id of the paper that a chunk id belongs to."""
    return chunk_id.rsplit("~", 2)[0]


def in_parts(values: Iterable[str]) -> Iterator[list[str]]:
    """Yield ``values`` in lists short enough for one statement."""
    everything = list(values)
    for start in range(0, len(everything), _MANY):
        yield everything[start : start + _MANY]
