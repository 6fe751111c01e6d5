"""What the tools take. A wrong argument is told in one sentence that says how to put it right."""

from __future__ import annotations

import json
from typing import Annotated, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from paperchat.errors import InputError
from paperchat.library.filters import Condition, parse_condition
from paperchat.mcp.notice import ABOUT_FILTERS

_LONGEST_TEXT = 20_000
"""Characters; a longer text is no question, and would keep the library busy for long."""


def _listed(value: object) -> object:
    """Some clients send a list as its JSON, or a list of one as its only element."""
    if not isinstance(value, str):
        return value
    try:
        parsed = json.loads(value)
    except ValueError:
        return [value]
    return parsed if isinstance(parsed, list) else [value]


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST_TEXT)
]
Filters = Annotated[
    list[Text],
    BeforeValidator(_listed),
    Field(default_factory=list, max_length=20, description=ABOUT_FILTERS),
]
_NAME = "its id, its title, a part of its title, or an acronym it introduces"


class Arguments(BaseModel):
    """The arguments of one tool; what it does not take is refused, so that nothing is ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Search(Arguments):
    """Arguments of search."""

    query: Text = Field(description="What to look for.")
    k: int = Field(default=10, ge=1, le=100, description="How many papers at most.")
    filters: Filters


class Ask(Arguments):
    """Arguments of ask."""

    question: Text = Field(description="One question, complete in itself.")
    filters: Filters


class Compare(Arguments):
    """Arguments of compare."""

    papers: Annotated[list[Text], BeforeValidator(_listed)] = Field(
        min_length=2, max_length=5, description=f"Two to five papers; each by {_NAME}."
    )


class OnePaper(Arguments):
    """Arguments of the tools about one paper."""

    paper: Text = Field(description=f"The paper: {_NAME}.")


class ListPapers(Arguments):
    """Arguments of list_papers."""

    filters: Filters
    limit: int = Field(default=20, ge=1, le=200, description="How many papers at most.")
    offset: int = Field(default=0, ge=0, le=2**31, description="How many papers to pass over.")


def conditions_of(filters: list[str]) -> list[Condition]:
    """Return the conditions that ``filters`` spell.

    Raises:
        ConfigurationError: one of them is not understood.
    """
    return [parse_condition(text) for text in filters]


Model = TypeVar("Model", bound=Arguments)


def read(model: type[Model], tool: str, given: dict[str, object] | None) -> Model:
    """Return the arguments that a client gave to ``tool``.

    Raises:
        InputError: one of them cannot be used.
    """
    try:
        return model.model_validate(given or {})
    except ValidationError as error:
        raise InputError(_what_is_wrong(error, tool, model)) from None


def _what_is_wrong(error: ValidationError, tool: str, model: type[Arguments]) -> str:
    first = error.errors(include_url=False)[0]
    name, fields = str(first["loc"][0]), model.model_fields
    match first["type"]:
        case "missing":
            return f"The tool {tool} needs the argument {name!r}."
        case "extra_forbidden":
            return f"The tool {tool} has no argument {name!r}: it takes {', '.join(fields)}."
        case "string_too_short":
            return f"The argument {name!r} of {tool} is empty: say what is meant."
        case "too_short" | "too_long":
            wanted = str(fields[name].description).rstrip(".")
            return f"The argument {name!r} of {tool} has too few or too many parts: {wanted}."
        case _:
            said = first["msg"][:1].lower() + first["msg"][1:]
            return f"The argument {name!r} of {tool} cannot be used: {said}."
