"""Creating a model: what is missing is told early, and nothing is sent or imported before time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from asking_models import Waits, ask
from pydantic import SecretStr
from scripted_model import scripted
from tiny_gguf import write_tiny_gguf

from paperchat.errors import ConfigurationError
from paperchat.models.factory import check_parts, create_model, window_known_here
from paperchat.models.spec import parse_model
from paperchat.settings import Settings


def _settings(model: str, **more: object) -> Settings:
    return Settings(_env_file=None, model=model).model_copy(
        update={"openai_api_key": SecretStr("sk-test-0123456789")} | more
    )


def test_quoting_needs_no_model() -> None:
    assert create_model(_settings("extractive")) is None
    assert create_model(_settings("openai:m"), "extractive") is None
    assert window_known_here(_settings("extractive"), parse_model("extractive")) is None


def test_the_spec_wins_over_the_settings() -> None:
    model = create_model(_settings("extractive"), "openai:gpt-4o")
    assert model is not None
    assert model.spec == "openai:gpt-4o"
    again = create_model(_settings("extractive"), parse_model("openai:gpt-4o"))
    assert again is not None


def test_creating_sends_nothing() -> None:
    with scripted() as server:
        for spec in (server.openai_like, server.ollama):
            create_model(_settings(spec, ollama_url=server.url))
        assert server.requests == server.lookups == []


def test_a_password_does_not_show_in_the_model() -> None:
    model = create_model(_settings("openai-like:m@http://me:hunter2@127.0.0.1:9/v1"))
    assert model is not None
    assert model.spec == "openai-like:m@http://127.0.0.1:9/v1"


@pytest.mark.parametrize(
    ("spec", "package"),
    [
        ("openai:m", "openai"),
        ("openai-like:m@http://h", "openai"),
        ("ollama:m", "ollama"),
        ("ollama:m", "llama_index"),
    ],
)
def test_a_missing_package_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, spec: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)  # what Python does for "cannot be imported"
    with pytest.raises(ConfigurationError, match="run `pip install 'paperchat") as caught:
        check_parts(_settings(spec), parse_model(spec))
    assert f"({package}" in str(caught.value)


def test_a_missing_file_is_told_before_a_missing_package(
    monkeypatch: pytest.MonkeyPatch, tiny: Path
) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    for name, told in (("/nowhere/m.gguf", "There is no file"), (str(tiny), "(xllamacpp)")):
        spec = f"gguf:{name}"
        with pytest.raises(ConfigurationError) as caught:
            check_parts(_settings(spec), parse_model(spec))
        assert told in str(caught.value)


@pytest.mark.parametrize(
    ("spec", "window"),
    [
        ("openai:gpt-4o", 128_000),
        ("openai-like:m@http://models.example/v1", None),
        ("openai-like:m@http://127.0.0.1:9/v1", 8192),
        ("ollama:m", 8192),
    ],
)
def test_windows_are_known_without_asking_elsewhere(spec: str, window: int | None) -> None:
    settings = _settings(spec, ollama_url="http://127.0.0.1:9")
    assert window_known_here(settings, parse_model(spec)) == window
    set_by_hand = settings.model_copy(update={"context_window": 5000})
    assert window_known_here(set_by_hand, parse_model(spec)) == 5000


def test_a_file_that_goes_before_it_is_asked_is_a_fault_of_the_model(tmp_path: Path) -> None:
    path = write_tiny_gguf(tmp_path / "tiny.gguf")
    model = create_model(_settings(f"gguf:{path}"))
    path.unlink()
    outcome = ask(model)
    assert outcome.error is not None
    assert outcome.error.fault == "rejected"
    assert "There is no file" in str(outcome.error)
    write_tiny_gguf(path)
    assert ask(model).error is None


def test_a_broken_package_is_a_fault_of_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    model = create_model(_settings("ollama:m"))
    monkeypatch.setitem(sys.modules, "paperchat.models.ollama_api", None)
    outcome = ask(model)
    assert outcome.error is not None
    assert "is broken (paperchat.models.ollama_api)" in str(outcome.error)


def test_choosing_and_checking_a_model_imports_nothing_heavy(tiny: Path) -> None:
    code = (
        "import sys; from paperchat.settings import load_settings; import paperchat.wiring;"
        "from paperchat.models.factory import check_parts, create_model;"
        "from paperchat.models.spec import parse_model, what_leaves;"
        "import paperchat.models.connection, paperchat.models.prices;"
        "settings = load_settings(); create_model(settings);"
        f"specs = ('openai:m', 'ollama:m', 'gguf:{tiny}', 'openai-like:m@http://127.0.0.1:9/v1');"
        "[check_parts(settings, parse_model(s)) for s in specs];"
        "print('httpx' in sys.modules); [create_model(settings, s) for s in specs];"
        "print([n for n in ('llama_index', 'openai', 'ollama', 'xllamacpp', 'gguf')"
        " if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={"OPENAI_API_KEY": "sk-test", "PATH": "/usr/bin:/bin"},
    )
    assert (done.stdout, done.stderr, done.returncode) == ("False\n[]\n", "", 0)


@pytest.mark.parametrize(
    "key", ["sk-schl\u00fcssel", "\u201csk-quoted\u201d", "sk-a b", "sk-a\nsk-b"]
)
def test_a_key_that_cannot_be_sent_is_told_before_it_is(key: str) -> None:
    for spec, variable in (
        ("openai:m", "OPENAI_API_KEY"),
        ("openai-like:m@http://127.0.0.1:9/v1", "PAPERCHAT_MODEL_API_KEY"),
    ):
        settings = _settings(spec, openai_api_key=SecretStr(key), model_api_key=SecretStr(key))
        with pytest.raises(ConfigurationError, match=f"{variable} holds letters") as caught:
            check_parts(settings, parse_model(spec))
        assert "sk-" not in str(caught.value)


@pytest.mark.parametrize("host", ["xn--", "[v1.x]:9", "\u2024"])
def test_an_address_that_nobody_can_have_is_refused(host: str) -> None:
    for spec in (f"openai-like:m@http://{host}/v1", "ollama:m"):
        with pytest.raises(ConfigurationError, match="cannot be used: write it as http://HOST"):
            create_model(_settings(spec, ollama_url=f"http://me:hunter2@{host}"))


@pytest.mark.parametrize("host", ["127.0.0.1:9", "localhost:9", "[::1]:9"])
def test_messages_name_the_place(host: str, waits: Waits) -> None:
    model = create_model(_settings(f"openai-like:m@http://{host}/v1"), retrying=waits.retrying())
    outcome = ask(model)
    assert outcome.error is not None
    said = f"Nothing answers as the server at {host}: start it, or check the address of"
    assert str(outcome.error).startswith(said)
