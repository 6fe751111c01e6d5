"""Options that several commands share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperchat.errors import InputError

if TYPE_CHECKING:
    from paperchat.library.filters import Condition
    from paperchat.settings import Settings

Home = Annotated[
    str | None,
    typer.Option(
        "--home",
        metavar="DIR",
        help="Folder of the library. It may stand before or after the command, and wins over "
        "PAPERCHAT_HOME; without either it is the platform's folder for user data.",
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="MODEL",
        help="Who writes the answers; wins over PAPERCHAT_MODEL. 'extractive' (the default) "
        "answers with the papers' own sentences and needs no key and no network; 'openai:NAME', "
        "'ollama:NAME', 'openai-like:NAME@http://HOST:PORT/v1' or 'gguf:FILE' have a language "
        "model write them, and check each sentence.",
    ),
]
Port = Annotated[
    int | None,
    typer.Option(
        "--port",
        metavar="PORT",
        min=1,
        max=65535,
        help="Port of the chat page; the next free one is taken when it is in use. "
        "Wins over PAPERCHAT_PORT, which is 8501 by default.",
    ),
]
Explain = Annotated[
    bool,
    typer.Option(
        "--explain",
        help="Say as well how the answer came about: how the question was understood, which "
        "papers were found, taken and dropped and why, and why it was answered or refused.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Filters = Annotated[
    list[str] | None,
    typer.Option(
        "--filter",
        metavar="CONDITION",
        help="Look only at papers that meet the condition, e.g. 'year>=2024', "
        "'published<2024-06', 'authors>10', 'code=yes', 'kind=digest', 'title=survey'. "
        "Quote it, and repeat the option for several conditions.",
    ),
]


@dataclass(frozen=True, slots=True)
class GivenBefore:
    """Options that stood before the command."""

    home: str | None
    model: str | None


def hand_on(context: typer.Context, home: str | None) -> None:
    """Let an option that stood between a group and its command count for the command."""
    if home is not None:
        context.obj = GivenBefore(home, _given_before(context).model)


def _given_before(context: typer.Context) -> GivenBefore:
    return context.obj if isinstance(context.obj, GivenBefore) else GivenBefore(None, None)


def settings_for(
    context: typer.Context, home: str | None, *, model: str | None = None, port: int | None = None
) -> Settings:
    """Return the settings; options after the command win over the same options before it.

    Raises:
        ConfigurationError: a setting cannot be used.
        InputError: the library's folder has an empty name.
    """
    from paperchat.settings import load_settings

    before = _given_before(context)
    folder = before.home if home is None else home
    if folder is not None and not folder.strip():
        raise InputError("--home has an empty name: give the library's folder, or leave it out.")
    return load_settings(
        home=None if folder is None else Path(folder),
        model=before.model if model is None else model,
        port=port,
    )


def conditions_of(filters: list[str] | None) -> list[Condition]:
    """Return the conditions that the values of ``--filter`` spell.

    Raises:
        ConfigurationError: one of them is not understood.
    """
    if not filters:
        return []
    from paperchat.library.filters import parse_condition

    return [parse_condition(text) for text in filters]
