"""OpenAI's own server: its models, its parameters, and that one switch decides what is sent."""

from __future__ import annotations

import pytest
from asking_models import KEY, BackEnd, ask
from pydantic import SecretStr
from scripted_model import Script, scripted

from paperchat.errors import ConfigurationError
from paperchat.models.factory import create_model
from paperchat.models.port import Ended
from paperchat.settings import Settings


def _body(connect: BackEnd, name: str, **more: object) -> dict[str, object]:
    with scripted(models=(name,)) as server:
        assert ask(connect("openai", server, **more), max_tokens=50).ended is not None
    body: dict[str, object] = server.requests[0].body
    return body


@pytest.mark.parametrize("name", ["gpt-4o-mini", "gpt-3.5-turbo", "gpt-5-chat-latest", "gpt-4.9"])
def test_models_that_answer_at_once_get_the_limit_and_no_temperature_to_speak_of(
    connect: BackEnd, name: str
) -> None:
    body = _body(connect, name)
    assert body["max_completion_tokens"] == 50
    assert "reasoning_effort" not in body
    assert body["temperature"] in (0.0, 1.0)  # LlamaIndex counts some chat models as thinking


@pytest.mark.parametrize("name", ["o3-mini", "gpt-5-mini", "o9", "gpt-7-nano", "ft:gpt-5:x::y"])
def test_models_that_think_get_room_for_it_and_no_temperature(connect: BackEnd, name: str) -> None:
    body = _body(connect, name)
    assert body["max_completion_tokens"] == 50 + 4096
    assert body["reasoning_effort"] == "low"
    assert "temperature" not in body
    assert "max_tokens" not in body


@pytest.mark.parametrize(
    ("name", "window"),
    [
        ("gpt-4o-mini", 128_000),
        ("gpt-4.1", 1_047_576),
        ("gpt-4", 8192),
        ("o3-mini", 200_000),
        ("ft:gpt-4o:us::x", 128_000),
        ("a-model-of-tomorrow", 128_000),
    ],
)
def test_windows_are_known_without_asking(connect: BackEnd, name: str, window: int) -> None:
    with scripted(models=(name,)) as server:
        assert connect("openai", server).window == window
        assert connect("openai", server, context_window=5000).window == 5000
    assert server.lookups == []


@pytest.mark.parametrize("back_end", ["openai", "openai-like"])
@pytest.mark.parametrize(
    "rejected", ["temperature", "stream_options", "max_tokens", "max_completion_tokens"]
)
def test_a_parameter_that_the_server_does_not_take_is_left_out_from_then_on(
    connect: BackEnd, back_end: str, rejected: str
) -> None:
    with scripted(Script(rejects=(rejected,))) as server:
        model = connect(back_end, server)
        first, second = ask(model), ask(model)
    assert first.error is None
    assert first.ended is not None
    tries = 2 if rejected in server.requests[0].body else 1
    assert first.ended.requests == tries
    assert second.ended is not None
    assert second.ended.requests == 1
    assert rejected not in server.requests[-1].body
    limits = {"max_tokens", "max_completion_tokens"} & set(server.requests[-1].body)
    assert len(limits) == 1
    if rejected == "stream_options":
        assert second.ended == Ended("stop", None, None, 1)


def test_a_server_that_takes_no_limit_at_all_is_not_asked_for_ever(connect: BackEnd) -> None:
    rejects = ("max_tokens", "max_completion_tokens", "temperature", "stream_options")
    with scripted(Script(rejects=rejects)) as server:
        outcome = ask(connect("openai-like", server))
    assert outcome.error is not None
    assert outcome.error.fault == "rejected"
    assert len(server.requests) == 3


def test_no_variable_of_the_environment_changes_what_is_sent(
    connect: BackEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "OPENAI_BASE_URL": "https://elsewhere.example/v1",
        "OPENAI_API_BASE": "https://elsewhere.example/v1",
        "OPENAI_API_KEY": "sk-of-the-environment",
        "OPENAI_ADMIN_KEY": "sk-of-the-admin",
        "OPENAI_ORG_ID": "an-organization",
        "OPENAI_PROJECT_ID": "a-project",
        "OPENAI_CUSTOM_HEADERS": "X-Strange: yes",
        "OPENAI_API_VERSION": "2020",
        "OLLAMA_API_KEY": "of-ollama",
        "OLLAMA_HOST": "https://elsewhere.example",
        "HTTP_PROXY": "http://elsewhere.example",
        "ALL_PROXY": "http://elsewhere.example",
    }.items():
        monkeypatch.setenv(name, value)
    for back_end in ("openai", "openai-like", "ollama"):
        with scripted() as server:
            assert ask(connect(back_end, server)).error is None
        headers = server.requests[0].headers
        assert {name.lower() for name in headers} == {
            "host", "accept", "accept-encoding", "connection", "content-length", "content-type",
            "user-agent", "authorization",
        }  # fmt: skip
        assert "environment" not in headers["Authorization"]
        assert "admin" not in headers["Authorization"]


def test_a_key_of_openai_goes_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with scripted() as server:
        for spec, url in ((server.openai_like, server.url), (server.ollama, server.url)):
            settings = Settings(_env_file=None, model=spec, ollama_url=url)
            assert settings.openai_api_key is not None
            assert ask(create_model(settings)).error is None
    assert all("Authorization" not in r.headers for r in server.requests + server.lookups)


@pytest.mark.parametrize("key", [None, SecretStr(""), SecretStr("  ")])
def test_without_a_key_it_says_what_to_set(key: SecretStr | None) -> None:
    settings = Settings(_env_file=None, model="openai:m").model_copy(update={"openai_api_key": key})
    with pytest.raises(ConfigurationError, match="set OPENAI_API_KEY, or choose the papers"):
        create_model(settings)


@pytest.mark.parametrize("name", ["o1-pro", "gpt-5.2-pro", "gpt-5-pro-2025-10-06"])
def test_models_with_an_api_of_their_own_are_refused(name: str) -> None:
    settings = Settings(_env_file=None, model=f"openai:{name}").model_copy(
        update={"openai_api_key": SecretStr(KEY)}
    )
    with pytest.raises(ConfigurationError, match="choose one without '-pro'"):
        create_model(settings)
