"""Each fault by each back end: what it is called, how often it is tried, and that nothing leaks."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

import pytest
from asking_models import BACK_ENDS, KEY, ODD_KEY, PASSWORD, BackEnd, Waits, ask
from scripted_model import Script, scripted

from paperchat.errors import ModelFault

TEXT = ("One", " two.")


@dataclass(frozen=True, slots=True)
class Case:
    """A script, and what the model makes of it; ``said`` is part of the error's sentence."""

    script: Script
    fault: ModelFault
    requests: int
    said: str
    pieces: tuple[str, ...] = ()


CASES = {
    "rate limit": Case(Script(fault="rate_limit"), "rate_limited", 3, "no more requests for now"),
    "long rate limit": Case(
        Script(fault="rate_limit", retry_after="40"), "rate_limited", 1, "try again in 40 seconds"
    ),
    "quota": Case(Script(fault="quota"), "rate_limited", 1, "nothing left to spend"),
    "wrong key": Case(Script(fault="wrong_key"), "wrong_key", 1, "check"),
    "forbidden": Case(Script(fault="forbidden"), "wrong_key", 1, "check"),
    "no model": Case(Script(fault="no_model"), "no_such_model", 1, "has no model"),
    "no path": Case(Script(fault="no_path"), "no_such_model", 1, "check its name and "),
    "too long": Case(Script(fault="too_long"), "too_long", 1, "PAPERCHAT_CONTEXT_WINDOW"),
    "bad request": Case(Script(fault="bad_request"), "rejected", 1, "The request is not underst"),
    "server error": Case(Script(fault="server_error"), "server_error", 3, "status 500"),
    "unavailable": Case(Script(fault="unavailable"), "server_error", 3, "loading the model"),
    "bad gateway": Case(Script(fault="bad_gateway"), "server_error", 3, "with status 502: try"),
    "redirect": Case(Script(fault="redirect"), "unreachable", 1, "not followed"),
    "web page": Case(Script(fault="web_page"), "malformed", 1, "no answer"),
    "reset at once": Case(Script(fault="reset"), "unreachable", 3, "broke off the connection"),
    "reset later": Case(Script(fault="reset", after=1), "cut", 1, "broke off", ("One",)),
    "cut at once": Case(Script(fault="cut"), "cut", 3, "broke off"),
    "cut later": Case(Script(fault="cut", after=2), "cut", 1, "broke off", TEXT),
    "malformed": Case(Script(fault="malformed"), "malformed", 1, "no answer"),
    "malformed later": Case(
        Script(fault="malformed", after=1), "malformed", 1, "no answer", ("One",)
    ),
    "odd chunk": Case(Script(fault="odd_chunk"), "malformed", 1, "no answer"),
    "error chunk": Case(Script(fault="error_chunk"), "server_error", 3, "The model failed"),
    "error chunk later": Case(
        Script(fault="error_chunk", after=1), "server_error", 1, "The model failed", ("One",)
    ),
    "empty": Case(Script(fault="empty"), "empty", 1, "empty answer"),
    "blank": Case(Script(pieces=(" ", "\n")), "empty", 1, "empty answer"),
    "all thought": Case(
        Script(fault="empty", thoughts=("Hm.",), finish="length"), "empty", 1, "on thinking"
    ),
    "filtered": Case(Script(finish="content_filter"), "rejected", 1, "content filter", TEXT),
}


@pytest.mark.parametrize("back_end", BACK_ENDS)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_fault_has_its_name_its_tries_and_no_secret(
    case: Case, back_end: str, connect: BackEnd, waits: Waits, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    pieces = case.script.pieces if case.fault == "empty" else TEXT
    with scripted(replace(case.script, pieces=pieces, echo=True)) as server:
        outcome = ask(connect(back_end, server))
    assert outcome.error is not None, outcome
    assert outcome.error.fault == case.fault, outcome.error
    assert case.said in str(outcome.error)
    assert tuple(outcome.pieces) == case.pieces
    assert outcome.ended is None
    assert len(server.requests) == case.requests
    assert len(waits) == case.requests - 1
    sentence = str(outcome.error)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert sentence[0].isupper() or sentence.startswith("llama.cpp")
    _holds_no_secret(f"{sentence} {outcome.error!r} {outcome.error.__context__!r} {caplog.text}")
    assert outcome.error.__context__ is None
    sent = server.requests[0].headers["Authorization"]
    assert sent == {
        "openai": f"Bearer {KEY}",
        "openai-like": f"Bearer {ODD_KEY}",
        "ollama": "Basic bWU6aHVudGVyMiZodW50ZXIz",
    }[back_end]  # fmt: skip


def _holds_no_secret(text: str) -> None:
    for secret in (KEY, ODD_KEY, PASSWORD, "bWU6aHVudGVyMiZodW50ZXIz", "hunter2"):
        assert secret not in text


@pytest.mark.parametrize("back_end", BACK_ENDS)
@pytest.mark.parametrize("after", [0, 1])
def test_a_server_that_falls_silent_is_left_in_time(
    back_end: str, after: int, connect: BackEnd
) -> None:
    with scripted(Script(pieces=TEXT, fault="hang", after=after)) as server:
        outcome = ask(connect(back_end, server, model_timeout=0.1))
        assert outcome.error is not None
        assert outcome.error.fault == "timeout"
        assert "PAPERCHAT_MODEL_TIMEOUT" in str(outcome.error)
        assert tuple(outcome.pieces) == TEXT[:after]
        assert len(server.requests) == (1 if after else 3)
        assert server.wait_until_dropped()


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_nobody_there(back_end: str, connect: BackEnd, waits: Waits) -> None:
    with scripted() as server:
        model = connect(back_end, server)
    outcome = ask(model)
    assert outcome.error is not None
    assert outcome.error.fault == "unreachable"
    assert "Nothing answers as" in str(outcome.error)
    assert len(waits) == 2
    _holds_no_secret(str(outcome.error))


@pytest.mark.parametrize("back_end", BACK_ENDS)
@pytest.mark.parametrize("passing", ["rate_limit", "unavailable", "reset", "cut", "error_chunk"])
def test_what_passes_is_not_noticed(
    back_end: str, passing: str, connect: BackEnd, waits: Waits
) -> None:
    first = Script(fault=passing, retry_after="2")  # type: ignore[arg-type]
    with scripted(first, Script(pieces=TEXT)) as server:
        outcome = ask(connect(back_end, server))
    assert outcome.error is None
    assert tuple(outcome.pieces) == TEXT
    assert outcome.ended is not None
    assert outcome.ended.requests == 2
    told = passing in ("rate_limit", "unavailable")
    assert waits == ([2.0] if told else [0.5])


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_a_model_that_is_not_there_is_answered_with_those_that_are(
    back_end: str, connect: BackEnd
) -> None:
    names = tuple(f"model-{number}" for number in range(7))
    with scripted(models=names) as server:
        there = replace(server, models=("nobody", *names))
        outcome = ask(connect(back_end, there))
    assert outcome.error is not None
    assert outcome.error.fault == "no_such_model"
    said = "has no model nobody: it offers model-0, model-1, model-2, model-3, model-4."
    assert str(outcome.error).endswith(said)
