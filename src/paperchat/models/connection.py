"""Trying out a model: one small request, and what came of it in one sentence."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperchat.errors import ModelError, ModelFault
from paperchat.models.factory import connect
from paperchat.models.port import Ended, Message
from paperchat.models.retrying import Retrying
from paperchat.models.spec import ModelSpec, parse_model, what_leaves
from paperchat.settings import Settings

if TYPE_CHECKING:
    from paperchat.models.llama import LlamaIndexModel

_ASKED = (Message("user", "Answer with the one word: ready"),)
_MAX_TOKENS = 16
_ONCE = Retrying(waits=())


@dataclass(frozen=True, slots=True)
class ConnectionReport:
    """What came of trying a model.

    ``latency_ms`` is the time until its first word, null when none came; ``window`` what prompt
    and answer may have together, null where that does not matter; ``message`` says in one sentence
    that it works, or what to do; ``leaves_machine`` what is sent elsewhere, null for nothing.
    """

    spec: str
    ok: bool
    latency_ms: float | None
    window: int | None
    fault: ModelFault | None
    message: str
    leaves_machine: str | None


def test_connection(settings: Settings, spec: str | ModelSpec | None = None) -> ConnectionReport:
    """Send one small request to the model, by default that of ``settings``; none is repeated.

    Raises:
        ConfigurationError: the spec does not parse, or what it needs (a key, a package, a file)
            is missing, so that nothing can be sent.
    """
    chosen = spec if isinstance(spec, ModelSpec) else parse_model(spec or settings.model)
    leaves = what_leaves(chosen, settings.ollama_url)
    if chosen.provider == "extractive":
        said = "Answers are quoted from the papers: no language model is asked."
        return ConnectionReport(str(chosen), True, None, None, None, said, leaves)
    model = connect(settings, chosen, _ONCE)
    try:
        latency, said = _try(model)
    except ModelError as error:
        return ConnectionReport(str(chosen), False, None, None, error.fault, str(error), leaves)
    return ConnectionReport(str(chosen), True, latency, model.window, None, said, leaves)


test_connection.__test__ = False  # type: ignore[attr-defined]  # for pytest: it is no test


def available_models(settings: Settings, spec: str | ModelSpec) -> tuple[str, ...]:
    """The names of the models that the server of ``spec`` offers, sorted; empty if it tells none.

    Raises:
        ConfigurationError: as :func:`test_connection`.
    """
    chosen = spec if isinstance(spec, ModelSpec) else parse_model(spec)
    if chosen.provider == "extractive":
        return ()
    return tuple(sorted(connect(settings, chosen, _ONCE).provider.models()))


def _try(model: LlamaIndexModel) -> tuple[float, str]:
    began = time.perf_counter()
    stream = model.stream(_ASKED, _MAX_TOKENS)
    try:
        first = next(stream)
    except ModelError as error:
        if error.fault != "empty":
            raise
        # Models that think before they write have no word for so few tokens: they are there.
        first = Ended("length", None, None, 1)
    finally:
        stream.close()
    latency = (time.perf_counter() - began) * 1000
    what = "answered" if not isinstance(first, Ended) else "is there (it wrote nothing so short)"
    return latency, f"The model {model.provider.server.model} {what} in {latency / 1000:.1f} s."
