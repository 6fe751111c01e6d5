"""Answers as JSON, and back exactly as they were.

What a later version adds to an answer is passed over, and what an earlier one did not know yet is
filled in, so that a conversation outlives the versions of Paperchat that it was held with.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, asdict, fields, is_dataclass
from types import UnionType
from typing import Literal, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

from paperchat.types import Answer, AnswerSentence, Timings

UNREADABLE = "This answer was kept by another version of Paperchat, and this one cannot read it."

_ANSWER = TypeAdapter(Answer)


def to_json(answer: Answer) -> str:
    """Return ``answer`` as one JSON object."""
    return storable(json.dumps(asdict(answer), ensure_ascii=False))


def from_json(text: str, question: str) -> Answer:
    """Return the answer that :func:`to_json` wrote.

    One that cannot be read becomes an answer to ``question`` with the status "error" that says so,
    since the rest of its conversation is still of use.
    """
    try:
        return _ANSWER.validate_python(_completed(Answer, json.loads(text)))
    except (ValueError, TypeError):
        return _unreadable(question)


def storable(text: str) -> str:
    """Return ``text`` with ``?`` for each lone surrogate, which no database takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _completed(kind: object, value: object) -> object:
    """Return ``value``, read from JSON, with what a dataclass ``kind`` has and it lacks."""
    if isinstance(kind, type) and is_dataclass(kind) and isinstance(value, dict):
        hints = get_type_hints(kind)
        return {
            item.name: _completed(hints[item.name], value[item.name])
            if item.name in value
            else _missing(hints[item.name])
            for item in fields(kind)
            if item.name in value or _required(item)
        }
    if isinstance(value, list):
        inner = next((part for part in get_args(kind) if part is not Ellipsis), None)
        return [_completed(inner, item) for item in value]
    if get_origin(kind) in (Union, UnionType) and value is not None:
        return _completed(next(part for part in get_args(kind) if part is not type(None)), value)
    return value


def _required(item: Field[object]) -> bool:
    return item.default is MISSING and item.default_factory is MISSING


def _missing(kind: object) -> object:
    """Return what stands for a value that was not kept: nothing, as far as its type allows."""
    if get_origin(kind) in (Union, UnionType) and type(None) in get_args(kind):
        return None
    if get_origin(kind) is Literal:
        # The types list last what claims least: a verdict "none", a status "error".
        return get_args(kind)[-1]
    if isinstance(kind, type) and is_dataclass(kind):
        return _completed(kind, {})
    empty = get_origin(kind) or kind
    return empty() if isinstance(empty, type) else None


def _unreadable(question: str) -> Answer:
    return Answer(
        question=question,
        rewritten_question=None,
        kind="ask",
        status="error",
        text=UNREADABLE,
        sentences=(AnswerSentence(UNREADABLE, (), "none"),),
        citations=(),
        comparison=None,
        nearest=(),
        missing_terms=(),
        model="",
        timings_ms=Timings(0.0, 0.0, 0.0),
    )
