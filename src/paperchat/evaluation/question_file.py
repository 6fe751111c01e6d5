"""Reading question sets: YAML or JSON Lines, checked line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from paperchat.errors import InputError
from paperchat.evaluation.question_set import Exchange, Item, QuestionSet, Refusal
from paperchat.types import QuestionKind

SHIPPED = "starter.jsonl"
SUFFIXES = (".jsonl", ".yaml", ".yml")

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Fact = Annotated[
    list[_Text],
    BeforeValidator(lambda value: value if isinstance(value, list) else [value]),
    Field(min_length=1),
]
"""The alternatives of a fact; one alone may be written without its list."""
_Numbered = Iterator[tuple[int, object]]


class _Turn(BaseModel):
    """What a question and a turn of a dialogue have in common."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: _Text
    id: _Text | None = None
    kind: QuestionKind = "ask"
    papers: list[_Text] = []
    all: bool = False
    facts: list[_Fact] = []
    refusal: Refusal | None = None
    note: str | None = None

    def item(self, name: str) -> Item:
        """Return the question under the name ``name``."""
        facts = tuple(tuple(alternatives) for alternatives in self.facts)
        return Item(
            name, self.question, self.kind, tuple(self.papers), self.all, facts, self.refusal
        )


class _Question(_Turn):
    id: _Text


class _Dialogue(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: _Text
    dialogue: Annotated[list[_Turn], Field(min_length=1)]
    note: str | None = None


def read_question_set(path: Path) -> QuestionSet:
    """Read a question set; the ending of its name tells YAML from JSON Lines.

    Raises:
        InputError: it cannot be read, or a question is not one; the message names file and line.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(
            f"{path} does not end in {', '.join(SUFFIXES)}: a question set is YAML or JSON Lines."
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text: save it as UTF-8.") from error
    return _parse(str(path), text, as_lines=path.suffix.lower() == ".jsonl")


def shipped_question_set() -> QuestionSet:
    """Return the set that comes with Paperchat: questions about the starter library."""
    file = files("paperchat.evaluation") / "questions" / SHIPPED
    return _parse(SHIPPED, file.read_text(encoding="utf-8"), as_lines=True)


def _parse(name: str, text: str, *, as_lines: bool) -> QuestionSet:
    exchanges: list[Exchange] = []
    lines: dict[str, int] = {}
    for line, value in _lines(name, text) if as_lines else _nodes(name, text):
        read = _validated(name, line, value)
        if read.id in lines:
            raise InputError(
                f"Line {line} of {name}: the id {read.id!r} was used on line {lines[read.id]} "
                "already; give each question an id of its own."
            )
        lines[read.id] = line
        exchanges.append(_exchange(read))
    if not exchanges:
        raise InputError(f"{name} holds no question: 'paperchat evaluate --help' shows one.")
    return QuestionSet(name, tuple(exchanges))


def _exchange(read: _Question | _Dialogue) -> Exchange:
    if isinstance(read, _Question):
        return Exchange((read.item(read.id),))
    turns = enumerate(read.dialogue, 1)
    return Exchange(tuple(turn.item(f"{read.id}/{number}") for number, turn in turns))


def _validated(name: str, line: int, value: object) -> _Question | _Dialogue:
    model = _Dialogue if isinstance(value, dict) and "dialogue" in value else _Question
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        parts = [f"number {part + 1}" if isinstance(part, int) else part for part in first["loc"]]
        where = f"{', '.join(parts)}: " if parts else ""
        raise InputError(
            f"Line {line} of {name} is no question ({where}{_advice(first['type'], first['msg'])});"
            " 'paperchat evaluate --help' shows one."
        ) from error


def _advice(kind: str, message: str) -> str:
    if kind == "missing":
        return "this field is missing"
    if kind == "extra_forbidden":
        return f"there is no such field, only {', '.join(_Question.model_fields)} and dialogue"
    if kind == "string_type":
        return "a text is needed here, so put numbers, dates, yes and no in quotes"
    if kind in {"too_short", "string_too_short"}:
        return "it is empty"
    if kind == "model_type":
        return "an object with id and question is needed"
    return message[:1].lower() + message[1:]


def _lines(name: str, text: str) -> _Numbered:
    # Not splitlines(): JSON allows U+2028 and the like inside a string.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", "it is nested too deep")
            raise InputError(
                f"Line {number} of {name} is not JSON ({reason}): write one object a line."
            ) from error


def _nodes(name: str, text: str) -> _Numbered:
    try:
        loader = yaml.SafeLoader(text)
        top = loader.get_single_node()
        if top is None:
            return
        if not isinstance(top, yaml.SequenceNode):
            raise InputError(
                f"Line {top.start_mark.line + 1} of {name} begins no list: put '- ' before each "
                "question."
            )
        for node in top.value:
            yield node.start_mark.line + 1, loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"Line {mark.line + 1} of {name}" if mark else name
        raise InputError(
            f"{where} is not YAML ({error.problem}): mend it, or put the text in quotes."
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"{name} is not YAML ({error}): mend it.") from error
