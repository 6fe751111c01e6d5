"""The settings, and that ``.env.example`` says the truth about every one of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from paperchat.errors import ConfigurationError
from paperchat.settings import Settings, environment_names, load_settings

EXAMPLE = Path(__file__).resolve().parents[1] / ".env.example"

# Their defaults depend on the platform or there is none, so the example shows a sample value.
SAMPLES = {
    "PAPERCHAT_HOME", "PAPERCHAT_CACHE", "OPENAI_API_KEY", "PAPERCHAT_MODEL_API_KEY",
    "PAPERCHAT_PRICES", "PAPERCHAT_CHROMA", "PAPERCHAT_CHROMA_HEADERS", "PAPERCHAT_CHROMA_CA",
}  # fmt: skip

SETTING = re.compile(r"^# ?([A-Z][A-Z0-9_]+)=(.*)$")


def _example() -> dict[str, str]:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    return {found[1]: found[2] for line in lines if (found := SETTING.match(line))}


def test_the_example_lists_every_setting_once_and_nothing_else() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    listed = [found[1] for line in lines if (found := SETTING.match(line))]
    assert sorted(listed) == sorted(environment_names())


def test_the_example_changes_nothing_when_copied_as_it_is() -> None:
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        assert not line or line.startswith("#"), line


def test_every_setting_of_the_example_is_explained() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    blocks = "\n".join(lines).split("\n\n")
    for block in blocks[1:]:
        kinds = [bool(SETTING.match(line)) for line in block.splitlines()]
        assert any(kinds), f"explains no setting: {block}"
        assert not kinds[0], f"has no explanation: {block}"


def test_the_example_shows_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    defaults = Settings()
    for name, value in _example().items():
        if name not in SAMPLES:
            monkeypatch.setenv(name, value)
    assert Settings() == defaults


def test_the_samples_of_the_example_are_usable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SAMPLES:
        monkeypatch.setenv(name, _example()[name])
    settings = Settings()
    assert settings.home == Path.home() / "papers" / "library"
    assert settings.chroma == "http://127.0.0.1:8000"
    assert settings.cache == Path.home() / ".cache" / "paperchat"
    assert isinstance(settings.openai_api_key, SecretStr)
    assert isinstance(settings.model_api_key, SecretStr)
    assert settings.prices == Path.home() / "papers" / "prices.toml"


def test_the_environment_wins_over_the_file_and_arguments_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("PAPERCHAT_PORT=9001\nPAPERCHAT_THREADS=3\n", encoding="utf-8")
    assert load_settings().port == 9001
    monkeypatch.setenv("PAPERCHAT_PORT", "9002")
    monkeypatch.setenv("PAPERCHAT_HOME", str(tmp_path / "from-environment"))
    settings = load_settings(home=tmp_path / "from-argument")
    assert settings.port == 9002
    assert settings.threads == 3
    assert settings.home == tmp_path / "from-argument"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PAPERCHAT_PORT", "0"),
        ("PAPERCHAT_PORT", "eighty"),
        ("PAPERCHAT_THREADS", "-1"),
        ("PAPERCHAT_MAX_UPLOAD_MB", "0"),
        ("PAPERCHAT_CONTEXT_WINDOW", "-1"),
        ("PAPERCHAT_MODEL_TIMEOUT", "0"),
    ],
)
def test_a_bad_value_is_refused_by_the_name_of_its_variable(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=name) as caught:
        load_settings()
    assert caught.value.exit_code == 2


def test_folders_are_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERCHAT_HOME", "library")
    monkeypatch.setenv("PAPERCHAT_CACHE", "~/somewhere")
    settings = Settings()
    assert settings.home == tmp_path / "library"
    assert settings.cache == Path.home() / "somewhere"


def test_the_key_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    settings = load_settings()
    assert "very-secret" not in f"{settings!r} {settings} {settings.model_dump_json()}"
    assert settings.openai_api_key is not None
    assert settings.openai_api_key.get_secret_value() == "sk-very-secret"
