"""Conditions on papers ("year>=2024") and their meaning in the catalogue."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, func, not_, or_

from paperchat.errors import ConfigurationError
from paperchat.library.tables import papers

Operator = Literal["=", "!=", "<", "<=", ">", ">="]

_PATTERN = re.compile(r"\s*([a-z_]+)\s*(<=|>=|!=|==|=|<|>)\s*(.+?)\s*", re.IGNORECASE)
_COMPARE: dict[Operator, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_FIELDS = (
    "year", "published", "author", "authors", "comments", "source", "kind", "code", "title"
)  # fmt: skip
_NUMBERS = {"authors": papers.c.author_count, "comments": papers.c.comment_count}
_MAY_BE_UNKNOWN: dict[str, ColumnElement[Any]] = {
    "author": func.nullif(papers.c.authors, "[]"),
    "year": papers.c.published,
    "published": papers.c.published,
    **_NUMBERS,
}
_TEXTS = {"source": papers.c.source, "kind": papers.c.text_kind, "title": papers.c.title}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a paper; several are joined by "and"."""

    field: str
    operator: Operator
    value: str

    def __str__(self) -> str:
        return f"{self.field}{self.operator}{self.value}"


def parse_condition(text: str) -> Condition:
    """Read ``year>=2024``, ``published<2024-05``, ``authors>10``, ``code=yes``, ``kind=digest``.

    A date may be a range (``2024-01..2024-06``), several (``2022,2024``), or ``none``; so may the
    numbers be ``none``. ``author=Low`` looks for a name among the authors, ``author=Lo*`` for one
    that begins so. ``source="a.jsonl"`` is
    that source alone; without the quotation marks, every one that has this in its name.

    Raises:
        ConfigurationError: the text is no condition; the message lists what may be asked for.
    """
    match = _PATTERN.fullmatch(text)
    if not match or match[1].lower() not in _FIELDS:
        raise ConfigurationError(
            f"The filter {text!r} is not understood: write one of {', '.join(_FIELDS)}, "
            "then = != < <= > or >=, then a value, for example year>=2024."
        )
    sign: Operator = "=" if match[2] == "==" else match[2]  # type: ignore[assignment]  # by pattern
    condition = Condition(match[1].lower(), sign, match[3])
    to_sql(condition)
    return condition


def to_sql(condition: Condition) -> ColumnElement[bool]:
    """Return the condition as SQL over the ``papers`` table.

    Raises:
        ConfigurationError: the value does not suit the field.
    """
    compare = _COMPARE[condition.operator]
    unknown = _MAY_BE_UNKNOWN.get(condition.field) if condition.value.lower() == "none" else None
    if unknown is not None and condition.operator in ("=", "!="):
        return unknown.is_(None) if condition.operator == "=" else unknown.is_not(None)
    if condition.field in ("year", "published"):
        return _date_condition(condition)
    if condition.field in _NUMBERS:
        column = _NUMBERS[condition.field]
        return and_(column.is_not(None), compare(column, _number(condition)))
    if condition.operator not in ("=", "!="):
        raise ConfigurationError(f"{condition.field} can only be compared with = or !=.")
    if condition.field == "code":
        wanted = condition.value.lower() in ("yes", "true", "1")
        has_code = papers.c.code_url.is_not(None)
        return has_code if wanted == (condition.operator == "=") else not_(has_code)
    found = _named(condition.value) if condition.field == "author" else _text(condition)
    return found if condition.operator == "=" else not_(found)


def _text(condition: Condition) -> ColumnElement[bool]:
    column, value = _TEXTS[condition.field], condition.value
    if len(value) > 1 and value[0] == value[-1] == '"':
        # In quotes, the whole of it: "a.jsonl" is not also data.jsonl.
        return column == value[1:-1]
    return func.lower(column).contains(value.lower(), autoescape=True)


def _number(condition: Condition) -> int:
    try:
        return int(condition.value)
    except ValueError:
        raise ConfigurationError(
            f"{condition.value!r} is not a whole number, as {condition.field} needs."
        ) from None


def _named(name: str) -> ColumnElement[bool]:
    # The names are a list in JSON: with its signs as spaces, each stands between two of them, and
    # no name goes on in the next one.
    column: ColumnElement[str] = func.lower(papers.c.authors)
    wanted = name.lower().removesuffix("*")
    for sign in ('"', ",", "-"):
        column, wanted = func.replace(column, sign, " "), wanted.replace(sign, " ")
    end = "" if name.endswith("*") else " "
    return column.contains(f" {' '.join(wanted.split())}{end}", autoescape=True)


def _date_condition(condition: Condition) -> ColumnElement[bool]:
    # A year or a month is a range of days: "< 2024" ends before it, "<= 2024" includes it.
    column = papers.c.published
    spans = [_span(part) for part in condition.value.split(",")]
    inside = or_(*(and_(column >= first, column < after) for first, after in spans))
    first = min(span[0] for span in spans)
    after = max(span[1] for span in spans)
    clauses: dict[Operator, ColumnElement[bool]] = {
        "=": inside,
        "!=": and_(column.is_not(None), not_(inside)),
        "<": column < first,
        "<=": column < after,
        ">": column >= after,
        ">=": column >= first,
    }
    return clauses[condition.operator]


def _span(text: str) -> tuple[date, date]:
    first, separator, last = text.partition("..")
    return (_period(first)[0], _period(last)[1]) if separator else _period(first)


def _period(text: str) -> tuple[date, date]:
    parts = text.split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 1:
            return date(numbers[0], 1, 1), date(numbers[0] + 1, 1, 1)
        if len(numbers) == 2:
            year, month = numbers
            return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
        day = date(*numbers)
        return day, date.fromordinal(day.toordinal() + 1)
    except (TypeError, ValueError):
        raise ConfigurationError(
            f"{text!r} is not a date: write 2024, 2024-05 or 2024-05-17."
        ) from None
