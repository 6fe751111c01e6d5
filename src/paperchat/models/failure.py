"""What went wrong with a request, and whether it is worth another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paperchat.errors import ModelError, ModelFault
from paperchat.text.redaction import redact


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed request.

    ``passing`` tells that the same request may work a moment later, ``wait`` how many seconds the
    server asked to leave it alone. ``parameter`` names what the server does not take, where the
    request may work without it.
    """

    fault: ModelFault
    message: str
    passing: bool = False
    wait: float | None = None
    parameter: str | None = None

    def error(self) -> ModelError:
        """As the error that is raised."""
        return ModelError(self.fault, self.message)


@dataclass(frozen=True, slots=True)
class Server:
    """Who answers, in the words of messages.

    ``called`` is the server ("OpenAI", "the server at HOST"), ``model`` the model's name,
    ``start`` what to do when nothing answers, ``place`` what to check when something else does,
    ``key_variable`` the setting with its key (null when it takes none), ``secrets`` what must never
    be shown.
    """

    called: str
    model: str
    start: str
    place: str = "its address"
    key_variable: str | None = None
    has_key: bool = False
    secrets: tuple[str, ...] = ()

    @property
    def begin(self) -> str:
        """``called``, to begin a sentence with."""
        return self.called[:1].upper() + self.called[1:]


def cut(server: Server) -> Failure:
    """An answer that broke off."""
    return Failure(
        "cut", f"The answer of {server.called} broke off before its end: ask again.", passing=True
    )


def filtered(server: Server) -> Failure:
    """An answer that the provider does not want given."""
    return Failure(
        "rejected",
        f"{server.begin} withheld the answer by its content filter: ask in other words, or choose "
        "another model.",
    )


def empty(server: Server, *, limited: bool) -> Failure:
    """An answer without text; ``limited`` when the model could have written more of nothing."""
    if limited:
        return Failure(
            "empty",
            f"The model {server.model} used all its tokens on thinking and wrote no answer: choose "
            "a model that thinks less.",
        )
    return Failure(
        "empty", f"The model {server.model} gave an empty answer: ask again, or choose another."
    )


def web_page(server: Server) -> Failure:
    """An answer that is no stream."""
    return Failure(
        "malformed",
        f"{server.begin} sent something that is no answer of a model: check {server.place}.",
    )


def no_such_model(server: Server, names: Sequence[str]) -> Failure:
    """A model that is not there; ``names`` are those that are."""
    offered = f"it offers {', '.join(names)}" if names else f"check its name and {server.place}"
    return Failure(
        "no_such_model", f"{server.begin} has no model {redact(server.model)}: {offered}."
    )


def too_long(server: Server) -> Failure:
    """A prompt that the window does not hold."""
    return Failure(
        "too_long",
        f"The question with its passages is too long for the model {server.model}: set "
        "PAPERCHAT_CONTEXT_WINDOW to what it takes, or choose another model.",
    )
