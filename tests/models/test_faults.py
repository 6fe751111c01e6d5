"""What servers of many makes say, read as one of our faults."""

from __future__ import annotations

import socket

import httpx
import ollama
import openai
import pytest

from paperchat.errors import ModelFault
from paperchat.models.failure import Failure, Server
from paperchat.models.faults import read_failure

SERVER = Server(
    "the server at h",
    "m",
    "start it",
    key_variable="PAPERCHAT_MODEL_API_KEY",
    has_key=True,
    secrets=("my-key",),
)
REQUEST = httpx.Request("POST", "http://h/v1/chat/completions")


def _of_openai(status: int, body: object, **headers: str) -> Failure:
    response = httpx.Response(status, json=body, headers=headers, request=REQUEST)
    error = openai.APIStatusError("said", response=response, body=body)
    return read_failure(error, SERVER, spoke=False)


def _message(text: str, **more: object) -> dict[str, object]:
    return {"error": {"message": text, **more}}


@pytest.mark.parametrize(
    ("status", "body", "fault"),
    [
        (400, _message("This model's maximum context length is 4096 tokens."), "too_long"),
        (400, _message("request (9000 tokens) exceeds the available context size"), "too_long"),
        (400, _message("The number of tokens to keep from the initial prompt is greater than the "
                       "context length"), "too_long"),
        (400, {"error": "prompt is too long: 9000 tokens"}, "too_long"),
        (413, {"detail": "Payload Too Large"}, "too_long"),
        (404, _message("The model `gpt-9` does not exist"), "no_such_model"),
        (400, {"message": "Model 'x' not found, try pulling it first"}, "no_such_model"),
        (404, _message("This is not a chat model and thus not supported"), "no_such_model"),
        (404, {"detail": "Not Found"}, "no_such_model"),
        (401, _message("Incorrect API key provided: my-key."), "wrong_key"),
        (403, {"detail": "Forbidden"}, "wrong_key"),
        (400, _message("The response was filtered", code="content_filter"), "rejected"),
        (422, {"detail": [{"loc": ["body"], "msg": "field required"}]}, "rejected"),
        (402, _message("Payment required"), "rejected"),
        (429, _message("You exceeded your current quota"), "rate_limited"),
        (429, _message("Slow down"), "rate_limited"),
        (408, None, "timeout"),
        (504, "<html>gateway timeout</html>", "timeout"),
        (503, _message("Loading model", code=503), "server_error"),
        (529, _message("Overloaded"), "server_error"),
        (301, None, "unreachable"),
    ],
)  # fmt: skip
def test_statuses_and_words(status: int, body: object, fault: ModelFault) -> None:
    failure = _of_openai(status, body)
    assert failure.fault == fault
    assert failure.message.endswith(".")
    assert "my-key" not in failure.message
    assert "<" not in failure.message
    passes = fault in ("timeout", "server_error") or body == _message("Slow down")
    assert failure.passing == passes


@pytest.mark.parametrize(
    ("header", "wait"),
    [("3", 3.0), ("0.5", 0.5), ("-1", 0.0), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("", None)],
)
def test_how_long_to_wait(header: str, wait: float | None) -> None:
    failure = _of_openai(429, _message("Slow down"), **{"Retry-After": header})
    assert failure.wait == wait


def test_a_gateway_tells_the_status_behind_it_within_the_stream() -> None:
    body = {"message": "Rate limit exceeded upstream", "code": 429}
    error = openai.APIError("said", REQUEST, body=body)
    assert read_failure(error, SERVER, spoke=False).fault == "rate_limited"


@pytest.mark.parametrize(
    ("text", "status", "fault"),
    [
        ('{"error": "model \\"llama9\\" not found, try pulling it first"}', 404, "no_such_model"),
        ('{"error": "unexpected EOF"}', 500, "server_error"),
        ("an error was encountered while running the model", -1, "server_error"),
        ("prompt too long; exceeded max context length by 4 tokens", -1, "too_long"),
    ],
)
def test_words_of_ollama(text: str, status: int, fault: ModelFault) -> None:
    failure = read_failure(ollama.ResponseError(text, status), SERVER, spoke=False)
    assert failure.fault == fault


def _because_of(cause: Exception, text: str = "failed") -> httpx.ConnectError:
    error = httpx.ConnectError(text)
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (_because_of(socket.gaierror(-2, "Name or service not known")), "unreachable"),
        (_because_of(ConnectionRefusedError(111, "Connection refused")), "unreachable"),
        (httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] expired (_ssl.c:9)"), "certificate"),
        (httpx.ConnectTimeout("slow"), "timeout"),
        (httpx.ReadTimeout("slow"), "timeout"),
        (httpx.PoolTimeout("slow"), "timeout"),
        (httpx.ProxyError("403 Forbidden"), "unreachable"),
        (httpx.RemoteProtocolError("peer closed connection"), "unreachable"),
        (httpx.UnsupportedProtocol("no scheme"), "unreachable"),
        (ConnectionError("Failed to connect to Ollama."), "unreachable"),
    ],
)
def test_connections(error: Exception, fault: ModelFault) -> None:
    assert read_failure(error, SERVER, spoke=False).fault == fault
    wrapped = openai.APIConnectionError(request=REQUEST)
    wrapped.__cause__ = error
    assert read_failure(wrapped, SERVER, spoke=False).fault == fault
    later = read_failure(error, SERVER, spoke=True).fault
    assert later == (fault if fault in ("timeout", "certificate") else "cut")


def test_a_server_that_takes_no_key_is_not_said_to_want_one() -> None:
    server = Server("the Ollama server at h", "m", "start it")
    error = ollama.ResponseError("unauthorized", 401)
    failure = read_failure(error, server, spoke=False)
    assert failure.fault == "wrong_key"
    assert "check its address" in failure.message
