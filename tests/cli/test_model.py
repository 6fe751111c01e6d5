"""The command model: exit codes, what is shown, and that doctor knows the model too."""

from __future__ import annotations

import pytest
from scripted_model import Script, scripted


def test_a_model_that_answers(cli, home) -> None:
    with scripted(window=4096) as server:
        done = cli("model", server.openai_like, "--json", home=home)
        assert (done.code, done.err) == (0, "")
        report = done.json
        assert report["latency_ms"] > 0
        assert report | {"latency_ms": None, "message": ""} == {
            "spec": server.openai_like,
            "ok": True,
            "latency_ms": None,
            "window": 4096,
            "fault": None,
            "message": "",
            "leaves_machine": None,
        }
        assert len(server.requests) == 1
        done = cli("model", server.openai_like)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[:3] == [f"model: {server.openai_like}", "works: yes", "window: 4096 tokens"]
    assert lines[3].startswith("The model scripted answered in ")
    assert lines[4:] == ["Nothing leaves this machine."]
    assert not home.exists()


def test_the_configured_model_is_tried_when_none_is_named(cli, monkeypatch) -> None:
    assert cli("model", "--json").json["spec"] == "extractive"
    with scripted() as server:
        monkeypatch.setenv("PAPERCHAT_OLLAMA_URL", server.url)
        monkeypatch.setenv("PAPERCHAT_MODEL", server.ollama)
        assert cli("model", "--json").json["spec"] == "ollama:scripted"
        assert cli("--model", server.openai_like, "model", "--json").json["ok"]
    assert [request.path for request in server.requests] == ["/api/chat", "/v1/chat/completions"]


@pytest.mark.parametrize("form", [["--json"], []])
def test_a_model_that_fails(cli, monkeypatch, form) -> None:
    monkeypatch.setenv("PAPERCHAT_MODEL_API_KEY", "a-secret")
    with scripted(Script(fault="wrong_key", echo=True)) as server:
        done = cli("model", server.openai_like, *form)
    assert done.code == 1
    assert done.err.startswith(f"Error: The server at {server.url[7:]} refused the key")
    assert len(done.err.splitlines()) == 1
    assert "a-secret" not in done.out + done.err
    if form:
        assert done.json["fault"] == "wrong_key"
        assert done.json["ok"] is False
    else:
        assert "works: no" in done.out.splitlines()


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("frob", "names no model"),
        ("openai:m", "OPENAI_API_KEY"),
        ("gguf:/no/such/file.gguf", "There is no file"),
        ("openai-like:m@http://me:hunter2@h:x/v1", "openai-like:NAME@"),
    ],
)
def test_what_cannot_be_tried_is_a_matter_of_configuration(cli, spec, said) -> None:
    for more in ([], ["--list"]):
        told = cli("model", spec, *more).failed(2)
        assert said in told
        assert "hunter" not in told


def test_the_models_of_a_server_are_listed(cli) -> None:
    with scripted(models=("b", "a")) as server:
        assert cli("model", server.openai_like, "--list").out == "a\nb\n"
        assert cli("model", server.openai_like, "--list", "--json").json == ["a", "b"]
        assert server.requests == []
    done = cli("model", server.openai_like, "--list")
    assert (done.code, done.out) == (0, "")
    assert "names no models" in done.err


def test_doctor_shows_the_model_and_asks_no_distant_server(cli, starter_home, monkeypatch) -> None:
    with scripted(window=4000) as server:
        monkeypatch.setenv("PAPERCHAT_MODEL", server.openai_like)
        report = cli("doctor", "--json", home=starter_home).json
        assert report["model"] == {"spec": server.openai_like, "window": 4000}
        assert report["network"]["used"] is False
        assert server.requests == []
    monkeypatch.setenv("PAPERCHAT_MODEL", "openai-like:m@http://me:hunter2@models.example/v1")
    done = cli("doctor", "--json", home=starter_home)
    assert done.json["model"] == {"spec": "openai-like:m@http://models.example/v1", "window": None}
    assert done.json["network"]["used"] is True
    assert "the server at models.example" in done.json["network"]["what"]
    assert "hunter2" not in done.out
    monkeypatch.setenv("PAPERCHAT_MODEL", "openai:gpt-4o")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-verysecretkey123")
    monkeypatch.setenv("PAPERCHAT_EMBEDDER", "openai:text-embedding-3-small")
    report = cli("doctor", "--json", home=starter_home).json
    assert report["model"] == {"spec": "openai:gpt-4o", "window": 128_000}
    assert report["network"]["what"].count("OpenAI") == 2
