"""Trying a model out, and listing what its server offers."""

from __future__ import annotations

from pathlib import Path

import pytest
from asking_models import KEY
from pydantic import SecretStr
from scripted_model import Script, ScriptedServer, scripted

from paperchat.errors import ConfigurationError
from paperchat.models import connection
from paperchat.models import spec as specs
from paperchat.models.connection import ConnectionReport, available_models
from paperchat.settings import Settings


def _try(spec: str, url: str = "http://127.0.0.1:9", **more: object) -> ConnectionReport:
    settings = Settings(_env_file=None, ollama_url=url, model_timeout=5.0).model_copy(update=more)
    return connection.test_connection(settings, spec)


def _spec(server: ScriptedServer, back_end: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(specs, "OPENAI_ADDRESS", server.v1)
    return {
        "openai": f"openai:{server.models[0]}",
        "openai-like": server.openai_like,
        "ollama": server.ollama,
    }[back_end]  # fmt: skip


@pytest.mark.parametrize("back_end", ["openai", "openai-like", "ollama"])
def test_a_model_that_answers(back_end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(Script(pieces=("ready",), first_delay=0.05), window=4096) as server:
        spec = _spec(server, back_end, monkeypatch)
        report = _try(spec, server.url, openai_api_key=SecretStr(KEY))
        assert len(server.requests) == 1
    assert report.ok
    assert report.spec == spec
    assert report.fault is None
    assert report.latency_ms is not None
    assert 50 <= report.latency_ms < 5000
    assert report.window == (128_000 if back_end == "openai" else 4096)
    assert report.message.startswith("The model scripted answered in ")
    assert (report.leaves_machine is None) == (back_end != "openai")


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        (Script(fault="wrong_key"), "wrong_key"),
        (Script(fault="no_path"), "no_such_model"),
        (Script(fault="server_error"), "server_error"),
        (Script(fault="rate_limit"), "rate_limited"),
        (Script(fault="reset"), "unreachable"),
        (Script(fault="web_page"), "malformed"),
    ],
)
@pytest.mark.parametrize("back_end", ["openai", "openai-like", "ollama"])
def test_what_was_wrong_is_one_sentence_after_one_request(
    script: Script, fault: str, back_end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scripted(script) as server:
        spec = _spec(server, back_end, monkeypatch)
        keys = {"openai_api_key": SecretStr(KEY), "model_api_key": SecretStr(KEY)}
        report = _try(spec, server.url, **keys)
        assert len(server.requests) == 1
    assert not report.ok
    assert report.fault == fault
    assert report.latency_ms is None
    assert report.message.endswith(".")


def test_a_server_that_wants_a_key_says_which_setting() -> None:
    with scripted(key="the-one") as server:
        report = _try(server.openai_like)
        assert report.fault == "no_key"
        assert "set PAPERCHAT_MODEL_API_KEY" in report.message
        wrong = _try(server.openai_like, model_api_key=SecretStr("another"))
        assert wrong.fault == "wrong_key"
        assert "check PAPERCHAT_MODEL_API_KEY" in wrong.message
        assert _try(server.openai_like, model_api_key=SecretStr("the-one")).ok


def test_a_model_that_thinks_too_long_for_so_short_an_answer_is_there() -> None:
    with scripted(Script(fault="empty", thoughts=("Hm.",), finish="length")) as server:
        report = _try(server.openai_like)
    assert report.ok
    assert "is there" in report.message


def test_models_on_this_machine(tiny: Path) -> None:
    report = _try(f"gguf:{tiny}")
    assert report.ok
    assert report.window == 4096
    assert report.leaves_machine is None
    assert _try("extractive") == ConnectionReport(
        "extractive",
        True,
        None,
        None,
        None,
        "Answers are quoted from the papers: no language model is asked.",
        None,
    )


@pytest.mark.parametrize("spec", ["nonsense", "openai:m", "gguf:/no/such/file.gguf"])
def test_what_cannot_be_sent_is_a_matter_of_configuration(spec: str) -> None:
    with pytest.raises(ConfigurationError):
        _try(spec)


def test_servers_are_asked_what_they_offer(tiny: Path) -> None:
    settings = Settings(_env_file=None)
    with scripted(models=("b", "a")) as server:
        here = settings.model_copy(update={"ollama_url": server.url})
        assert available_models(here, server.openai_like) == ("a", "b")
        assert available_models(here, server.ollama) == ("a", "b")
        assert server.requests == []
    assert available_models(here, server.openai_like) == ()
    assert available_models(here, "extractive") == ()
    assert available_models(here, f"gguf:{tiny}") == ()
