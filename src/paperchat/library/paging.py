"""The orders in which papers are listed, and reading a page of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, select

from paperchat.library.filters import Condition, to_sql
from paperchat.library.rows import to_paper
from paperchat.library.tables import papers
from paperchat.text.folding import fold
from paperchat.types import Paper

Order = Literal["best", "newest", "oldest", "added", "title"]
"""``best`` is how well the words fit; without words it is ``newest``."""
ORDERS: tuple[Order, ...] = get_args(Order)


def in_order(found: Sequence[Paper], order: Order) -> list[Paper]:
    """Return papers in ``order``; ``best`` leaves them as they are."""
    key = _KEYS.get(order)
    return list(found) if key is None else sorted(found, key=key)


def read_page(
    connection: Connection,
    conditions: Sequence[Condition],
    order: Order,
    limit: int | None,
    offset: int,
) -> list[Paper]:
    """Return some of the papers that meet all conditions, in ``order``."""
    query = select(papers).where(*map(to_sql, conditions)).order_by(*_COLUMNS[order])
    rows = connection.execute(query.limit(-1 if limit is None else limit).offset(offset))
    return [to_paper(row) for row in rows]


def _days(paper: Paper) -> int:
    return 0 if paper.published is None else paper.published.toordinal()


_NEVER = 10**9
_KEYS: Mapping[Order, Callable[[Paper], Any]] = MappingProxyType(
    {
        "newest": lambda paper: -_days(paper),
        "oldest": lambda paper: _days(paper) or _NEVER,
        "added": lambda paper: -paper.added_at.timestamp(),
        "title": lambda paper: fold(paper.title),
    }
)
_NEWEST = (papers.c.published.desc().nulls_last(), papers.c.number)
_COLUMNS: Mapping[Order, tuple[ColumnElement[Any], ...]] = MappingProxyType(
    {
        "best": _NEWEST,
        "newest": _NEWEST,
        "oldest": (papers.c.published.asc().nulls_last(), papers.c.number),
        "added": (papers.c.number.desc(),),
        "title": (papers.c.title.collate("NOCASE"), papers.c.number),
    }
)
